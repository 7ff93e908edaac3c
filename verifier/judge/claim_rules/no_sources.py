"""CIT030."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.model.citation import Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_finding

RULE = Rule(
    "CIT030",
    "no-sources",
    Severity.WARNING,
    means="The document cites nothing: it has no list of sources, or an empty one.",
    why="Nothing supports what it says, and nothing about it can be checked.",
    todo="Add its sources. If the file is no document of the corpus (a README, an index), leave it out with "
    "exclude in [corpus] of config.toml.",
)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each document without a citation."""
    for document in corpus.documents:
        if not document.citations:
            message = "The document has no list of sources, or an empty one."
            yield raise_finding(RULE, document.path, document.place, message)
