"""Everything, exactly, for programs. `gate.schema.json` in the package above describes it."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.model.finding import Rule
from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.gate_wording import exact_path, outcome_word
from verifier.report.json_text import encoded, lines, object_of

NAME = "json"
SCHEMA = "verifier-gate-1"
MOST_NOTES = 1_000


def render(report: GateReport) -> bytes:
    """UTF-8 JSON, one finding a line."""
    members: list[tuple[str, Iterable[str]]] = [
        ("schema", [encoded(SCHEMA)]),
        ("version", [encoded(report.version)]),
        ("outcome", [encoded(outcome_word(report))]),
        ("scope", [encoded(report.scope)]),
        ("citations", [encoded(report.citations)]),
        ("verdicts", [encoded(dict(report.verdicts))]),
        ("levels", [encoded({level: report.count(level) for level in Level})]),
        ("notes", lines(report.notes[:MOST_NOTES])),
        ("notes_left_out", [encoded(max(0, len(report.notes) - MOST_NOTES))]),
        ("rules", lines(map(_rule, report.rules.values()))),
        ("findings", lines(_finding(report, ruling) for ruling in report.rulings)),
    ]
    return "".join(object_of(members)).encode()


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "means": rule.means,
        "why": rule.why,
        "todo": rule.todo,
    }


def _finding(report: GateReport, ruling: Ruling) -> dict[str, object]:
    finding = ruling.finding
    return {
        "path": exact_path(report, ruling),
        "line": finding.place.line,
        "column": finding.place.column,
        "level": ruling.level,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "because": ruling.because,
        "reasons": ruling.reasons,
        "verdict": ruling.verdict,
        "title": ruling.title,
        "url": finding.url,
        "list": finding.field,
        "index": finding.index,
        "fingerprint": ruling.fingerprint,
        "known": ruling.known,
    }
