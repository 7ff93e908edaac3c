"""CIT206."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import count, quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Identity

RULE = Rule(
    "CIT206",
    "date-differs",
    Severity.INFO,
    means="The page gives itself another date than the citation does, more than three days apart.",
    why="The citation may give the date of the event or of the visit, the page that of its last change. "
    "It is never the reason for a verdict.",
    todo="Open the page and compare; correct the date where it is wrong.",
)


def check(case: Case) -> Finding | None:
    """Fires where both are dated and the page may be the document."""
    said = case.corroboration
    if said.date is not False or case.identity.identity is Identity.MISMATCH:
        return None
    cited, apart = quote(case.citation.claim.date or ""), count(said.days, "day")
    message = f"The citation is dated {cited}, the page {said.found_date}: {apart} apart."
    return raise_on_citation(RULE, case.citation, message)
