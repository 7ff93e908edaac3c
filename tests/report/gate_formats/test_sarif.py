from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.report.gate_formats.golden import PAYLOADS, hostile_report
from tests.report.gate_formats.readers import sarif_schema
from tests.report.gate_formats.reports import NEVER_SEEN, many, report_of, ruling
from tests.report.reports import GONE
from verifier.model.exitcode import ExitCode
from verifier.model.finding import Rule, Severity
from verifier.model.gate import GateReport, Level
from verifier.report.gate_formats import sarif


def _run(report: GateReport) -> dict[str, Any]:
    (run,) = json.loads(sarif.render(report))["runs"]
    parsed: dict[str, Any] = run
    return parsed


def _location(path: str) -> dict[str, Any]:
    (result,) = _run(report_of(ruling(path=path)))["results"]
    location: dict[str, Any] = result["locations"][0]["physicalLocation"]["artifactLocation"]
    return location


def test_the_schema_is_the_one_of_oasis_that_the_output_names() -> None:
    assert json.loads(sarif.render(report_of()))["$schema"] == sarif_schema()["id"]


def test_a_result_says_where_what_and_whether_it_is_new() -> None:
    known = ruling(Level.WARN, "b.md", 3, 4, rule=GONE, known=True, because="in the baseline")
    run = _run(report_of(ruling(), known, prefix="docs/"))
    first, second = run["results"]

    assert (first["level"], first["baselineState"], first["ruleId"]) == ("error", "new", "CIT110")
    assert (second["level"], second["baselineState"], second["ruleId"]) == ("warning", "unchanged", "CIT101")
    assert second["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "docs/b.md", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 4},
            }
        }
    ]
    assert second["partialFingerprints"] == {"verifierFingerprint/v1": known.fingerprint}
    assert "because: in the baseline" in second["message"]["text"]
    assert "%SRCROOT%" in run["originalUriBaseIds"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_every_result_points_to_its_rule_and_rules_explain_themselves() -> None:
    unknown = Rule("CIT999", "of-a-plugin", Severity.INFO, "", "", "")
    run = _run(report_of(*(ruling(level, rule=r) for level in Level for r in (GONE, NEVER_SEEN, unknown))))
    rules = run["tool"]["driver"]["rules"]

    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert rules[0]["help"]["text"] == f"{GONE.means} {GONE.why} {GONE.todo}"
    assert f"**What to do:** {GONE.todo}" in rules[0]["help"]["markdown"]
    assert [rule.get("defaultConfiguration") for rule in rules] == [
        {"level": "error"},
        {"level": "warning"},
        None,
    ]
    assert not any("helpUri" in rule for rule in rules)


def test_the_gravest_five_thousand_are_written_and_the_rest_is_counted() -> None:
    run = _run(many(18_000))
    levels = [result["level"] for result in run["results"]]

    assert levels == ["error"] * 5000
    notification = run["invocations"][0]["toolExecutionNotifications"][0]
    assert notification["level"] == "warning"
    assert notification["message"]["text"].startswith("13,000 more findings not written here")


def test_the_invocation_says_the_outcome() -> None:
    (failed,) = _run(report_of(ruling(), notes=["A note."]))["invocations"]
    (open_,) = _run(report_of(outcome=ExitCode.INCONCLUSIVE))["invocations"]

    assert (failed["exitCode"], failed["executionSuccessful"]) == (1, True)
    assert failed["exitCodeDescription"] == "Failed: 1 finding fails."
    assert failed["toolExecutionNotifications"][-1]["message"]["text"] == "A note."
    assert (open_["exitCode"], open_["executionSuccessful"]) == (3, False)


def _fingerprints(*lines: int) -> list[str]:
    results = _run(report_of(*(ruling(line=line) for line in lines)))["results"]
    return [result["partialFingerprints"]["verifierFingerprint/v1"] for result in results]


def test_citations_with_the_same_content_are_told_apart_wherever_they_move() -> None:
    first = ruling().fingerprint

    assert _fingerprints(3, 7, 9) == [first, f"{first}-2", f"{first}-3"] == _fingerprints(30, 31, 90)


def test_paths_are_relative_percent_encoded_uris() -> None:
    assert _location("ä b/c#d?e%f:g.md")["uri"] == "%C3%A4%20b/c%23d%3Fe%25f%3Ag.md"
    assert _location("/corpus/a.md") == {"uri": "file:///corpus/a.md"}
    for payload in filter(None, PAYLOADS):
        location = _location(payload)
        parts = urlsplit(location["uri"])
        assert location["uri"].isascii()
        assert (parts.scheme, parts.netloc) == ("" if "uriBaseId" in location else "file", "")
        assert unquote(parts.path) == "".join("?" if "\ud800" <= c <= "\udfff" else c for c in payload)


def test_no_stranger_s_text_is_a_link_or_a_placeholder() -> None:
    run = _run(hostile_report())
    texts = [result["message"]["text"] for result in run["results"]]
    texts += [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]

    assert not any("](" in text for text in texts)
    assert not any("{" in text.replace("{{", "").replace("}}", "") for text in texts)
