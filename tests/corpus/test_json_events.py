from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.reading import draft_of, rest_of_line, unreadable_of
from verifier.corpus.json_events import read_json
from verifier.corpus.nodes import MapNode, Node, Scalar, Unparsable
from verifier.model.citation import Place

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=20,
)


def as_text(value: Any) -> Any:
    """A decoded JSON value with its scalars as they are written."""
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    return value if isinstance(value, str) else json.dumps(value)


def plainly(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, MapNode):
        return {key: plainly(inner) for key, inner in node.entries.items()}
    return [plainly(inner) for inner in node.items]


@settings(max_examples=150, deadline=None)
@given(_VALUES, st.sampled_from([None, 2]), st.booleans())
def test_the_tree_says_what_the_library_says(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)

    assert plainly(read_json(text)) == as_text(value)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(_TEXT, _TEXT), max_size=4), st.sampled_from([None, 1, 4]), st.booleans())
def test_the_place_of_each_url_is_its_quote(
    tails: list[tuple[str, str]],
    indent: int | None,
    ascii_only: bool,
) -> None:
    sources = [{"title": title, "url": f"https://x.org/{tail}"} for title, tail in tails]
    text = json.dumps({"title": "é😀", "sources": sources}, indent=indent, ensure_ascii=ascii_only)
    draft = draft_of(text, "a.json")

    assert [entry.claim.url for entry in draft.entries] == [source["url"] for source in sources]
    for entry in draft.entries:
        assert rest_of_line(text, entry.place).startswith('"https://x.org/')


def test_values_of_other_types_are_text_as_written() -> None:
    claim = (
        draft_of(
            '{"sources": [{"url": "https://x.org", "tier": 2.50, "verified": true, "title": null}]}', "a.json"
        )
        .entries[0]
        .claim
    )

    assert (claim.tier, claim.verified, claim.title) == ("2.50", "true", None)


def test_odd_numbers_are_harmless() -> None:
    digits = "9" * 5000
    draft = draft_of(f'{{"id": {digits}, "importance": NaN, "date": -Infinity}}', "a.json")

    assert (draft.own_id, draft.importance, draft.date) == (digits, None, "-Infinity")


def test_lone_surrogates_become_harmless() -> None:
    draft = draft_of(r'{"title": "a\ud800b", "sources": ["https://x.org/\udfff \ud83d\ude00"]}', "a.json")

    assert draft.title == "a\ufffdb"
    assert "😀" in (draft.entries[0].claim.title or "")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", Place(1, 1), "ends where a value"),
        ("{", Place(1, 2), "ends where a key"),
        ('{"a": 1', Place(1, 8), '"," or "}"'),
        ('{"a": 1,}', Place(1, 8), 'the comma before the closing "}" has to go'),
        ('{"a" 1}', Place(1, 6), '":"'),
        ('{"a": }', Place(1, 7), "a value"),
        ('{\n  "a": 1\n  "b": 2}', Place(3, 3), '"," or "}"'),
        ("[1, 2]", Place(1, 1), "not a JSON object"),
        ('{"a": [1, 2}', Place(1, 12), '"," or "]"'),
        ('{"a": [1,\n]}', Place(1, 9), 'the comma before the closing "]" has to go'),
        ('{"a": 1} x', Place(1, 10), "Expecting value"),
        ('{"a": 1} {}', Place(1, 10), "the end of the file"),
        ("{a: 1}", Place(1, 2), "Expecting value"),
        ("{1: 1}", Place(1, 2), "a key"),
        ('{"a": "x\ny"}', Place(1, 9), "control character"),
        ('{"a": "open}', Place(1, 7), "Unterminated"),
        ('{"a": 1, "b": 2, "a": 3}', Place(1, 18), 'the key "a" twice'),
        ('{"sources": [{"url": "x",\n "url": "y"}]}', Place(2, 2), 'the key "url" twice'),
        ('{"a": 1}\x00', Place(1, 9), "Expecting value"),
        (":", Place(1, 1), "a value"),
        ("]", Place(1, 1), "a value"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(text: str, place: Place, message: str) -> None:
    file = unreadable_of(text, "a.json")

    assert message in file.message
    assert file.place == place


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 200_000, "32 levels"),
        ('{"a":' * 200_000, "32 levels"),
        ("[" + "1," * 300_000, "200,000 values"),
    ],
    ids=["brackets", "braces", "values"],
)
def test_hostile_json_is_refused_at_once(text: str, message: str) -> None:
    before = time.process_time()
    with pytest.raises(Unparsable, match=message):
        read_json(text)

    assert time.process_time() - before < 2


def test_a_byte_order_mark_and_an_upper_case_name_are_read() -> None:
    draft = draft_of(b'\xef\xbb\xbf{"sources": ["https:\\/\\/x.org\\/a"]}', "A.JSON")

    assert draft.entries[0].claim.url == "https://x.org/a"
    assert draft.entries[0].place == Place(1, 14)
