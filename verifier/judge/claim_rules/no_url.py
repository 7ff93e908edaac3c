"""CIT001."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judge.wording import quote
from verifier.model.citation import Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.source import Unusable

RULE = Rule(
    "CIT001",
    "no-url",
    Severity.ERROR,
    means="The entry of the source list gives no URL at all: the field is missing or empty, or the entry is "
    "text without one.",
    why="Nobody, reader or program, can look at a source that has no address.",
    todo="Add the URL of the source. If it exists on paper only, cite a catalogue or publisher's page, or "
    "move the entry out of the source list.",
)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation that says nothing where its URL should be."""
    for citation in corpus.citations():
        if citation.unusable == Unusable.NO_URL:
            title = citation.claim.title
            entry = f"The entry {quote(title)}" if title else "This entry"
            yield raise_on_citation(RULE, citation, f"{entry} gives no URL.")
