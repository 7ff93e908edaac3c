"""CIT106."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT106",
    "moved",
    Severity.INFO,
    means="The page answers at another address, and the server says that this is permanent.",
    why="Redirects are kept for some years and then dropped.",
    todo="Cite the new address once you have seen that it is the same document.",
)


def check(case: Case) -> Finding | None:
    """Fires on permanent redirects to another document address."""
    if case.access is not Access.MOVED:
        return None
    return raise_on_citation(RULE, case.citation, f"The page moved to {quote(case.final_url)}.")
