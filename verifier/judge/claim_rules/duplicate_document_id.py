"""CIT032."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judge.wording import quote
from verifier.model.citation import Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_finding

RULE = Rule(
    "CIT032",
    "duplicate-document-id",
    Severity.WARNING,
    means="The document gives itself an id that an earlier document of the corpus has, or that is the path "
    "of one; the second and every later one is reported.",
    why="It is known by its path instead: when the file is renamed its history ends, and whoever looks the "
    "id up meets the other document.",
    todo="Give one of the two another id. Where the file is a copy, remove it.",
)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each document whose id was taken."""
    owners = {document.path: document.path for document in corpus.documents}
    owners |= {document.id: document.path for document in corpus.documents}
    for document in corpus.documents:
        owner = None if document.disputed_id is None else owners.get(document.disputed_id)
        if document.disputed_id is not None and owner is not None:
            message = f"The id {quote(document.disputed_id)} is already that of {quote(owner)}."
            yield raise_finding(RULE, document.path, document.place, message)
