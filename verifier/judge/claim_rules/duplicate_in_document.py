"""CIT004."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.model.citation import Citation, Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation

RULE = Rule(
    "CIT004",
    "duplicate-in-document",
    Severity.WARNING,
    means="The document cites the same URL more than once; the second and every later entry is reported.",
    why="The document looks better supported than it is, and a repair of one entry leaves the other behind.",
    todo="Merge the entries, or cite another source in place of the second one.",
)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each entry whose source an earlier entry of the same document has."""
    for document in corpus.documents:
        first: dict[str, Citation] = {}
        for citation in document.citations:
            if citation.source is None:
                continue
            earlier = first.setdefault(citation.source, citation)
            if earlier is not citation:
                line = earlier.place.line
                message = f"The same URL already stands at line {line} of this document."
                yield raise_on_citation(RULE, citation, message)
