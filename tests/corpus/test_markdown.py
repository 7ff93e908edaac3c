from __future__ import annotations

import time
from typing import Any

import pytest
import yaml

from tests.corpus.reading import draft_of, rest_of_line, unreadable_of
from verifier.corpus.nodes import MapNode, Unparsable
from verifier.corpus.yaml_events import read_yaml
from verifier.model.citation import Place

SOURCES = "sources:\n  - url: https://x.org/a\n    title: A\n"


def urls(content: str | bytes) -> list[str | None]:
    return [entry.claim.url for entry in draft_of(content).entries]


def test_front_matter_gives_document_and_citations() -> None:
    draft = draft_of(f"---\nid: one\ntitle: T\ndate: 2021-03-18\nimportance: 8\n{SOURCES}---\n\nBody\n")

    assert (draft.own_id, draft.title, draft.date, draft.importance) == ("one", "T", "2021-03-18", 8)
    assert [(e.field, e.position, e.place, e.claim.url) for e in draft.entries] == [
        ("sources", 0, Place(7, 10), "https://x.org/a")
    ]
    assert draft.place == Place(6, 1)


def test_a_file_without_front_matter_is_a_document_without_citations() -> None:
    draft = draft_of("# Read me\n\n```yaml\n---\nsources:\n  - url: https://x.org\n---\n```\n")

    assert draft.entries == ()
    assert draft.own_id is None


@pytest.mark.parametrize("empty", ["---\n---\n", "---\n\n# nothing yet\n---\n", "---\n~\n---\nBody", ""])
def test_empty_front_matter_is_no_error(empty: str) -> None:
    assert draft_of(empty).entries == ()


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff---\n{SOURCES}---\n",
        f"---\n{SOURCES}---\n".replace("\n", "\r\n"),
        f"---\n{SOURCES}---\n".replace("\n", "\r"),
        f"\n\n  ---\n{SOURCES}---\n",
        f"-----   \n{SOURCES}------\n",
        f"---\n\n\n{SOURCES}---",
    ],
    ids=["BOM", "CRLF", "CR", "blank lines before", "long fences", "no last line end"],
)
def test_unusual_but_clear_files_are_read(content: str) -> None:
    assert urls(content) == ["https://x.org/a"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_places_are_exact_whatever_the_line_ends(end: str) -> None:
    draft = draft_of(f"---\n{SOURCES}---\n".replace("\n", end))

    assert draft.entries[0].place == Place(3, 10)


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (f"---\n{SOURCES}\nBody without end\n", Place(1, 1), "never closed"),
        ("+++\nsources = []\n+++\n", Place(1, 1), "TOML"),
        ('{\n"sources": []\n}\n', Place(1, 1), "JSON"),
        ("---\n- https://x.org/a\n---\n", Place(2, 1), "a list where keys"),
        ("---\njust words\n---\n", Place(2, 1), "plain text where keys"),
        (f"---yaml\n{SOURCES}---\n", Place(1, 1), "not just"),
        (f"--- # head\n{SOURCES}---\n", Place(1, 1), "not just"),
        (f"title: T\n{SOURCES}---\nBody", Place(1, 1), "no opening line"),
        ("---\ntitle: a: b\n---\n", Place(2, 9), "not valid YAML"),
        ("---\ntitle: 'open\n---\n", Place(2, 8), "not valid YAML"),
        ("---\na: 1\n...\nb: 2\n---\n", Place(4, 1), "not valid YAML"),
        ("---\ntitle: T\n\tkey: v\n---\n", Place(3, 1), "a tab stands where only spaces may"),
        ("---\nsources:\n\t- a\n---\n", Place(3, 1), "indent with spaces"),
        ("---\nsources:\n  - url: x\n\t  title: y\n---\n", Place(4, 1), "indent with spaces"),
        ("---\ntitle: x\x00y\n---\n", Place(2, 9), "U+0000"),
        ("---\ntitle: x\x1by\n---\n", Place(2, 9), "U+001B"),
        ("---\na: 1\nsources: []\na: 2\n---\n", Place(4, 1), 'the key "a" twice'),
        (
            "---\nsources:\n  - url: https://x.org/a\n    url: https://x.org/b\n---\n",
            Place(4, 5),
            'the key "url" twice',
        ),
        ("---\na: &x 1\n---\n", Place(2, 4), "anchor"),
        ("---\na: *x\n---\n", Place(2, 4), "anchor"),
        ("---\ntitle: {{ title }}\n---\n", Place(2, 9), "where a key should be"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(content: str, place: Place, message: str) -> None:
    file = unreadable_of(content)

    assert message in file.message
    assert file.place == place


def test_undecodable_bytes_have_a_place() -> None:
    file = unreadable_of(b"---\ntitle: caf\xe9\n---\n")

    assert file.place == Place(2, 11)
    assert "UTF-8" in file.message
    assert "0xE9" in file.message


def test_utf_16_is_recognised() -> None:
    assert "UTF-16" in unreadable_of("---\ntitle: T\n---\n".encode("utf-16")).message


def test_control_characters_in_the_body_do_no_harm() -> None:
    assert urls(f"---\n{SOURCES}---\nBody \x00\x1b[31m\n") == ["https://x.org/a"]


def test_values_are_kept_as_written() -> None:
    digits = "9" * 5000
    draft = draft_of(
        f"---\ndate: 2021-02-31\ntitle: {digits}\n"
        "sources:\n  - url: https://x.org/a\n    date: 0012-99-99\n    tier: 0x1F\n    verified: Yes\n---\n"
    )

    claim = draft.entries[0].claim
    assert (draft.date, draft.title) == ("2021-02-31", digits)
    assert (claim.date, claim.tier, claim.verified) == ("0012-99-99", "0x1F", "Yes")


def test_tags_run_nothing_and_hide_nothing() -> None:
    content = (
        "---\na: !!python/object/apply:os.system ['false']\nsources:\n  - url: !!str https://x.org/a\n---\n"
    )
    draft = draft_of(content)

    assert draft.entries[0].claim.url == "https://x.org/a"
    assert rest_of_line(content, draft.entries[0].place) == "https://x.org/a"


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert urls("---\nsources:\n  - <<: {url: https://x.org/b}\n    url: https://x.org/a\n---\n") == [
        "https://x.org/a"
    ]


def merge_bomb() -> str:
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 20)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("a: " + "[" * 200_000, "32 levels"),
        ("a: " + "{a: " * 200_000, "32 levels"),
        ("- " * 50_000 + "x", "32 levels"),
        (merge_bomb(), "anchor"),
        ("a: [" + "b, " * 300_000 + "]", "200,000 values"),
        ("a: " + '"' + "\\U0010FFFF" * 100_000, "not valid YAML"),
        ("a: " + "? " * 100_000, "not valid YAML"),
    ],
    ids=["brackets", "braces", "dashes", "merge keys", "values", "escapes", "question marks"],
)
def test_hostile_yaml_is_refused_at_once(block: str, message: str) -> None:
    before = time.process_time()
    file = unreadable_of(f"---\n{block}\n---\n")

    assert message in file.message
    assert time.process_time() - before < 2


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
@pytest.mark.parametrize(
    "text", ['a: "\\UFFFFFFFF"', 'a: "\\ud800', "a: [1, 2", "a: b: c", "a:\n\t- b", "\x7f"]
)
def test_both_parsers_refuse_bad_yaml_in_the_same_way(loader: Any, text: str) -> None:
    with pytest.raises(Unparsable):
        read_yaml(text, loader=loader)


def test_escaped_lone_surrogates_become_harmless_in_the_slow_parser() -> None:
    tree = read_yaml('a: "x\\ud800y"', loader=yaml.SafeLoader)

    assert isinstance(tree, MapNode)
    assert getattr(tree.entries["a"], "text", "") == "x\ufffdy"
