"""A quotation is found where the page says it, whatever its typography; and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.observing import HTML, URL
from tests.extract.pdfs import pdf
from verifier.extract.page import read_page
from verifier.extract.sightings import LIMIT, searchable, sightings
from verifier.model.quotation import Sighting
from verifier.model.text import squeeze

SPEECH = (
    "On Monday the minister said: “We’ll never forget the day — not one of us — when the bridge fell.” "
    "She added that the engineers, who had warned the town for years, “deserve an apology from all of us”."
)


def sought(quotation: str, text: str = SPEECH) -> Sighting:
    (found,) = sightings([quotation], text)
    return found


@pytest.mark.parametrize(
    "quotation",
    [
        "We’ll never forget the day — not one of us — when the bridge fell.",
        "we'll never forget the day - not one of us - when the bridge fell",
        "We’ll never forget the day … when the bridge fell.",
        "We'll never forget the day [...] when the bridge fell",
        "[The town will] never forget the day . . . when the bridge fell",
        "deserve  an apology\nfrom all of us,",
        "DESERVE AN APOLOGY FROM ALL OF US",
    ],
)
def test_typography_and_omissions_make_no_difference(quotation: str) -> None:
    assert sought(quotation).score == 100


def test_other_words_in_it_are_told_with_what_the_page_says() -> None:
    found = sought("the engineers, who have warned this town for years")

    assert 75 < found.score < 100
    assert "who had warned the town for years" in found.passage


@pytest.mark.parametrize(
    "quotation",
    [
        "we shall rebuild it within a year",
        "We’ll never forget the day … and nobody will pay for what was done",
        "a quotation that is much longer than the page itself " * 10,
    ],
)
def test_what_is_not_there_is_not_found(quotation: str) -> None:
    assert sought(quotation).score < 75


def test_every_part_of_a_long_quotation_has_to_be_there() -> None:
    words = [f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(120)]
    text = " ".join(words)
    invented = " ".join(words[:90]) + " and then nobody came to see what had happened there in the night"

    assert sought(text, text).score == 100
    assert sought(invented, text).score < 75


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (f"<p>{SPEECH}</p>".encode(), HTML),
        (f"<meta name=description content='{SPEECH}'><p>Text.</p>".encode(), HTML),
        (SPEECH.encode(), "text/plain; charset=utf-8"),
        (pdf("we never forget the day when the bridge fell"), "application/pdf"),
    ],
)
def test_pages_of_all_kinds_are_looked_through(body: bytes, content_type: str) -> None:
    said, invented = "never forget the day … when the bridge fell", "nobody said that"
    page = read_page(body, content_type, URL, [said, invented])

    assert page is not None
    assert page.searched_whole
    assert [sighting.score == 100 for sighting in page.sightings] == [True, False]


def test_a_page_that_is_too_long_says_so() -> None:
    page = read_page(b"<p>" + b"word " * (LIMIT // 4), HTML, URL, ["nobody said that here"])
    assert page is not None
    assert not page.searched_whole


def test_only_so_many_are_looked_for_in_one_page() -> None:
    assert len(searchable(f"quotation number {n}" for n in range(1_000))) == 100
    assert len(searchable(["a" * 9_000] * 10)) == 2


@given(st.text(max_size=200), st.text(st.characters(exclude_characters="[]().…"), max_size=40))
def test_any_text_is_found_in_itself(before: str, quotation: str) -> None:
    (found,) = sightings([quotation], f"{before} {quotation}")
    assert found.score == (100 if squeeze(quotation) else 0)
