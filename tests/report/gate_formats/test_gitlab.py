from __future__ import annotations

import json

from tests.report.gate_formats.reports import report_of, ruling
from verifier.model.gate import Level
from verifier.report.gate_formats import gitlab


def test_a_finding_is_an_issue_of_the_code_quality_report() -> None:
    one = ruling(Level.WARN, line=7, because="in the baseline", reasons=())

    assert json.loads(gitlab.render(report_of(one, prefix="docs/"))) == [
        {
            "description": "Nothing shows that the page was ever there.\nbecause: in the baseline",
            "check_name": "CIT110 never-seen",
            "fingerprint": one.fingerprint,
            "severity": "minor",
            "location": {"path": "docs/events/a.md", "lines": {"begin": 7}},
        }
    ]


def test_what_fails_blocks_and_what_informs_is_information() -> None:
    issues = json.loads(gitlab.render(report_of(*map(ruling, Level))))

    assert [issue["severity"] for issue in issues] == ["blocker", "minor", "info"]


def test_no_two_issues_have_one_fingerprint() -> None:
    issues = json.loads(gitlab.render(report_of(ruling(line=1), ruling(line=2), ruling(line=3))))
    first = ruling().fingerprint

    assert [issue["fingerprint"] for issue in issues] == [first, f"{first}-2", f"{first}-3"]
