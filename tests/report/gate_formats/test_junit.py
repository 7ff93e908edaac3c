from __future__ import annotations

from xml.etree import ElementTree as ET

from tests.report.gate_formats.reports import report_of, ruling
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport, Level
from verifier.report.gate_formats import junit


def _suite(report: GateReport) -> ET.Element:
    suite = ET.fromstring(junit.render(report)).find("testsuite")
    assert suite is not None
    return suite


def test_what_fails_is_a_failure_what_warns_is_skipped_and_the_rest_passes() -> None:
    suite = _suite(report_of(*map(ruling, Level), prefix="docs/"))
    gate, fails, warns, informs = suite.findall("testcase")

    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4",
        "failures": "1",
        "errors": "0",
        "skipped": "1",
    }
    assert [child.tag for child in gate] == ["system-out"]
    assert "Failed: 1 finding fails, 1 warns, 1 informs." in (gate.findtext("system-out") or "")
    assert (fails.get("classname"), fails.get("file"), fails.get("line")) == (
        "docs/events/a.md",
        "docs/events/a.md",
        "12",
    )
    assert fails.get("name") == "CIT110 never-seen: A Title"
    assert "- No archive has a copy." in (fails.findtext("failure") or "")
    assert [child.tag for child in warns] == ["skipped", "system-out"]
    assert [child.tag for child in informs] == ["system-out"]


def test_a_name_stays_when_lines_move_and_the_same_one_again_is_numbered() -> None:
    names = [case.get("name") for case in _suite(report_of(ruling(line=3), ruling(line=99)))]

    assert names == ["gate", "CIT110 never-seen: A Title", "CIT110 never-seen: A Title (2)"]


def test_an_outcome_that_no_finding_shows_is_shown_by_the_gate_itself() -> None:
    assert _suite(report_of(outcome=ExitCode.INCONCLUSIVE)).get("errors") == "1"
    assert _suite(report_of(outcome=ExitCode.FAILED)).get("failures") == "1"
    assert _suite(report_of(ruling())).get("failures") == "1"
    assert _suite(report_of()).get("tests") == "1"
