from __future__ import annotations

import json

from tests.report.gate_formats.reports import report_of, ruling
from verifier.model.gate import Level
from verifier.report.gate_formats import rdjson


def test_a_finding_is_a_diagnostic_at_its_line() -> None:
    parsed = json.loads(rdjson.render(report_of(ruling(Level.WARN, reasons=()), prefix="docs/")))

    assert parsed == {
        "source": {"name": "verifier"},
        "severity": "WARNING",
        "diagnostics": [
            {
                "message": "Nothing shows that the page was ever there.",
                "location": {"path": "docs/events/a.md", "range": {"start": {"line": 12}}},
                "severity": "WARNING",
                "code": {"value": "CIT110"},
            }
        ],
    }


def test_the_whole_has_the_gravest_severity() -> None:
    assert json.loads(rdjson.render(report_of(*map(ruling, Level))))["severity"] == "ERROR"
    assert json.loads(rdjson.render(report_of()))["severity"] == "INFO"
