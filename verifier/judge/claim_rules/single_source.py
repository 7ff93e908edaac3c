"""CIT031."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.model.citation import Corpus, Document
from verifier.model.finding import Finding, Rule, Severity, raise_finding

RULE = Rule(
    "CIT031",
    "single-source",
    Severity.INFO,
    means="All citations of the document that can be asked for lead to one and the same URL.",
    why="When that source dies or turns out to be another page, nothing is left that supports the document.",
    todo="Add a second, independent source.",
)


def rests_on_one_source(document: Document) -> bool:
    """Whether the usable citations of a document name exactly one source."""
    return len({citation.source for citation in document.citations if citation.source is not None}) == 1


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each document that rests on one source."""
    for document in corpus.documents:
        if rests_on_one_source(document):
            message = "The document rests on a single source."
            yield raise_finding(RULE, document.path, document.place, message)
