"""`baseline.toml` and `decisions.toml`, which people keep beside the documents. A missing file is empty.

`read` takes the place of the disk where the working tree is not to be believed: None is no file.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from verifier.errors import ConfigError
from verifier.gate.baseline import Known
from verifier.gate.decisions import Decision, DecisionVerdict, contradictions
from verifier.judge.rules import ALL_RULES

Reader = Callable[[Path], bytes | None]
_LIMIT = 16 * 1024**2
_KNOWN = ("code", "document", "url", "title")
_REQUIRED = ("verdict", "reason", "author", "until")
_ABOUT = ("url", "document", "code", "title")
_ALLOWED = (*_REQUIRED, *_ABOUT)
_VERDICTS = get_args(DecisionVerdict)
_HEAD = """# Known problems: `verifier gate` tells them and does not fail for them. The list only shrinks:
# `verifier baseline --update` takes out what is found no more. Entries name citations by what they say.
"""


def from_disk(path: Path) -> bytes | None:
    """What a file holds, as much of it as a rulebook may; None: there is none. Raises ConfigError."""
    try:
        with path.open("rb") as file:
            return file.read(_LIMIT + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot read {path}: {getattr(error, 'strerror', error)}", "") from None


def read_baseline(path: Path, read: Reader = from_disk) -> frozenset[Known]:
    """The entries of a baseline. Raises ConfigError that names every mistake."""
    mistakes: list[str] = []
    entries = []
    for number, entry in _entries(path, read(path), "known", mistakes):
        faults = [*_strange(entry, _KNOWN), *_unknown_code(entry)]
        mistakes += [f"known {number}: {fault}" for fault in faults]
        values = [entry.get(key, "") for key in _KNOWN]
        if all(isinstance(value, str) for value in values) and entry.get("code"):
            entries.append(Known(*values))
        else:
            mistakes.append(f"known {number}: code, document, url and title have to be texts")
    _require_none(mistakes, path)
    return frozenset(entries)


def baseline_text(entries: Iterable[Known]) -> str:
    """A baseline as TOML: sorted, without lines and times."""
    return _HEAD + "".join(f"\n[[known]]\n{_lines(entry)}" for entry in sorted(entries))


def read_decisions(path: Path, read: Reader = from_disk, today: date | None = None) -> list[Decision]:
    """The decisions of a file, in its order. Raises ConfigError that names every mistake: without a reason,
    an author or an end there is no decision, nor are two that hold on a day and contradict each other."""
    mistakes: list[str] = []
    decisions = []
    for number, written in _entries(path, read(path), "decision", mistakes):
        entry = {key: value.strip() if isinstance(value, str) else value for key, value in written.items()}
        faults = [*_strange(entry, _ALLOWED), *_faults(entry), *_unknown_code(entry)]
        mistakes += [f"decision {number}: {fault}" for fault in faults]
        if not faults:
            decisions.append(_decision(entry))
    if not mistakes and today is not None:
        mistakes += contradictions(decisions, today)
    _require_none(mistakes, path)
    return decisions


def _decision(entry: Mapping[str, Any]) -> Decision:
    said = {key: value for key, value in entry.items() if key not in _ABOUT or value}
    return Decision(**{"url": "", **said})


def _entries(
    path: Path, content: bytes | None, name: str, mistakes: list[str]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if content is None:
        return
    if len(content) > _LIMIT:
        raise ConfigError(f"{path} is larger than {_LIMIT // 1024**2} MB", "Is it the right file?")
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}", "Correct the line that is named.") from None
    mistakes += [f'unknown key "{key[:40]}"' for key in values if key != name]
    listed = values.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise ConfigError(f"{path}: {name} has to be a list of tables", f"Write each as [[{name}]].")
    yield from enumerate(listed, 1)


def _strange(entry: Mapping[str, Any], allowed: Iterable[str]) -> Iterator[str]:
    for key in entry:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, 1)
            yield f'unknown key "{key[:40]}"' + (f'; did you mean "{near[0]}"?' if near else "")


def _faults(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in _REQUIRED:
        if key not in entry or entry[key] == "":
            yield f"{key} is missing"
    if not entry.get("url") and not (entry.get("document") and (entry.get("title") or entry.get("code"))):
        yield "url is missing; where there is none, document and title or code say what it is about"
    for key in _ALLOWED:
        if key in entry and key != "until" and not isinstance(entry[key], str):
            yield f"{key} has to be a text"
    if entry.get("verdict", "accepted") not in _VERDICTS:
        yield f"verdict has to be one of: {', '.join(_VERDICTS)}"
    until = entry.get("until")
    if "until" in entry and until != "" and (not isinstance(until, date) or isinstance(until, datetime)):
        yield "until has to be a date such as 2027-01-31, without quotes"


def _unknown_code(entry: Mapping[str, Any]) -> Iterator[str]:
    code = entry.get("code")
    if isinstance(code, str) and code and code not in ALL_RULES:
        yield f'no rule has the code "{code[:40]}"'


def _require_none(mistakes: list[str], path: Path) -> None:
    if mistakes:
        raise ConfigError(f"{path}: {'; '.join(mistakes[:20])}", "Correct what is named.")


def _lines(entry: Known) -> str:
    return "".join(f"{key} = {_text(value)}\n" for key, value in zip(_KNOWN, entry, strict=True) if value)


def _text(value: str) -> str:
    """A basic string: the escapes of JSON are among those of TOML, which wants one more."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
