"""CIT040."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.model.citation import Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_finding

RULE = Rule(
    "CIT040",
    "unreadable-document",
    Severity.ERROR,
    means="A file that should be a document could not be read or parsed, so its citations are not known.",
    why="Its sources are neither checked nor archived, and nobody would notice.",
    todo="Correct the file at the place given. If it is no document of the corpus, leave it out with exclude "
    "in [corpus] of config.toml.",
)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each file that could not be read."""
    for file in corpus.unreadable:
        message = file.message[:1].upper() + file.message[1:] + "."
        yield raise_finding(RULE, file.path, file.place, message)
