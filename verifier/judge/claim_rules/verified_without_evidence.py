"""CIT021."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.model.citation import Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation

RULE = Rule(
    "CIT021",
    "verified-without-evidence",
    Severity.INFO,
    means="The document says of this citation that it was verified, and gives neither an archived copy nor "
    "the date on which somebody read the page.",
    why="Nobody can tell when and by what the claim was checked, or what the page said then.",
    todo="Add the access date and an archived copy, or drop the claim.",
)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation that claims to be verified without saying how."""
    for citation in corpus.citations():
        claim = citation.claim
        if claim.claims_verified and claim.archive_url is None and claim.access_date is None:
            message = "The citation is marked as verified, with neither an archived copy nor an access date."
            yield raise_on_citation(RULE, citation, message)
