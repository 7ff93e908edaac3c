"""reviewdog's Diagnostic Format (`reviewdog -f=rdjson`), for reviews on any host that it knows.

A place has its line only: reviewdog counts columns in bytes of UTF-8, and ours count characters.
reviewdog refuses members that it does not know, so nothing else of the report stands here.
"""

from __future__ import annotations

from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.gate_wording import exact_path, explained
from verifier.report.json_text import encoded, lines, object_of

NAME = "rdjson"

_SEVERITIES = {Level.FAIL: "ERROR", Level.WARN: "WARNING", Level.INFORM: "INFO"}


def render(report: GateReport) -> bytes:
    """UTF-8 JSON, one diagnostic a line."""
    gravest = report.rulings[0].level if report.rulings else Level.INFORM
    members = [
        ("source", [encoded({"name": "verifier"})]),
        ("severity", [encoded(_SEVERITIES[gravest])]),
        ("diagnostics", lines(_diagnostic(report, ruling) for ruling in report.rulings)),
    ]
    return "".join(object_of(members)).encode()


def _diagnostic(report: GateReport, ruling: Ruling) -> dict[str, object]:
    return {
        "message": explained(ruling),
        "location": {
            "path": exact_path(report, ruling),
            "range": {"start": {"line": ruling.finding.place.line}},
        },
        "severity": _SEVERITIES[ruling.level],
        "code": {"value": ruling.finding.code},
    }
