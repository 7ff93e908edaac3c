"""CIT205."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Identity

RULE = Rule(
    "CIT205",
    "publisher-differs",
    Severity.INFO,
    means="The page names another publisher than the citation does.",
    why="A newspaper prints what an agency wrote, a site changes its name: often both are right. "
    "It is never the reason for a verdict.",
    todo="Compare the two names; correct the publisher where it is wrong.",
)


def check(case: Case) -> Finding | None:
    """Fires where both name a publisher, no name agrees, and the page may be the document."""
    if case.corroboration.publisher is not False or case.identity.identity is Identity.MISMATCH:
        return None
    cited, found = case.citation.claim.publisher or "", case.corroboration.found_publisher or ""
    message = f"The citation names {quote(cited)} as publisher, the page {quote(found)}."
    return raise_on_citation(RULE, case.citation, message)
