"""What every output of the gate promises, whatever strangers wrote."""

from __future__ import annotations

import gzip
import json
import re
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from tests.report.gate_formats.golden import hostile_report, hostile_reports
from tests.report.gate_formats.readers import (
    GITLAB_SCHEMA,
    REVIEWDOG_SCHEMA,
    log_lines,
    sarif_schema,
    workflow_commands,
)
from tests.report.gate_formats.reports import many, report_of, ruling
from tests.report.gate_formats.test_json_output import SCHEMA
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport, Level
from verifier.report.gate_formats import GATE_FORMATS, own_format

GOLDEN = hostile_report()
HOSTILE = [GOLDEN, *hostile_reports()]
LARGE = many(20_000)
SMALL = [
    report_of(),
    report_of(outcome=ExitCode.FAILED),
    report_of(outcome=ExitCode.INCONCLUSIVE),
    report_of(ruling(title=None, url=None, reasons=(), message="")),
]
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
JSON_SCHEMAS = {
    "sarif": Draft4Validator(sarif_schema()),
    "gitlab": Draft202012Validator(GITLAB_SCHEMA),
    "rdjson": Draft202012Validator(REVIEWDOG_SCHEMA),
    "json": Draft202012Validator(SCHEMA),
}


@pytest.mark.parametrize("name", GATE_FORMATS)
def test_nothing_hostile_acts_on_a_terminal_or_a_log_reader(name: str) -> None:
    for report in HOSTILE:
        output = own_format(name).render(report)
        text = output.decode()
        assert not ACTING.search(text)
        assert not re.search(r"##(vso|teamcity)?\[", text, re.IGNORECASE)
        ours = ("error", "warning", "notice") if name == "github" else ()
        assert {word for word, _, _ in workflow_commands(output)} <= set(ours)
        if name != "github":
            assert not any(line.lstrip().startswith("::") for line in log_lines(output))


@pytest.mark.parametrize("name", GATE_FORMATS)
def test_the_same_report_gives_the_same_output(name: str) -> None:
    assert own_format(name).render(GOLDEN) == own_format(name).render(hostile_report())


@pytest.mark.parametrize("name", GATE_FORMATS)
def test_every_output_names_every_place_from_the_working_directory(name: str) -> None:
    report = report_of(ruling(path="events/a.md", line=12), prefix="docs/corpus/")

    assert b"docs/corpus/events/a.md" in own_format(name).render(report)


@pytest.mark.parametrize("name", JSON_SCHEMAS)
@pytest.mark.parametrize("reports", [HOSTILE, SMALL, [LARGE]], ids=["hostile", "small", "large"])
def test_json_keeps_its_schema(name: str, reports: list[GateReport]) -> None:
    JSON_SCHEMAS[name].check_schema(JSON_SCHEMAS[name].schema)
    for report in reports:
        JSON_SCHEMAS[name].validate(json.loads(own_format(name).render(report)))


@pytest.mark.parametrize("reports", [HOSTILE, SMALL, [LARGE]], ids=["hostile", "small", "large"])
def test_xml_is_read_back_with_a_case_for_every_finding(reports: list[GateReport]) -> None:
    for report in reports:
        suites = ET.fromstring(own_format("junit").render(report))
        cases = suites.findall("testsuite/testcase")
        names = [(case.get("classname"), case.get("name")) for case in cases]
        assert len(cases) == 1 + len(report.rulings)
        assert len(suites.findall("testsuite/testcase/failure[@type='CIT110']")) == report.count(Level.FAIL)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("report", [LARGE, GOLDEN], ids=["large", "hostile"])
def test_every_output_keeps_the_size_that_its_reader_takes(report: GateReport) -> None:
    outputs = {name: own_format(name).render(report) for name in GATE_FORMATS}

    assert len(outputs["comment"].decode()) < 65_536
    assert len(outputs["step-summary"]) < 1_048_576
    assert len(workflow_commands(outputs["github"])) <= 30
    assert len(json.loads(outputs["sarif"])["runs"][0]["results"]) <= 5_000
    assert len(gzip.compress(outputs["sarif"])) < 10_000_000
    # GitLab takes artifacts of 100 MB, and a terminal should not scroll for ever.
    assert all(len(outputs[name]) < 30_000_000 for name in ("text", "junit", "gitlab", "rdjson"))


@pytest.mark.parametrize("name", ["text", "github", "step-summary", "sarif", "junit", "comment"])
def test_twenty_notes_are_shown_and_the_rest_is_counted(name: str) -> None:
    notes = [f"This is note {number} here." for number in range(1, 24)]
    text = own_format(name).render(report_of(notes=notes)).decode()

    assert re.findall(r"This is note (\d+) here", text) == [str(number) for number in range(1, 21)]
    assert "3 more notes" in text
    assert "more note" not in own_format(name).render(report_of(notes=notes[:20])).decode()


def test_json_holds_a_thousand_notes_and_counts_the_rest() -> None:
    parsed = json.loads(own_format("json").render(report_of(notes=["A note."] * 1_234)))

    assert (len(parsed["notes"]), parsed["notes_left_out"]) == (1_000, 234)
