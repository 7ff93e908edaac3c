"""What was judged, as baseline and decisions look it up. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from verifier.model.citation import disputed_id
from verifier.model.report import CitationRow, Report
from verifier.model.source import UnusableUrl, parse_source
from verifier.model.verdict import Conclusion, Verdict

Names = Callable[[str, str], Sequence[str]]
"""By which names entries and decisions may mean a document, from its id and its path."""


class Said(NamedTuple):
    """What a citation is known by; "" stands for what is not said."""

    document: str
    """The document's id."""
    url: str
    title: str


class JudgedCitation(NamedTuple):
    """A citation with its verdict, and the id of its document."""

    said: Said
    path: str
    source: str
    """What its URL comes to: see `source_of`."""
    conclusion: Conclusion


@dataclass(frozen=True, slots=True)
class Judged:
    """The citations that were judged, and what is known of the others."""

    citations: Sequence[JudgedCitation]
    documents: frozenset[str]
    """The ids of the documents that were looked at."""
    unreadable: frozenset[str]
    """The paths of files that could not be read: nobody knows what they say."""
    is_whole: bool
    """Whether all of the corpus was looked at."""
    is_there: Callable[[str], bool]
    """Whether a document of this id is (as far as is known) still in the corpus."""

    def by_citation(self) -> Mapping[Said, Sequence[JudgedCitation]]:
        """By what citations say, those that were judged; where documents were left out, also by the id that a
        disputed document has among all."""
        found: dict[Said, list[JudgedCitation]] = {}
        for each in self.citations:
            for document in names_of(each.said.document, each.path):
                found.setdefault(each.said._replace(document=document), []).append(each)
        return found


def judged_in(
    report: Report,
    *,
    is_whole: bool,
    is_there: Callable[[str], bool] | None = None,
    asked: Collection[str] | None = None,
) -> Judged:
    """What a report on the judged citations says of them.

    `is_there` speaks of documents that were not looked at; where all were, none is needed. `asked` are the
    sources of which something is known; None: all that are in the report. What others said was said while
    this machine's own network was in doubt.
    """
    ids = {row.document.path: row.document.id for row in report.documents}
    documents = frozenset(ids.values())
    unreadable = frozenset(file.path for file in report.unreadable)
    elsewhere = is_there or (lambda _: not is_whole)
    return Judged(
        tuple(_judged(row, ids[row.citation.path], asked) for row in report.citations),
        documents,
        unreadable,
        is_whole,
        lambda document: document in documents or document in unreadable or elsewhere(document),
    )


def _judged(row: CitationRow, document: str, asked: Collection[str] | None) -> JudgedCitation:
    citation, claim, conclusion = row.citation, row.citation.claim, row.conclusion
    said = Said(*map(writable, (document, claim.url or "", claim.title or "")))
    if citation.source is not None and asked is not None and citation.source not in asked:
        conclusion = replace(conclusion, verdict=Verdict.UNCONFIRMED, access=None)
    return JudgedCitation(said, citation.path, citation.source or source_of(claim.url), conclusion)


def names_of(document: str, path: str) -> tuple[str, str]:
    """What a document may be called: as here, and as where another one has its id."""
    return document, disputed_id(path, document)


@lru_cache(maxsize=65536)
def source_of(url: str | None) -> str:
    """The normalised URL where there is one, else what is written, without white space around it."""
    try:
        return parse_source(url).url
    except UnusableUrl:
        return (url or "").strip()


def writable(text: str) -> str:
    """Without what no TOML file can hold."""
    return text.encode("utf-8", "replace").decode()
