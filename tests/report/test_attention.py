from __future__ import annotations

import pytest

from tests.report.reports import Cited, Filed, fell, open_one, report_of, stands
from verifier.model.citation import Place
from verifier.model.finding import Finding, Severity


def _words(*cited: Cited, importance: int | None = None) -> str | None:
    report = report_of(Filed("a.md", cited, importance))
    return report.documents[0].attention


YES, NO, OPEN = stands("https://a.test/1"), fell("https://a.test/2"), open_one("https://a.test/3")


@pytest.mark.parametrize(
    ("cited", "importance", "words"),
    [
        ((NO,), 9, "only source of an importance-9 document does not stand"),
        ((NO,), None, "only source does not stand"),
        ((NO, NO, NO), None, "none of 3 sources stands"),
        ((NO, NO), 10, "none of 2 sources of an importance-10 document stands"),
        ((YES, NO, NO), None, "1 of 3 sources stands"),
        ((YES, YES, NO), 8, "2 of 3 sources of an importance-8 document stand"),
        ((YES, NO, OPEN), None, "1 of 3 sources stands, 1 could not be established"),
        ((NO, NO, OPEN), None, "none of 3 sources is known to stand: 2 do not, 1 could not be established"),
        ((NO, OPEN), None, "none of 2 sources is known to stand: 1 does not, 1 could not be established"),
    ],
)
def test_the_words_say_what_is_left_of_a_document(
    cited: tuple[Cited, ...], importance: int | None, words: str
) -> None:
    assert _words(*cited, importance=importance) == words


def test_what_could_not_be_established_asks_for_no_attention() -> None:
    assert _words(OPEN, OPEN, YES) is None
    assert _words() is None


def test_an_error_in_the_document_itself_asks_for_attention() -> None:
    finding = Finding("CIT030", "no-sources", Severity.ERROR, "a.md", Place(1, 1), "It has none.")
    report = report_of(Filed("a.md", (), findings=(finding,)))
    assert report.documents[0].attention == "an error in the document itself: no-sources"


def test_documents_come_in_the_order_of_how_little_is_left() -> None:
    report = report_of(
        Filed("several-left.md", (YES, YES, NO), 10),
        Filed("sound.md", (YES,), 10),
        Filed("one-left.md", (YES, NO, NO), 10),
        Filed("open.md", (NO, OPEN), 10),
        Filed("only-minor.md", (NO,), 2),
        Filed("only-unknown.md", (NO,), None),
        Filed("only-major.md", (NO,), 9),
        Filed("none-few.md", (NO, NO), 5),
        Filed("none-many.md", (NO, NO, NO), 5),
    )
    assert [row.document.path for row in report.attention] == [
        "none-many.md",
        "none-few.md",
        "only-major.md",
        "only-minor.md",
        "only-unknown.md",
        "open.md",
        "one-left.md",
        "several-left.md",
    ]
