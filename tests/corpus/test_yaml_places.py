"""The place of a URL is exact, whatever stands around it and however it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.reading import CONFIG, draft_of, rest_of_line
from verifier.corpus.fields import EntryReader
from verifier.corpus.nodes import MapNode
from verifier.corpus.places import Lines
from verifier.corpus.yaml_events import FAST_LOADER, read_yaml
from verifier.model.citation import Claim, Place

_PATH = st.text(st.sampled_from("abcXYZ019-._~()%/+é漢😀"), min_size=1, max_size=20)
_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=20
)


@dataclass(frozen=True)
class Written:
    """An entry of a list as YAML, and how the text at its place has to begin."""

    yaml: str
    url: str
    start: str


@st.composite
def entries(draw: st.DrawFn) -> Written:
    url = "https://x.org/" + draw(_PATH)
    style = draw(
        st.sampled_from(["plain", "single", "double", "literal", "folded", "flow", "prose", "string"])
    )
    if style == "prose":
        url = "".join(character for character in url if character not in "()") + "z"
    title = "'" + draw(_TEXT).replace("'", "''") + "'"
    double = yaml.dump(url, default_style='"', allow_unicode=draw(st.booleans()), width=10**6).strip()
    shapes = {
        "plain": (f"- title: {title}\n  url: {url}", url),
        "single": (f"- url: '{url}'\n  title: {title}", "'"),
        "double": (f"- title: {title}\n  url:   {double}", '"'),
        "literal": (f"- url: |-\n    {url}\n  title: {title}", url),
        "folded": (f"- title: {title}\n  url: >+ # comment\n\n      {url}\n\n", url),
        "flow": (f'- {{title: {title}, "url": "{url}"}}', '"'),
        "prose": (f"- 'Reuters — Words (Jun 2025): {url}'", url),
        "string": (f'- "{url}"', '"'),
    }
    written, start = shapes[style]
    return Written(written, url, start)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(entries(), min_size=1, max_size=4),
    _TEXT,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_the_text_at_the_place_begins_with_the_url_or_its_quote(
    written: list[Written], title: str, end: str, bom: str
) -> None:
    quoted = "'" + title.replace("'", "''") + "'"
    lines = "\n".join(entry.yaml for entry in written)
    text = f"---\ntitle: {quoted}\nsources:\n{lines}\n---\nBody".replace("\n", end)
    draft = draft_of(bom + text)

    assert len(draft.entries) == len(written)
    for entry, expected in zip(draft.entries, written, strict=True):
        assert (entry.claim.url or "").strip() == expected.url
        assert rest_of_line(text, entry.place).startswith(expected.start)


@pytest.mark.parametrize("loader", [yaml.SafeLoader, FAST_LOADER])
def test_the_parser_in_python_finds_the_same_places(loader: Any) -> None:
    text = "title: é😀\r\nsources:\r\n- {url: 'https://x.org/ü'}\r\n- url: >\r\n    https://x.org/b\r\n"
    tree = read_yaml(text, loader=loader)

    assert isinstance(tree, MapNode)
    found = [
        Lines(text).place(entry.offset)
        for entry in EntryReader(text, CONFIG.fields).read(tree.entries["sources"])
    ]
    assert found == [Place(3, 9), Place(5, 5)]


@pytest.mark.parametrize(
    ("entry", "start"),
    [
        ("- url: '  https://x.org/a'", "https://x.org/a"),
        ("- title: 'x https://x.org/a'\n  url: https://x.org/a", "https://x.org/a"),
        ("- url: https://x.org/a b\n    c.pdf", "https://x.org/a b"),
        ("- url: >-\n    https://x.org/a\n    b.pdf", "https://x.org/a"),
        ('- url: "https:\\/\\/x.org/a"', '"https:'),
        ("- title: only a title", "title: only"),
        ("- only words", "only words"),
        ("- title: T\n  url: ''", "title: T"),
        ("- url: New York Times", "New York Times"),
        ("- [https://x.org/a]", "https://x.org/a"),
        ("- {}", "{}"),
        ("-", "-"),
        ("- Words: https://x.org/a", "https://x.org/a"),
    ],
)
def test_the_place_of_odd_entries(entry: str, start: str) -> None:
    text = f"---\nsources:\n{entry}\n---\n"
    draft = draft_of(text)

    assert len(draft.entries) == 1
    place = draft.entries[0].place
    # An empty entry ("-") stands where its value would: behind the dash.
    found = rest_of_line(text, place) or rest_of_line(text, Place(place.line, place.column - 1))
    assert found.startswith(start)


def test_an_entry_without_anything_is_a_citation_without_anything() -> None:
    assert draft_of("---\nsources:\n-\n- ~\n- {}\n---\n").entries[1].claim == Claim()
