"""Workflow commands: GitHub shows them as annotations beside the lines of the change.

GitHub shows ten of each kind in a step and drops the rest in silence; here the rest is counted. Escaping is
the runner's: a line that begins with "::" is a command, its properties end at "," and at "::", and "%"
introduces an escape. Every line that is no command begins with a word of ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judge.wording import count
from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.gate_wording import (
    explained,
    note_lines,
    outcome_sentence,
    rule_name,
    scope_sentence,
    shown_path,
)

NAME = "github"
MOST = 10
"""Annotations of one kind that GitHub shows of a step."""

_COMMANDS = {Level.FAIL: "error", Level.WARN: "warning", Level.INFORM: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: GateReport) -> bytes:
    """Lines of UTF-8, for the standard output of a step."""
    lines = [line for level in Level for line in _annotations(report, level)]
    lines += [scope_sentence(report), *note_lines(report), outcome_sentence(report)]
    return "\n".join(lines).encode() + b"\n"


def _annotations(report: GateReport, level: Level) -> Iterator[str]:
    rulings = [ruling for ruling in report.rulings if ruling.level is level]
    yield from (_command(report, ruling) for ruling in rulings[:MOST])
    if len(rulings) > MOST:
        yield f"{count(len(rulings) - MOST, f'more {_COMMANDS[level]}')}: GitHub shows {MOST} of a kind."


def _command(report: GateReport, ruling: Ruling) -> str:
    place = ruling.finding.place
    properties = {
        "file": shown_path(report, ruling),
        "line": str(place.line),
        "col": str(place.column),
        "title": rule_name(ruling),
    }
    said = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[ruling.level]} {said}::{explained(ruling).translate(_DATA)}"
