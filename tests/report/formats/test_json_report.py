from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.report.hostile import PAYLOADS, hostile_report
from tests.report.reports import Filed, answered, fell, open_one, rendered, report_of, stands
from verifier.model.finding import Severity
from verifier.model.quotation import QuotationStanding
from verifier.model.report import Report
from verifier.model.run import RunState
from verifier.model.verdict import Access, Identity, PageClass, Preservation, Verdict
from verifier.report.formats import json_report

SCHEMA: dict[str, Any] = json.loads(
    files("verifier.report").joinpath("report.schema.json").read_text("utf-8")
)
ORDINARY = report_of(
    Filed("a.md", [stands("https://a.test/1"), fell("https://a.test/2", verified="true")], 9),
    Filed("b.md", [open_one("https://b.test/")]),
)


def _parsed(report: Report) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(rendered(json_report, report))
    return parsed


@pytest.mark.parametrize("report", [ORDINARY, report_of(), report_of(run=None), hostile_report()])
def test_every_report_keeps_the_published_schema(report: Report) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(_parsed(report))


def test_the_schema_forbids_what_it_does_not_name() -> None:
    def objects(part: Any) -> Any:
        if isinstance(part, dict):
            if part.get("type") == "object":
                yield part
            for value in part.values():
                yield from objects(value)

    assert all("additionalProperties" in part for part in objects(SCHEMA))
    assert all(part["additionalProperties"] is not True for part in objects(SCHEMA))


@pytest.mark.parametrize(
    ("schema_words", "vocabulary"),
    [
        (SCHEMA["$defs"]["citation"]["properties"]["verdict"], Verdict),
        (SCHEMA["$defs"]["citation"]["properties"]["access"], Access),
        (SCHEMA["$defs"]["citation"]["properties"]["page_class"], PageClass),
        (SCHEMA["$defs"]["citation"]["properties"]["identity"], Identity),
        (SCHEMA["$defs"]["citation"]["properties"]["preservation"], Preservation),
        (SCHEMA["$defs"]["finding"]["properties"]["severity"], Severity),
        (SCHEMA["$defs"]["run"]["properties"]["state"], RunState),
    ],
)
def test_the_schema_knows_exactly_the_words_of_the_vocabulary(
    schema_words: dict[str, Any], vocabulary: type[Verdict]
) -> None:
    assert [word for word in schema_words["enum"] if word is not None] == list(vocabulary)


def test_a_citation_says_what_was_claimed_and_what_was_found() -> None:
    report = report_of(Filed("a.md", [stands("https://a.test/1", "The Title"), fell("https://a.test/2")], 9))
    first, second = _parsed(report)["citations"]
    assert (first["path"], first["line"], first["column"], first["index"]) == ("a.md", 20, 10, 0)
    assert (first["verdict"], first["identity"], first["found_title"]) == ("verified", "match", "The Title")
    assert first["hops"] == [{"url": "https://a.test/1", "status": 200}]
    assert first["checked_at"] == "2026-07-03T05:41:09Z"
    assert (second["verdict"], second["status"], second["codes"]) == ("problem", 404, ["CIT101"])


def test_redirects_are_listed_hop_by_hop() -> None:
    moved = replace(
        stands("https://a.test/old"), check=answered("https://a.test/old", final_url="https://a.test/new")
    )
    (citation,) = _parsed(report_of(Filed("a.md", [moved])))["citations"]
    assert citation["hops"] == [
        {"url": "https://a.test/old", "status": 301},
        {"url": "https://a.test/new", "status": 200},
    ]
    assert citation["final_url"] == "https://a.test/new"


def test_what_needs_attention_and_what_is_contradicted_are_named() -> None:
    parsed = _parsed(ORDINARY)
    assert parsed["attention"] == ["a.md"]
    assert parsed["claimed_verified_but"] == [parsed["citations"][1]["key"]]
    assert parsed["documents"][0]["attention"] == "1 of 2 sources of an importance-9 document stands"


def test_a_document_says_what_it_quotes_and_which_source_says_so() -> None:
    quoted = (
        (QuotationStanding.FOUND, "we said so", "we said so"),
        (QuotationStanding.OPEN, "who knows", ""),
    )
    parsed = _parsed(report_of(Filed("a.md", [stands("https://a.test/")], quoted=quoted)))
    found, unknown = parsed["documents"][0]["quotations"]

    assert (found["standing"], found["line"], found["url"]) == ("found", 60, "https://a.test/")
    assert found["citation"] == parsed["citations"][0]["key"]
    assert (unknown["standing"], unknown["url"], unknown["passage"], unknown["unread"]) == (
        "open",
        None,
        None,
        1,
    )


def test_a_citation_stands_on_one_line() -> None:
    lines = rendered(json_report, ORDINARY).decode().splitlines()
    assert sum(line.startswith('{"path": "a.md", "line":') for line in lines) == 2


def test_hostile_text_is_kept_exactly_but_for_lone_surrogates() -> None:
    titles = [citation["title"] for citation in _parsed(hostile_report())["citations"][::3]]
    assert titles == [payload.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd") for payload in PAYLOADS]


def test_the_file_itself_acts_on_no_terminal_and_no_log_reader() -> None:
    text = rendered(json_report, hostile_report()).decode()
    assert all(line.isprintable() for line in text.split("\n"))
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.split("\n"))
