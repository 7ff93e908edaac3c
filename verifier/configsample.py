"""The commented `config.toml` with every option, its default and its sentence.

Written from the models, so that it cannot disagree with them; the repository's own `config.toml` is
this text, and a test says so.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from itertools import pairwise

from verifier.config import Config, HostConfig, Section

_HEADER = """\
# Configuration of verifier: every option with its default. What you leave out keeps its default.
# Relative paths are relative to this file. Durations: "20s", "5m", "12h", "3d" (a bare number is
# seconds). Sizes: "500 kB", "4 MiB" (a bare number is bytes).
# Every value can also be set by VERIFIER_SECTION_KEY in the environment or by --set section.key=value.
"""
_HOST_EXAMPLE = {
    "match": '"*.example.org"',
    "interval": '"5s"',
    "concurrency": "1",
    "robots": '"respect"',
    "together": "true",
}


def sample_config() -> str:
    """The text of `config.toml`."""
    parts = [_HEADER]
    for name, field in Config.model_fields.items():
        if isinstance(field.default, Section):
            parts.append("\n".join(_section(name, field.default)))
    parts.append("\n".join(_host_section()))
    return "\n".join(parts)


def _section(name: str, section: Section) -> Iterator[str]:
    yield from _comment(type(section).__doc__)
    yield f"[{name}]"
    values, sentences = section.model_dump(mode="json"), _sentences(type(section))
    for key in type(section).model_fields:
        yield from _comment(sentences[key])
        yield f"{key} = {_toml(values[key])}"
    yield ""


def _host_section() -> Iterator[str]:
    yield from _comment(HostConfig.__doc__)
    yield "# [[host]]"
    sentences = _sentences(HostConfig)
    for key, value in _HOST_EXAMPLE.items():
        yield f"# {key} = {value}  # {sentences[key]}"
    yield ""


def _sentences(section: type[Section]) -> dict[str, str]:
    """What stands under each key. pydantic can tell, too, but reads the source at every start for it."""
    body = ast.parse(textwrap.dedent(inspect.getsource(section))).body[0]
    assert isinstance(body, ast.ClassDef)
    return {
        key.target.id: inspect.cleandoc(text.value.value)
        for key, text in pairwise(body.body)
        if isinstance(key, ast.AnnAssign)
        and isinstance(key.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _comment(text: str | None) -> Iterator[str]:
    for line in textwrap.wrap(text or "", 106):
        yield f"# {line}"


def _toml(value: object) -> str:
    if isinstance(value, list) and len(json.dumps(value)) > 80:
        return "[\n" + "".join(f"  {json.dumps(item)},\n" for item in value) + "]"
    return json.dumps(value)
