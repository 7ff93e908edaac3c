"""Whatever a document looks like: an edit changes its own value, or it is refused and nothing changes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, groupby
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.reading import CONFIG, draft_of
from tests.shared_data import shared_data
from verifier.corpus.documents import Draft, DraftEntry
from verifier.corpus.patching import patch_possible
from verifier.model.repair import Edit, EditedField, Patched

_NAMES: tuple[EditedField, ...] = ("url", "archive_url", "archive_date")
_WORDS = st.text("ab é漢:#,'\"{}[]-&*!|>%@`?\\", max_size=12)
_TAIL = st.text("abXY019-._~()%/+:#?=&,;'!$*@[]{}é漢", min_size=1, max_size=20)
_VALUES = st.builds("https://w.org/{}".format, _TAIL) | st.sampled_from(
    [
        "2024-01-02",
        "https://w.org/a b",
        "https://w.org/a #b",
        "https://w.org/a: b",
        "true",
        "~",
        "- x",
        "é'\"",
    ]
)


@dataclass(frozen=True)
class Style:
    """How one entry is laid out."""

    kind: str
    quote: str
    key_quote: str
    margin: int
    dash_gap: int
    order: tuple[str, ...]
    archive: str | None
    comment: str
    gap: str


_STYLES = st.builds(
    Style,
    kind=st.sampled_from(["block", "flow", "open flow", "literal", "folded"]),
    quote=st.sampled_from(["", "'", '"']),
    key_quote=st.sampled_from(["", "", "'", '"']),
    margin=st.integers(0, 3),
    dash_gap=st.integers(1, 3),
    order=st.permutations(["url", "title", "note", "archive_url"]).map(tuple),
    archive=st.sampled_from([None, "", "~", "null", "''", '""', "https://old.org", "'https://old.org'"]),
    comment=st.sampled_from(["", "", ' # it\'s a "comment": x']),
    gap=st.sampled_from(["", "", "\n", "# between\n", "\n  # between\n\n"]),
)


def written(style: Style, url: str, title: str) -> str:
    """One entry as YAML, without the margin of its list."""
    values = {
        "url": style.quote + url + style.quote,
        "title": "'" + title.replace("'", "''") + "'",
        "note": "[a, {b: c}]",
        "archive_url": style.archive,
    }
    keys = [key for key in style.order if values[key] is not None]
    pairs = [f"{style.key_quote}{key}{style.key_quote}: {values[key]}" for key in keys]
    if style.kind == "flow":
        return "{" + ", ".join(pairs) + "}" + style.comment
    if style.kind == "open flow":
        return "{\n  " + f",{style.comment}\n  ".join(pairs) + f"{style.comment}\n  }}"
    if style.kind in ("literal", "folded"):
        mark = {"literal": "|-", "folded": ">-"}[style.kind]
        pairs[keys.index("url")] = f"url: {mark}{style.comment}\n    {url}"
        return "\n".join(pairs)
    return "\n".join(pair + style.comment for pair in pairs)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A document of one to four entries, each in a style of its own, with the line ends of one system."""
    styles = draw(st.lists(_STYLES, min_size=1, max_size=4))
    margin, entries = " " * styles[0].margin, []
    for number, style in enumerate(styles):
        lines = written(style, f"https://x.org/{number}", draw(_WORDS)).split("\n")
        first, *rest = [margin + "-" + " " * style.dash_gap + lines[0], *lines[1:]]
        indent = margin + " " * (1 + style.dash_gap)
        entries.append("\n".join([first, *(indent + line for line in rest)]) + "\n" + style.gap)
    body = draw(st.sampled_from(["", "\n", "\n\nBody\n- url: https://x.org/0\n", "\n \u2028\x00\ttext"]))
    head = draw(st.sampled_from(["", "title: T # c\n", "'sources ': [x]\ndate: 2021-02-31\n"]))
    text = f"---\n{head}sources:\n{''.join(entries)}tail: 1:30\n---{body}"
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace(
        "\n", draw(st.sampled_from(["\n", "\r\n", "\r"]))
    )


def patched(content: bytes, edits: Sequence[Edit], path: str = "a.md") -> Patched:
    by_citation = groupby(edits, key=lambda edit: edit.citation)
    repairs = [list(group) for _, group in by_citation]
    return patch_possible(content, path, CONFIG.corpus.lists, CONFIG.fields, repairs)


def loaded(content: bytes) -> Any:
    """The front matter with every scalar as text."""
    text = content.decode().lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return yaml.load(text.split("---\n", 1)[1].split("\n---", 1)[0], yaml.BaseLoader)


def lines_of(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")


def assert_only_added_or_replaced(before: bytes, after: bytes, edits: Sequence[Edit]) -> None:
    """No line is gone, and no more than two are new or other for each edit (a value, a comma before it)."""
    assert fewest_changes(lines_of(before), lines_of(after)) <= 2 * len(edits)


def fewest_changes(old: Sequence[bytes], new: Sequence[bytes]) -> float:
    """How many lines have to be added or replaced to make one text of the other; infinite where some have to
    go. Exact: difflib aligns repeated lines as it likes."""
    spare = len(new) - len(old)
    if spare < 0:
        return math.inf
    # By how many lines were added so far: without deletions there is no other way to differ.
    costs = [float(added) for added in range(spare + 1)]
    for position, line in enumerate(old):
        matched = [cost + (line != new[position + added]) for added, cost in enumerate(costs)]
        costs = list(accumulate(matched, lambda before, here: min(before + 1, here)))
    return costs[spare]


def test_the_fewest_changes_are_counted() -> None:
    same, other = [b"a", b"b", b"a", b"b", b"c"], [b"a", b"b", b"x", b"a", b"B", b"c"]

    assert fewest_changes(same, same) == 0
    assert fewest_changes(same, other) == 2
    assert fewest_changes(same, same[:-1]) == math.inf
    assert fewest_changes([b"a"], [b"x", b"a", b"y"]) == 2


def claims_after(entries: Sequence[DraftEntry], edits: Sequence[Edit]) -> list[Any]:
    """What the citations have to say after the edits."""
    claims = {(entry.field, entry.position): entry.claim for entry in entries}
    for edit in edits:
        if edit.name != "archive_date":
            changes: Mapping[str, Any] = {edit.name: edit.value}
            claims[edit.citation] = replace(claims[edit.citation], **changes)
    return list(claims.values())


@settings(max_examples=150, deadline=None)
@given(
    documents(),
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(_NAMES), _VALUES), max_size=5, unique_by=lambda e: e[:2]
    ),
)
def test_a_document_of_any_style_changes_by_its_edits_alone(
    document: str, wanted: list[tuple[int, EditedField, str]]
) -> None:
    before = document.encode()
    draft = draft_of(before)
    edits = [Edit("sources", *each) for each in wanted if each[0] < len(draft.entries)]
    result = patched(before, edits)

    assert result.refusals == ()
    assert [entry.claim for entry in draft_of(result.data).entries] == claims_after(draft.entries, edits)
    expected, found = loaded(before), loaded(result.data)
    for edit in edits:
        assert found["sources"][edit.index].pop(edit.name) == edit.value
        expected["sources"][edit.index].pop(edit.name, None)
    assert found == expected
    assert_only_added_or_replaced(before, result.data, result.edits)
    assert result.data.startswith(before[:3])
    assert result.data.rpartition(b"tail: 1:30")[2] == before.rpartition(b"tail: 1:30")[2]


_JSON_ENTRY = st.fixed_dictionaries(
    {"url": st.builds("https://x.org/{}".format, _TAIL), "title": _WORDS},
    optional={"archive_url": st.none() | st.just("") | st.just("https://old.org"), "tier": st.integers()},
)


def with_copy(source: Mapping[str, Any], value: str) -> dict[str, Any]:
    """The entry with its copy where it was, else behind the URL."""
    if "archive_url" in source:
        return {**source, "archive_url": value}
    pairs = [
        [(key, said)] if key != "url" else [(key, said), ("archive_url", value)]
        for key, said in source.items()
    ]
    return dict(chain.from_iterable(pairs))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_JSON_ENTRY, min_size=1, max_size=3),
    st.sampled_from([None, 2, 4, "\t"]),
    st.booleans(),
    st.sampled_from([(", ", ": "), (",", ":")]),
    st.sampled_from(["\n", "\r\n"]),
    _VALUES,
)
def test_json_of_any_layout_is_laid_out_as_the_library_does_it(
    sources: list[dict[str, Any]],
    indent: int | str | None,
    ascii_only: bool,
    marks: tuple[str, str],
    end: str,
    value: str,
) -> None:
    separators = (marks[0].strip() if indent is not None else marks[0], marks[1])

    def text(entries: Sequence[Mapping[str, Any]]) -> bytes:
        data = {"id": "é", "sources": entries}
        dumped = json.dumps(data, indent=indent, ensure_ascii=ascii_only, separators=separators)
        return dumped.replace("\n", end).encode()

    before = text(sources)
    edits = [Edit("sources", index, "archive_url", value) for index in range(len(sources))]

    assert patched(before, edits, "a.json").data == text([with_copy(source, value) for source in sources])


_PIECES = (
    *("---\n", "sources:", "\n", "  ", "- ", "url: ", "https://x.org/a", "title: ", "archive_url:", "'", '"'),
    *(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "#",
        "|",
        ">",
        "&a ",
        "*a",
        "!!str ",
        "\t",
        "\r",
        "\ufeff",
        "\u2028",
        "😀",
    ),
    *("\\u", "<<: ", "? ", "%", "sources:\n- url: https://x.org/b\n", "\n  url: https://x.org/c", "\x85"),
)


_HEADS = (
    "",
    "url: https://x.org/a",
    "title: T\n  url: 'https://x.org/a'",
    "{url: https://x.org/a",
    '{"url": "',
)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(_HEADS),
    st.lists(st.sampled_from(_PIECES), max_size=8).map("".join),
    st.sampled_from(["a.md", "a.md", "a.json"]),
    st.lists(st.tuples(st.integers(0, 1), st.sampled_from(_NAMES), _VALUES), min_size=1, max_size=3),
)
def test_any_content_is_patched_rightly_or_not_at_all(
    head: str, pieces: str, path: str, wanted: list[tuple[int, EditedField, str]]
) -> None:
    before = f"---\nsources:\n- {head}{pieces}\n---\n{pieces}".encode()
    edits = [Edit("sources", *each) for each in wanted]
    result = patched(before, edits, path)

    assert all(refusal.reason for refusal in result.refusals)
    assert result.edits or result.data == before
    if result.edits:
        found = [entry.claim for entry in draft_of(result.data, path).entries]
        assert found == claims_after(draft_of(before, path).entries, result.edits)
        assert_only_added_or_replaced(before, result.data, result.edits)


@dataclass
class Tally:
    documents: int = 0
    mappings: int = 0
    refused_mappings: int = 0
    refused_texts: int = 0
    refused_documents: int = 0


def archive_edits(entries: Sequence[DraftEntry]) -> list[Edit]:
    copy = "https://web.archive.org/web/20240102030405/https://x.org/a?b=c&d=%20#e"
    values: dict[EditedField, str] = {"archive_url": copy, "archive_date": "2024-01-02"}
    found = [entry for entry in entries if (entry.claim.url or "").strip()]
    return [Edit(entry.field, entry.position, name, values[name]) for entry in found for name in values]


def tally_document(path: Path, tally: Tally) -> None:
    before = path.read_bytes()
    draft: Draft = draft_of(before, path.name)
    edits = archive_edits(draft.entries)
    result = patched(before, edits, path.name)

    tally.documents += 1
    # In this corpus, `sources` holds mappings and `citations` holds plain text, but for sixteen.
    refused = [refusal.edit for refusal in result.refusals if refusal.edit]
    tally.refused_documents += len(result.refusals) - len(refused)
    tally.refused_texts += sum("plain text" in refusal.reason for refusal in result.refusals)
    tally.refused_mappings += sum("plain text" not in refusal.reason for refusal in result.refusals)
    tally.mappings += len({edit.citation for edit in result.edits})
    assert len({edit.citation for edit in (*result.edits, *refused)}) == len(
        {edit.citation for edit in edits}
    )
    assert [e.claim for e in draft_of(result.data, path.name).entries] == claims_after(
        draft.entries, result.edits
    )
    assert_only_added_or_replaced(before, result.data, result.edits)


def test_every_citation_of_a_real_corpus_gets_its_copy_but_those_of_plain_text() -> None:
    tally = Tally()
    paths = sorted(shared_data("corpora", "timeline-2025-11").iterdir())
    for path in paths:
        if path.suffix in (".md", ".json"):
            tally_document(path, tally)

    assert tally == Tally(documents=2_899, mappings=9_584, refused_texts=115)
