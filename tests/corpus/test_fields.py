from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.reading import CONFIG, claims_in, draft_of
from verifier.config import FieldsConfig
from verifier.corpus.documents import Draft, read_draft
from verifier.model.citation import Claim


def test_every_spelling_of_the_configuration_is_found() -> None:
    for name in Claim.__dataclass_fields__:
        for spelling in getattr(CONFIG.fields, name):
            (claim,) = claims_in(f"sources:\n- {spelling}: value")
            assert getattr(claim, name) == "value", spelling


def test_the_first_spelling_that_says_something_counts() -> None:
    (claim,) = claims_in(
        "sources:\n- {url: ' ', link: https://x.org, publisher: '', outlet: ~, publication: P}"
    )

    assert (claim.url, claim.publisher) == ("https://x.org", "P")


def test_own_spellings_replace_the_usual_ones() -> None:
    fields = FieldsConfig(url=("Quelle",), title=("Titel",))
    draft = read_draft(
        "a.md", b"---\nsources:\n- {Quelle: https://x.org, Titel: T, url: no}\n---\n", ["sources"], fields
    )

    assert isinstance(draft, Draft)
    assert draft.entries[0].claim == Claim("https://x.org", "T")


def test_the_lists_are_named_by_the_configuration() -> None:
    content = b"---\nsources: [https://x.org/a]\nlinks: [https://x.org/b]\n---\n"
    draft = read_draft("a.md", content, ["links"], CONFIG.fields)

    assert isinstance(draft, Draft)
    assert [(entry.field, entry.claim.url) for entry in draft.entries] == [("links", "https://x.org/b")]


@pytest.mark.parametrize(
    ("written", "url"),
    [("''", ""), ("'  '", "  "), ("", None), ("~", None), ("null", None), ("'null'", "null"), ("[]", None)],
)
def test_what_stands_where_the_url_should_is_kept(written: str, url: str | None) -> None:
    assert claims_in(f"sources:\n- title: T\n  url: {written}") == [Claim(url, "T")]


@pytest.mark.parametrize(
    ("sources", "claims"),
    [
        ("https://x.org/a", [Claim("https://x.org/a")]),
        ("New York Times", [Claim(title="New York Times")]),
        ("~", []),
        ("", []),
        ("''", []),
        ("[]", []),
        ("5", [Claim(title="5")]),
        ("true", [Claim(title="true")]),
        ("{url: https://x.org/a, title: T}", [Claim("https://x.org/a", "T")]),
        ("{T: https://x.org/a, U (May 2024): https://x.org/b}", [
            Claim("https://x.org/a", "T"), Claim("https://x.org/b", "U", date="May 2024"),
        ]),
        ("{first: [https://x.org/a], second: {url: https://x.org/b}}", [
            Claim("https://x.org/a"), Claim("https://x.org/b"),
        ]),
        ("{T: U}", [Claim(title="T U")]),
        ("[[https://x.org/a, {url: https://x.org/b}], https://x.org/c]", [
            Claim("https://x.org/a"), Claim("https://x.org/b"), Claim("https://x.org/c"),
        ]),
        ("[[[https://x.org/a]], [], ~, 7]", [Claim(), Claim(), Claim(), Claim(title="7")]),
        ("[{T: https://x.org/a}]", [Claim("https://x.org/a", "T")]),
        ("[{T: https://x.org/a, U: https://x.org/b, note: n}]", [
            Claim("https://x.org/a", "T"), Claim("https://x.org/b", "U"),
        ]),
        ("[{note: n}]", [Claim()]),
        ("[{url: [https://x.org/a, https://x.org/b]}]", [Claim("https://x.org/a")]),
        ("[{url: {a: b}, title: T}]", [Claim(None, "T")]),
    ],
)  # fmt: skip
def test_whatever_stands_under_the_list_key_is_read(sources: str, claims: list[Claim]) -> None:
    assert claims_in(f"sources: {sources}") == claims


def test_positions_count_what_was_found() -> None:
    draft = draft_of("---\nsources: [[a, b], ~]\ncitations: [c]\n---\n")

    assert [(entry.field, entry.position) for entry in draft.entries] == [
        ("sources", 0), ("sources", 1), ("sources", 2), ("citations", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "importance"),
    [
        ("8", 8),
        ("'8'", 8),
        ("-1", -1),
        ("high", None),
        ("8.5", None),
        ("9" * 5000, None),
        ("", None),
        ("[7]", 7),
    ],
)
def test_importance_is_a_number_where_it_is_one(written: str, importance: int | None) -> None:
    assert draft_of(f"---\nimportance: {written}\n---\n").importance == importance


def test_the_seed_document_gives_its_three_citations() -> None:
    seed = next((Path(__file__).resolve().parents[2] / "seeds").glob("*cellebrite*.md"))
    draft = draft_of(seed.read_bytes())

    assert [entry.claim.publisher for entry in draft.entries] == [
        "Global Voices Advox",
        "PR Newswire",
        "Business & Human Rights Resource Centre",
    ]
    assert draft.entries[0].claim.tier == "2"
