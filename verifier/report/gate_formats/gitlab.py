"""A Code Quality report of GitLab: `artifacts.reports.codequality`, shown in the merge request."""

from __future__ import annotations

from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.gate_wording import exact_path, explained, fingerprints, rule_name
from verifier.report.json_text import lines

NAME = "gitlab"

_SEVERITIES = {Level.FAIL: "blocker", Level.WARN: "minor", Level.INFORM: "info"}


def render(report: GateReport) -> bytes:
    """UTF-8 JSON, one finding a line."""
    named = zip(report.rulings, fingerprints(report), strict=True)
    issues = (_issue(report, ruling, fingerprint) for ruling, fingerprint in named)
    return "".join(lines(issues)).encode() + b"\n"


def _issue(report: GateReport, ruling: Ruling, fingerprint: str) -> dict[str, object]:
    return {
        "description": explained(ruling),
        "check_name": rule_name(ruling),
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[ruling.level],
        "location": {
            "path": exact_path(report, ruling),
            "lines": {"begin": ruling.finding.place.line},
        },
    }
