"""`config.toml`, the environment and `--set` to one `Config`, with the origin of every value.

Later layers win: default < file < environment (`VERIFIER_FETCH_PROXY`) < `--set fetch.proxy=…`.
Relative paths in the file are relative to the file; those from the environment or the command line
are relative to the working directory. All mistakes are reported at once.

What a file may say in CI mode is `ci_policy`'s matter.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from verifier.ci_policy import Trust, keys_of, restrict
from verifier.config import Config, HostConfig, Section
from verifier.errors import ConfigError
from verifier.model.redaction import redacted, redacted_values

_SECTIONS: Mapping[str, type[Section]] = {
    name: field.annotation
    for name, field in Config.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
}
_PATHS = frozenset(
    {
        ("corpus", "root"),
        ("report", "dir"),
        ("fetch", "ca_file"),
        ("evidence", "folder"),
        ("gate", "baseline"),
        ("gate", "decisions"),
    }
)
Reader = Callable[[Path], bytes | None]
"""What a file holds; None: there is none."""
_FILE_LIMIT = 64 * 1024
_MOST_DOTS = 500
"""In one line: reading a dotted key takes the square of its parts."""
_SQLITE = "sqlite:///"
_PREFIX = "VERIFIER_"
_OTHER_VARIABLES = frozenset({"VERIFIER_CONFIG", "VERIFIER_SHARED_DATA"})
"""What the environment may name besides settings: the configuration file, and the data of the tests."""
_PLAINLY = {
    "tuple_type": 'has to be a list, such as ["a", "b"]',
    "too_short": "cannot be empty",
    "greater_than": "has to be more than {gt:g}",
    "missing": "is missing",
}
"""What pydantic says in its own words, in ours."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The effective configuration."""

    config: Config
    base: Path
    """The directory that relative paths of the configuration refer to."""
    file: Path | None
    """The file that was read; None where there is none."""
    origins: Mapping[str, str]
    """Where a value comes from, by "section.key"; what is missing is a default."""
    left_out: tuple[str, ...] = ()
    """What the file says and CI mode does not take from it: "section.key", or "host"."""


@dataclass(frozen=True, slots=True)
class _Override:
    section: str
    key: str
    value: str
    origin: str


def load_config(
    file: Path | None,
    environ: Mapping[str, str],
    overrides: Sequence[str],
    cwd: Path,
    *,
    trust: Trust = Trust.OWN,
    read: Reader | None = None,
) -> Loaded:
    """Read `file` (else `VERIFIER_CONFIG`, else `config.toml` in `cwd` if there is one).

    `overrides` are the `--set` texts, "section.key=value"; `trust` says whose word the file is, and `read`
    takes the place of the disk: None is no file. Raises ConfigError naming every mistake.
    """
    path, content = _find(file, environ, cwd, read)
    # A link must not choose the directory that everything is relative to, where a stranger may have made it.
    base = cwd if path is None else (path.resolve() if trust is Trust.OWN else path).parent
    values = {} if path is None else _parsed_toml(content, path)
    mistakes = list(_unknown_keys(values))
    left_out = restrict(values, trust, base, mistakes)
    origins = {f"{section}.{key}": str(path) for section, key in keys_of(values)}
    if trust is not Trust.OWN:
        origins["store.url"] = "CI mode"
    for override in [*_from_environment(environ, mistakes), *_from_command_line(overrides, mistakes)]:
        section = values.setdefault(override.section, {})
        if not isinstance(section, dict):
            continue  # a mistake that is already named
        try:
            section[override.key] = _parsed(override, cwd)
        except ValueError as error:
            mistakes.append(f"{override.origin}: {error}")
        origins[f"{override.section}.{override.key}"] = override.origin
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        wrong = [detail for detail in error.errors() if detail["type"] != "extra_forbidden"]
        raise _error([*mistakes, *(_sentence(detail, origins) for detail in wrong)], path) from None
    if mistakes:
        raise _error(mistakes, path)
    return Loaded(_with_absolute_ca_file(config, base), base, path, origins, left_out)


def _with_absolute_ca_file(config: Config, base: Path) -> Config:
    """The fetcher knows no base directory: what it opens is made absolute here."""
    if not config.fetch.ca_file:
        return config
    fetch = config.fetch.model_copy(update={"ca_file": str(base / config.fetch.ca_file)})
    return config.model_copy(update={"fetch": fetch})


def config_path(file: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """Where the configuration file is, or would be."""
    return cwd / (file or environ.get("VERIFIER_CONFIG") or "config.toml")


def _find(
    file: Path | None, environ: Mapping[str, str], cwd: Path, read: Reader | None
) -> tuple[Path | None, bytes]:
    path = config_path(file, environ, cwd)
    if read is not None:
        content = read(path)
        return (None, b"") if content is None else (path, content)
    if not (file or environ.get("VERIFIER_CONFIG") or path.is_file()):
        return None, b""
    return path, _content(path)


def _content(path: Path) -> bytes:
    advice = "Name the configuration file with --config FILE."
    try:
        if not (path.is_file() or path.is_fifo()):
            raise ConfigError(f"cannot read {path}: it is no file", advice)
        with path.open("rb") as file:
            return file.read(_FILE_LIMIT + 1)
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}", advice) from None


def _parsed_toml(content: bytes, path: Path) -> dict[str, Any]:
    advice = "Name the configuration file with --config FILE."
    if len(content) > _FILE_LIMIT:
        raise ConfigError(f"{path} is larger than {_FILE_LIMIT // 1024} KiB: it is no configuration", advice)
    if any(line.count(b".") > _MOST_DOTS for line in content.splitlines()):
        raise ConfigError(f"{path} has a line with more than {_MOST_DOTS} dots", "Break the line.")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}", "Correct the line that is named.") from None


def _unknown_keys(values: Mapping[str, Any]) -> Iterator[str]:
    for section, content in values.items():
        if section == "host":
            yield from _unknown_host_keys(content)
        elif section not in _SECTIONS:
            yield f'unknown section "[{section}]"{_suggestion(section, [*_SECTIONS, "host"])}'
        elif not isinstance(content, dict):
            yield f'"{section}" is a section: write [{section}] and its keys below'
        else:
            known = _SECTIONS[section].model_fields
            for key in content:
                if key not in known:
                    yield f'unknown key "{section}.{key}"{_suggestion(key, known)}'


def _unknown_host_keys(content: object) -> Iterator[str]:
    entries = content if isinstance(content, list) else None
    if entries is None or not all(isinstance(entry, dict) for entry in entries):
        yield 'write "[[host]]" with double brackets, one for each override'
        return
    for entry in entries:
        for key in entry:
            if key not in HostConfig.model_fields:
                yield f'unknown key "host.{key}"{_suggestion(key, HostConfig.model_fields)}'


def _suggestion(word: str, known: Sequence[str] | Mapping[str, FieldInfo]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else f" (known: {', '.join(known)})"


def _from_environment(environ: Mapping[str, str], mistakes: list[str]) -> Iterator[_Override]:
    for name, value in environ.items():
        if not name.startswith(_PREFIX) or name in _OTHER_VARIABLES:
            continue
        section, _, key = name.removeprefix(_PREFIX).lower().partition("_")
        if section in _SECTIONS and key in _SECTIONS[section].model_fields:
            yield _Override(section, key, value, f"environment {name}")
        else:
            mistakes.append(f"unknown setting in the environment: {name}{_suggested_variable(name)}")


def _suggested_variable(name: str) -> str:
    known = [f"{section}_{key}" for section, content in _SECTIONS.items() for key in content.model_fields]
    known += [variable.removeprefix(_PREFIX).lower() for variable in _OTHER_VARIABLES]
    close = difflib.get_close_matches(name.removeprefix(_PREFIX).lower(), known, n=1)
    if close:
        return f"; did you mean {_PREFIX}{close[0].upper()}?"
    return "; settings are named VERIFIER_SECTION_KEY, such as VERIFIER_FETCH_PROXY"


def _from_command_line(overrides: Sequence[str], mistakes: list[str]) -> Iterator[_Override]:
    for text in overrides:
        name, equals, value = text.partition("=")
        section, _, key = name.strip().partition(".")
        if not equals or not key:
            mistakes.append(f'--set takes section.key=value, not "{text}"')
        elif section not in _SECTIONS:
            mistakes.append(f"unknown section in --set {name}{_suggestion(section, list(_SECTIONS))}")
        elif key not in _SECTIONS[section].model_fields:
            known = _SECTIONS[section].model_fields
            mistakes.append(f"unknown key in --set {name}{_suggestion(key, known)}")
        else:
            yield _Override(section, key, value, f"--set {name}")


def _parsed(override: _Override, cwd: Path) -> object:
    """Text as the field wants it: lists from TOML or comma-separated, paths made absolute."""
    field = _SECTIONS[override.section].model_fields[override.key]
    if get_origin(field.annotation) is tuple:
        return _parsed_list(override.value)
    if (override.section, override.key) in _PATHS and override.value:
        return str(cwd / override.value)
    if (override.section, override.key) == ("store", "url") and override.value.startswith(_SQLITE):
        return _SQLITE + str(cwd / override.value.removeprefix(_SQLITE))
    return override.value


def _parsed_list(text: str) -> list[Any]:
    if text.strip().startswith("["):
        try:
            return list(tomllib.loads(f"value = {text}")["value"])
        except ValueError:
            advice = 'write a list like ["a", "b"] (in a shell: between single quotes), or a,b'
            raise ValueError(f"{redacted(text)[:80]} is no valid list; {advice}") from None
    return [part.strip() for part in text.split(",") if part.strip()]


def _sentence(detail: ErrorDetails, origins: Mapping[str, str]) -> str:
    place = ".".join(str(part) for part in detail["loc"] if not isinstance(part, int))
    origin = origins.get(".".join(place.split(".")[:2]))
    message = str(detail["msg"]).removeprefix("Value error, ").replace("Input should be", "has to be")
    if detail["type"] in _PLAINLY:
        message = _PLAINLY[detail["type"]].format(**detail.get("ctx", {}))
    given = repr(redacted_values(detail["input"]))
    return f"{place} = {given[:80]}: {message}" + (f" ({origin})" if origin else "")


def _error(mistakes: Sequence[str], path: Path | None) -> ConfigError:
    where = f" in {path}" if path is not None else ""
    if len(mistakes) == 1:
        return ConfigError(f"configuration{where}: {mistakes[0]}", "See config.toml for every option.")
    listed = "".join(f"\n  - {mistake}" for mistake in mistakes)
    return ConfigError(
        f"configuration{where}: {len(mistakes)} mistakes{listed}", "See config.toml for every option."
    )
