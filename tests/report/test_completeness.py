"""A report that is not the whole truth says so first, and why, in every format for people."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.report.reports import NOW, Filed, rendered, report_of, stands
from verifier.model.report import Report
from verifier.model.run import Run, RunState
from verifier.report.completeness import incompleteness
from verifier.report.formats import html_report, markdown


def after(state: RunState | None, note: str = "") -> Report:
    run = None if state is None else Run(7, NOW, state, note=note)
    filed = Filed("a.md", [stands("https://a.test/")])
    return report_of(filed, run=run, complete=state is RunState.COMPLETE)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (RunState.RUNNING, "under way, or it was killed"),
        (RunState.INTERRUPTED, "was interrupted"),
        (RunState.INCONCLUSIVE, "is inconclusive"),
        (RunState.ABANDONED, "not resumed in time"),
        (None, "No run has been made yet"),
    ],
)
def test_the_head_says_why_and_what_to_do(state: RunState | None, said: str) -> None:
    report = after(state, "The network went away.")
    page = LexborHTMLParser(rendered(html_report, report).decode())
    (banner,) = page.css(".banner[role=status]")
    (line,) = [line for line in rendered(markdown, report).decode().splitlines() if "INCOMPLETE" in line]

    for text in (" ".join(banner.text().split()), line):
        assert said in text
        assert "verifier run" in text
        assert ("The network went away." in text) is (state is RunState.INCONCLUSIVE)
        assert ("interrupted" in text) is (state in (RunState.INTERRUPTED, RunState.ABANDONED))
    assert page.css("title")[0].text().startswith("INCOMPLETE: ")


def test_a_complete_report_says_nothing_of_it() -> None:
    report = after(RunState.COMPLETE)

    assert incompleteness(report) is None
    for text in (rendered(html_report, report).decode(), rendered(markdown, report).decode()):
        assert "INCOMPLETE" not in text


def test_one_citation_stands_and_is_not_several() -> None:
    page = LexborHTMLParser(rendered(html_report, after(RunState.COMPLETE)).decode())
    headline = " ".join(page.css("h1")[0].text(separator=" ").split())

    assert headline == "1 of 1 citation stands, 0 do not, 0 could not be established."
