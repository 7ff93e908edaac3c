"""From a tree of values to claims: which key says what, by the spellings of `[fields]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from verifier.config import FieldsConfig
from verifier.corpus.nodes import ListNode, MapNode, Node, Scalar
from verifier.corpus.prose import read_prose, split_date
from verifier.model.citation import Claim

_BLOCK_HEADER = re.compile(r"(?:!\S*[ \t]+)?[|>][^\n]*\n\s*")
"""The indicator of a YAML block scalar, with what stands between it and the first character."""
_HTTP = re.compile(r"https?:", re.IGNORECASE)


class Entry(NamedTuple):
    """One entry of a list of citations."""

    offset: int
    """Where it stands in the text: see `Citation.place`."""
    claim: Claim
    node: Node
    """What it was read from: a mapping, or the value that holds the prose."""


class EntryReader:
    """Reads the citation lists of one document's tree."""

    def __init__(self, text: str, fields: FieldsConfig) -> None:
        self._text = text
        self._spellings = {name: getattr(fields, name) for name in Claim.__dataclass_fields__}

    def read(self, node: Node) -> Iterator[Entry]:
        """Every entry of the value of a list key, whatever stands there; nothing is dropped.

        A text or a single mapping is a list of one, a list in the list is part of it, `{title: url}`
        is one entry a key. What is no citation at all becomes an entry without a URL.
        """
        if isinstance(node, ListNode):
            for item in node.items:
                yield from self._in_list(item)
        elif isinstance(node, MapNode) and not self._is_citation(node):
            yield from self._titled_urls(node)
        elif not (isinstance(node, Scalar) and _is_silent(node)):
            yield self._entry(node)

    def _in_list(self, item: Node) -> Iterator[Entry]:
        if isinstance(item, ListNode) and item.items:
            yield from (self._entry(inner) for inner in item.items)
        elif isinstance(item, MapNode) and not self._is_citation(item):
            titled = [entry for entry in self._titled_urls(item) if entry.claim.url]
            yield from titled or [self._entry(item)]
        else:
            yield self._entry(item)

    def _entry(self, node: Node) -> Entry:
        if isinstance(node, MapNode):
            return self._from_map(node)
        if isinstance(node, Scalar) and not _is_silent(node):
            return self._from_prose(node)
        return Entry(node.start, Claim(), node)

    def _is_citation(self, node: MapNode) -> bool:
        known = (spelling for spellings in self._spellings.values() for spelling in spellings)
        return not node.entries or any(spelling in node.entries for spelling in known)

    def _titled_urls(self, node: MapNode) -> Iterator[Entry]:
        """The pairs of `{title: url}`, which is also what YAML makes of an unquoted `Title: URL`;
        `{group: [citations]}` is read as well."""
        for key, value in node.entries.items():
            if isinstance(value, Scalar):
                yield self._titled(key, node.keys[key].start, value)
            else:
                yield from self.read(value)

    def _titled(self, key: str, key_start: int, value: Scalar) -> Entry:
        found, (title, date) = self._entry(value), split_date(key)
        if found.claim.title is not None:
            title = f"{key} {found.claim.title}"
        claim = Claim(found.claim.url, title, date=found.claim.date or date)
        return Entry(found.offset if claim.url else key_start, claim, value)

    def _from_map(self, node: MapNode) -> Entry:
        url = self._first(node, "url")
        values = {name: self._said(node, name) for name in self._spellings if name != "url"}
        claim = Claim(url=None if url is None else url.text, **values)
        if url is None or not url.text.strip():
            return Entry(node.start, claim, node)
        return Entry(self._offset(url, url.text.strip()), claim, node)

    def _from_prose(self, node: Scalar) -> Entry:
        found = read_prose(node.text)
        claim = Claim(found.url, found.title, date=found.date)
        return Entry(node.start if found.url is None else self._offset(node, found.url), claim, node)

    def _said(self, node: MapNode, name: str) -> str | None:
        value = self._first(node, name)
        return value.text if value is not None and value.text.strip() else None

    def _first(self, node: MapNode, name: str) -> Scalar | None:
        """The first spelling that says something, else the first that is there and not null."""
        there = [_scalar(node.entries[key]) for key in self._spellings[name] if key in node.entries]
        values = [value for value in there if value is not None and not value.null]
        return next((value for value in values if value.text.strip()), values[0] if values else None)

    def _offset(self, node: Scalar, url: str) -> int:
        """Where `url` begins in the text, or the quote before it: see `Citation.place`."""
        written = self._text[node.start : node.end]
        if written.startswith(("'", '"')) and node.text.startswith(url):
            return node.start
        if (exact := written.find(url)) >= 0:
            return node.start + exact
        # The URL is folded over lines or written with escapes.
        if (block := _BLOCK_HEADER.match(written)) and node.text.startswith(url):
            return node.start + block.end()
        start = _HTTP.search(written)
        return node.start + (start.start() if start else 0)


def document_text(tree: MapNode, key: str) -> str | None:
    """What a document says of itself under a key; None where it says nothing."""
    value = _scalar(tree.entries.get(key))
    return None if value is None or _is_silent(value) else value.text


def _scalar(node: Node | None) -> Scalar | None:
    """A value without parts; of a list the first one."""
    if isinstance(node, ListNode):
        node = node.items[0] if node.items else None
    return node if isinstance(node, Scalar) else None


def _is_silent(node: Scalar) -> bool:
    return node.null or not node.text.strip()
