from __future__ import annotations

import pytest

from tests.report.gate_formats.reports import report_of, ruling
from tests.report.reports import GONE
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.gate_formats import text


def test_findings_stand_by_document_with_why_and_the_outcome_comes_last() -> None:
    report = report_of(
        ruling(path="b.md", line=3),
        ruling(
            Level.WARN, "b.md", 9, rule=GONE, message="It is gone.", because="in the baseline", reasons=()
        ),
        ruling(Level.WARN, "a.md", 1, reasons=()),
        notes=["One stored result was used."],
        prefix="docs/",
    )
    assert text.render(report).decode() == (
        "docs/b.md:3:5: fail CIT110 never-seen: Nothing shows that the page was ever there.\n"
        "    - The source answers 404.\n"
        "    - No archive has a copy.\n"
        "    url: https://example.org/a\n"
        "    title: A Title\n"
        "docs/b.md:9:5: warn CIT101 gone: It is gone.\n"
        "    because: in the baseline\n"
        "    url: https://example.org/a\n"
        "    title: A Title\n"
        "\n"
        "docs/a.md:1:5: warn CIT110 never-seen: Nothing shows that the page was ever there.\n"
        "    url: https://example.org/a\n"
        "    title: A Title\n"
        "\n"
        "Judged: 3 citations that the change since origin/main added or altered, in 2 documents.\n"
        "Note: One stored result was used.\n"
        "Failed: 1 finding fails, 2 warn.\n"
    )


@pytest.mark.parametrize(
    ("report", "last"),
    [
        (report_of(), "Passed: no finding fails."),
        (report_of(ruling(Level.INFORM)), "Passed: no finding fails, 1 informs."),
        (report_of(ruling(Level.WARN), ruling(Level.WARN)), "Passed: no finding fails, 2 warn."),
        (report_of(ruling(), ruling(), ruling(Level.INFORM)), "Failed: 2 findings fail, 1 informs."),
        (report_of(*[ruling()] * 1200), "Failed: 1,200 findings fail."),
        (
            report_of(outcome=ExitCode.INCONCLUSIVE),
            "Inconclusive: not enough could be established; no finding fails.",
        ),
    ],
)
def test_the_last_line_says_the_outcome_in_words(report: GateReport, last: str) -> None:
    assert text.render(report).decode().splitlines()[-1] == last


def test_what_is_cited_stands_under_every_finding_so_that_a_decision_can_be_written() -> None:
    untitled = ruling(url="https://example.org/b c", title=None, message="It answered 503.", reasons=())
    hostile = ruling(url="https://a.test/\x1b[2J\n::error::x", title="t" * 5_000, reasons=())
    about_a_file = ruling(url=None, title=None, message="It cannot be read.", reasons=())

    def below(one: Ruling) -> list[str]:
        return text.render(report_of(one)).decode().split("\n\n")[0].splitlines()[1:]

    assert below(untitled) == ["    url: https://example.org/b c"]
    assert below(about_a_file) == []
    url, title = below(hostile)
    assert url == "    url: https://a.test/␛[2J ::error::x"
    assert (title[:12], title[-1], len(title)) == ("    title: t", "…", 1_011)


def test_what_all_findings_of_a_citation_have_in_common_is_said_once_after_the_last() -> None:
    report = report_of(
        ruling(line=4),
        ruling(line=9, url="https://example.org/other"),
        ruling(Level.WARN, line=4, rule=GONE, message="It is gone.", because="in the baseline"),
    )
    assert text.render(report).decode().split("\n\n")[0].splitlines() == [
        "events/a.md:4:5: fail CIT110 never-seen: Nothing shows that the page was ever there.",
        "events/a.md:4:5: warn CIT101 gone: It is gone.",
        "    because: in the baseline",
        "    - The source answers 404.",
        "    - No archive has a copy.",
        "    url: https://example.org/a",
        "    title: A Title",
        "events/a.md:9:5: fail CIT110 never-seen: Nothing shows that the page was ever there.",
        "    - The source answers 404.",
        "    - No archive has a copy.",
        "    url: https://example.org/other",
        "    title: A Title",
    ]


def test_a_path_that_looks_like_a_command_names_the_same_file_and_is_none() -> None:
    assert text.render(report_of(ruling(path="::error::a.md"))).startswith(b"./::error::a.md:12:5: fail ")
