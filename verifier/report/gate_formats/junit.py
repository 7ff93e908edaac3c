"""JUnit's XML, which every CI server shows: one suite, a test case a finding.

What fails is a failure; what warns is a skipped test, because servers count and list those without
turning red; what informs is a test that passed and printed something. A first test case stands for the
gate itself: servers refuse a file without any, and only there can an inconclusive outcome show, as an error.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.gate_wording import (
    TEXT_LIMIT,
    explained,
    note_lines,
    occurrences,
    outcome_sentence,
    rule_name,
    scope_sentence,
    shown_path,
    shown_place,
)
from verifier.report.inert import clip

NAME = "junit"

_SUBJECT_LIMIT = 120
"""Characters of what a test case is named after."""


def render(report: GateReport) -> bytes:
    """UTF-8 XML. A finding's test case keeps its name when lines move."""
    suites = Element("testsuites", name="verifier")
    suite = SubElement(suites, "testsuite", name="verifier gate")
    _gate(suite, report)
    names = [_name(ruling) for ruling in report.rulings]
    # Servers tell test cases apart by class and name together.
    numbers = occurrences(
        (ruling.finding.path, name) for ruling, name in zip(report.rulings, names, strict=True)
    )
    for ruling, name, number in zip(report.rulings, names, numbers, strict=True):
        _case(suite, report, ruling, name if number == 1 else f"{name} ({number})")
    for element in (suites, suite):
        element.attrib.update(_counts(suite))
    indent(suites)
    xml: bytes = tostring(suites, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _gate(suite: Element, report: GateReport) -> None:
    case = SubElement(suite, "testcase", classname="verifier", name="gate")
    sentence = outcome_sentence(report)
    if report.outcome is ExitCode.INCONCLUSIVE:
        SubElement(case, "error", message=sentence, type="inconclusive")
    elif report.outcome is ExitCode.FAILED and not report.count(Level.FAIL):
        SubElement(case, "failure", message=sentence, type="gate")
    said = SubElement(case, "system-out")
    said.text = "\n".join([scope_sentence(report), *note_lines(report), sentence])


def _name(ruling: Ruling) -> str:
    subject = ruling.title or ruling.finding.url or ruling.finding.message
    return f"{rule_name(ruling)}: {clip(subject, _SUBJECT_LIMIT)}"


def _case(suite: Element, report: GateReport, ruling: Ruling, name: str) -> None:
    path, line = shown_path(report, ruling), str(ruling.finding.place.line)
    case = SubElement(suite, "testcase", classname=path, name=name, file=path, line=line)
    message = clip(ruling.finding.message, TEXT_LIMIT)
    detail = f"At {shown_place(report, ruling)}\n{rule_name(ruling)}: {explained(ruling)}"
    if ruling.level is Level.FAIL:
        SubElement(case, "failure", message=message, type=ruling.finding.code).text = detail
        return
    if ruling.level is Level.WARN:
        SubElement(case, "skipped", message=message)
    SubElement(case, "system-out").text = detail


def _counts(suite: Element) -> dict[str, str]:
    """How many test cases there are, and how many of each kind."""
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    found = {name: len(suite.findall(f"testcase/{tag}")) for name, tag in kinds.items()}
    return {name: str(number) for name, number in {"tests": len(suite), **found}.items()}
