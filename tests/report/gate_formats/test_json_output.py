from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from tests.report.gate_formats.reports import report_of, ruling
from verifier.model.exitcode import ExitCode
from verifier.model.finding import Severity
from verifier.model.gate import Level
from verifier.model.verdict import Verdict
from verifier.report.gate_formats import json_output

SCHEMA: dict[str, Any] = json.loads(files("verifier.report").joinpath("gate.schema.json").read_text("utf-8"))


def _objects(part: Any) -> Any:
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for value in part.values():
            yield from _objects(value)


def test_the_schema_forbids_what_it_does_not_name() -> None:
    assert all(part["additionalProperties"] is False for part in _objects(SCHEMA))


@pytest.mark.parametrize(
    ("schema_words", "vocabulary"),
    [
        (SCHEMA["$defs"]["finding"]["properties"]["verdict"]["enum"], Verdict),
        (SCHEMA["$defs"]["finding"]["properties"]["level"]["enum"], Level),
        (SCHEMA["$defs"]["finding"]["properties"]["severity"]["enum"], Severity),
        (SCHEMA["$defs"]["rule"]["properties"]["severity"]["enum"], Severity),
        (SCHEMA["properties"]["levels"]["required"], Level),
        (SCHEMA["properties"]["verdicts"]["properties"], Verdict),
    ],
)
def test_the_schema_knows_exactly_the_words_of_the_vocabulary(
    schema_words: list[str], vocabulary: type[Verdict]
) -> None:
    assert [word for word in schema_words if word is not None] == list(vocabulary)


def test_everything_that_the_gate_says_is_there() -> None:
    one = ruling(Level.WARN, line=7, because="in the baseline", known=True, title="\x1bTitle\u202e")
    report = report_of(one, notes=["A stored result was used."], prefix="docs/")
    parsed = json.loads(json_output.render(report))

    assert (parsed["outcome"], parsed["version"], parsed["citations"]) == ("passed", "1.2.3", 3)
    assert parsed["levels"] == {"fail": 0, "warn": 1, "inform": 0}
    assert parsed["verdicts"] == {"verified": 1, "problem": 2}
    assert parsed["notes"] == ["A stored result was used."]
    assert [rule["code"] for rule in parsed["rules"]] == ["CIT101", "CIT110"]
    (finding,) = parsed["findings"]
    assert (finding["path"], finding["line"], finding["level"]) == ("docs/events/a.md", 7, "warn")
    assert (finding["because"], finding["known"], finding["title"]) == (
        "in the baseline",
        True,
        "\x1bTitle\u202e",
    )
    assert finding["fingerprint"] == one.fingerprint


@pytest.mark.parametrize(
    ("outcome", "word"),
    [(ExitCode.PASS, "passed"), (ExitCode.FAILED, "failed"), (ExitCode.INCONCLUSIVE, "inconclusive")],
)
def test_the_outcome_is_one_word(outcome: ExitCode, word: str) -> None:
    assert json.loads(json_output.render(report_of(outcome=outcome)))["outcome"] == word
