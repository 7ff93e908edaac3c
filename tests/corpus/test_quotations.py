"""What a document quotes is found, with its place, however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.reading import CONFIG, rest_of_line
from verifier.config import QuotesConfig
from verifier.corpus.documents import Draft, read_draft
from verifier.model.citation import Quotation

FRONT = "---\nid: a\nsources:\n  - url: https://a.example/\n---\n"
CHECKED = QuotesConfig(check=True)


def quoted_in(body: str, front: str = FRONT, **settings: int) -> tuple[Quotation, ...]:
    quotes = CHECKED.model_copy(update=settings)
    draft = read_draft("a.md", f"{front}{body}".encode(), CONFIG.corpus.lists, CONFIG.fields, quotes)
    assert isinstance(draft, Draft), draft
    return draft.quotations


def texts(body: str) -> list[str]:
    return [quotation.text for quotation in quoted_in(body)]


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ('He said "we will not pay for it" twice.', ["we will not pay for it"]),
        ("He said “we will not pay for it” twice.", ["we will not pay for it"]),
        ("Er sagte „wir zahlen das nicht mehr“ und ging.", ["wir zahlen das nicht mehr"]),
        ("Il a dit « nous ne paierons pas » hier.", ["nous ne paierons pas"]),
        (
            '"We will not pay," he said. "Not now and not ever."',
            ["We will not pay,", "Not now and not ever."],
        ),
        ("over\n“two lines\nof the same paragraph”", ["two lines of the same paragraph"]),
        ("> He said “we shall\n> overcome one day” there", ["we shall overcome one day"]),
        ("“a [link to it](https://b.example/x) within words”", ["a link to it within words"]),
        ("“they came … and [the men] went away”", ["they came … and [the men] went away"]),
        ("He called it “a lie” and left.", []),
        ("“a mark that is never closed\n\nwith another paragraph” here", []),
        ("```\nprint(“this is not a quotation”)\n```\n", []),
        ("the code `say “hello to all people”` is code", []),
        ('<a title="words in an attribute here">text</a>', []),
        ('a 6" board and a 7" board lie there', []),
        ("“the same words again here” and “the same words again here”", ["the same words again here"]),
        ("他说“我们永远不会忘记这一天”。", ["我们永远不会忘记这一天"]),
    ],
)
def test_marks_of_all_kinds_are_read(body: str, quoted: list[str]) -> None:
    assert texts(body) == quoted


def test_a_quotation_has_the_place_of_its_first_word() -> None:
    body = "# Head\r\n\r\nIt was “the best of all worlds”.\r\n"
    front = FRONT.replace("\n", "\r\n")
    (quotation,) = quoted_in(body, front)

    assert rest_of_line(front + body, quotation.place).startswith("the best of all worlds”")


def test_nothing_is_read_where_nobody_wants_it_checked() -> None:
    data = f"{FRONT}He said “we will not pay for it”.".encode()
    draft = read_draft("a.md", data, CONFIG.corpus.lists, CONFIG.fields)
    assert isinstance(draft, Draft)
    assert draft.quotations == ()


def test_the_front_matter_quotes_nothing() -> None:
    front = FRONT.replace("id: a", 'id: a\ntitle: "Six words in a title here"')
    assert quoted_in("Text.", front) == ()


def test_how_many_words_make_a_quotation_can_be_set() -> None:
    assert [quotation.text for quotation in quoted_in("He called it “a lie” and left.", least_words=2)] == [
        "a lie"
    ]


@given(st.text(st.sampled_from("“”„«»\"'`[]()<>!-\\ \r\n>#aé.…"), max_size=300))
def test_any_quotation_follows_an_opening_mark(body: str) -> None:
    lines = (FRONT + body).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places = [quotation.place for quotation in quoted_in(body, least_words=2)]

    assert places == sorted(places, key=lambda place: (place.line, place.column))
    assert all(lines[place.line - 1][: place.column - 1][-1] in '“„«"' for place in places)


@pytest.mark.parametrize(
    "unit", ["`", "“", '"', "<!--", "<a ", "„", "[", " \n", "[a](", "``a`", "```\n", "> “"]
)
def test_a_hostile_body_takes_no_longer_than_it_is_long(unit: str) -> None:
    body = unit * (200_000 // len(unit))
    assert len(quoted_in(body)) <= 200
