"""CIT006."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judge.wording import quote
from verifier.model.citation import Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.source import Unusable

RULE = Rule(
    "CIT006",
    "unsupported-scheme",
    Severity.ERROR,
    means="The URL is not one of the web: a path on somebody's disk (/home/…, C:\\…, ./notes.pdf, file:), or "
    "a scheme other than http and https (ftp:, internal:, mailto:, doi:).",
    why="Readers cannot open it, and it cannot be checked or archived.",
    todo="Cite the web address of the same document (for a DOI: https://doi.org/…). Publish the file first "
    "if it is on a disk only.",
)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation of a disk or of another scheme."""
    for citation in corpus.citations():
        written = citation.claim.url or ""
        if citation.unusable == Unusable.LOCAL_PATH:
            message = f"{quote(written)} is a path on a disk, not a web address."
            yield raise_on_citation(RULE, citation, message)
        elif citation.unusable == Unusable.UNSUPPORTED_SCHEME:
            scheme = written.strip().partition(":")[0]
            message = f"{quote(written)} has the scheme {quote(scheme + ':')}, not http: or https:."
            yield raise_on_citation(RULE, citation, message)
