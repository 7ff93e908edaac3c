from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.report.gate_formats.readers import workflow_commands
from tests.report.gate_formats.reports import many, report_of, ruling
from verifier.model.gate import Level
from verifier.report.gate_formats import github
from verifier.report.inert import clip, visible

ANY_TEXT = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=40)
SIGNS = st.text("%:,=\r\n# []0ADac", min_size=1, max_size=40)


def test_a_finding_is_an_annotation_at_its_place() -> None:
    report = report_of(ruling(path="50%, a:b.md", because="100% sure", reasons=("It is gone.",)), prefix="d/")
    (command,) = workflow_commands(github.render(report))

    assert command == (
        "error",
        {"file": "d/50%, a:b.md", "line": "12", "col": "5", "title": "CIT110 never-seen"},
        "Nothing shows that the page was ever there.\nbecause: 100% sure\n- It is gone.",
    )


@given(st.one_of(ANY_TEXT, SIGNS))
def test_the_runner_reads_any_text_back_and_no_other_command(text: str) -> None:
    report = report_of(
        ruling(path=f"a/{text}", message=text, because=text, reasons=(text,)), scope=text, notes=[text]
    )
    (command,) = workflow_commands(github.render(report))

    assert command[1]["file"] == f"a/{visible(text)}"
    shown = clip(text, 1000)
    assert command[2] == f"{shown}\nbecause: {shown}\n- {shown}"


def test_levels_are_errors_warnings_and_notices() -> None:
    words = [word for word, _, _ in workflow_commands(github.render(report_of(*map(ruling, Level))))]

    assert words == ["error", "warning", "notice"]


def test_ten_of_a_kind_are_shown_and_the_rest_is_counted() -> None:
    output = github.render(many(3 * 12))
    words = [word for word, _, _ in workflow_commands(output)]

    assert {word: words.count(word) for word in words} == {"error": 10, "warning": 10, "notice": 10}
    for word in ("errors", "warnings", "notices"):
        assert f"\n2 more {word}: GitHub shows 10 of a kind.\n" in output.decode()
    assert "more error:" not in output.decode()
