"""From the bytes of one file to a document; what cannot be read says why and where."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from verifier.config import FieldsConfig, QuotesConfig
from verifier.corpus.fields import EntryReader, document_text
from verifier.corpus.markdown import body_start
from verifier.corpus.nodes import MapNode
from verifier.corpus.parsed import parse
from verifier.corpus.places import Lines
from verifier.corpus.quotations import quotations_in
from verifier.model.citation import (
    Citation,
    Claim,
    Document,
    Place,
    Quotation,
    Unreadable,
    citation_key,
)
from verifier.model.source import UnusableUrl, parse_source

_IMPORTANCE = re.compile(r"[+-]?\d{1,4}", re.ASCII)
_OWN_REPORT, _OWN_NAME = "verifier-report-", "report.json"
"""What the schema of our own report begins with, and its name: it lies beside documents and is none."""
_OWN_REPORT_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:\s*"' + _OWN_REPORT.encode())
HEAD_LENGTH = 200
"""Bytes of a file that `is_own_report` looks at."""
NO_QUOTATIONS = QuotesConfig()
"""Nobody wants them read."""


class DraftEntry(NamedTuple):
    """A citation that does not have its key yet."""

    field: str
    position: int
    place: Place
    claim: Claim

    def finish(self, path: str, key: str) -> Citation:
        """The citation, with its source or the reason why there is none."""
        try:
            source, unusable = parse_source(self.claim.url).url, None
        except UnusableUrl as error:
            source, unusable = None, error.kind.value
        return Citation(path, self.field, self.position, self.place, self.claim, source, unusable, key)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that does not have its id yet: that depends on the other documents."""

    path: str
    own_id: str | None
    """What the document itself says."""
    title: str | None
    date: str | None
    importance: int | None
    digest: str
    place: Place
    entries: tuple[DraftEntry, ...]
    quotations: tuple[Quotation, ...] = ()

    def finish(self, document_id: str) -> Document:
        """The document with its id and the keys of its citations."""
        seen: Counter[tuple[str, str | None, str | None]] = Counter()
        citations = []
        for entry in self.entries:
            same = (entry.field, entry.claim.url, entry.claim.title)
            key = citation_key(document_id, entry.field, entry.claim, seen[same])
            seen[same] += 1
            citations.append(entry.finish(self.path, key))
        return Document(
            path=self.path,
            id=document_id,
            title=self.title,
            date=self.date,
            importance=self.importance,
            digest=self.digest,
            citations=tuple(citations),
            place=self.place,
            quotations=self.quotations,
        )


def is_own_report(path: str, head: bytes) -> bool:
    """Whether a file that begins like this is a report.json, which may be too large to be parsed.

    Under any other name it is a document, whatever it calls itself: nothing is to leave the corpus by a word.
    """
    return _has_own_name(path) and _OWN_REPORT_HEAD.match(head) is not None


def _has_own_name(path: str) -> bool:
    return path.rpartition("/")[2].lower() == _OWN_NAME


def read_draft(
    path: str, data: bytes, lists: Sequence[str], fields: FieldsConfig, quotes: QuotesConfig = NO_QUOTATIONS
) -> Draft | Unreadable | None:
    """The document in `data`: JSON where the path ends in ".json", else Markdown with YAML front matter.

    Whatever is wrong with the content comes back as `Unreadable`; nothing is raised. None is no document:
    a report of this program.
    """
    if is_own_report(path, data[:HEAD_LENGTH]):
        return None
    parsed = parse(path, data, lists)
    if isinstance(parsed, Unreadable):
        return parsed
    tree, text, lines = parsed.tree, parsed.text, Lines(parsed.text)
    if _has_own_name(path) and (document_text(tree, "schema") or "").startswith(_OWN_REPORT):
        return None
    starts = [tree.keys[name].start for name in lists if name in tree.entries]
    return Draft(
        path=path,
        own_id=document_text(tree, "id"),
        title=document_text(tree, "title"),
        date=document_text(tree, "date"),
        importance=_importance(document_text(tree, "importance")),
        digest=hashlib.sha256(data).hexdigest(),
        place=lines.place(starts[0]) if starts else Place(1, 1),
        entries=tuple(_entries(tree, lists, EntryReader(text, fields), lines)),
        quotations=_quotations(text, lines, quotes) if quotes.check and not parsed.is_json else (),
    )


def _importance(text: str | None) -> int | None:
    written = (text or "").strip()
    return int(written) if _IMPORTANCE.fullmatch(written) else None


def _quotations(text: str, lines: Lines, quotes: QuotesConfig) -> tuple[Quotation, ...]:
    return quotations_in(text, body_start(text), lines, quotes.least_words)


def _entries(tree: MapNode, lists: Sequence[str], reader: EntryReader, lines: Lines) -> Iterator[DraftEntry]:
    for name in lists:
        if name in tree.entries:
            for position, entry in enumerate(reader.read(tree.entries[name])):
                yield DraftEntry(name, position, lines.place(entry.offset), entry.claim)
