"""CIT408."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT408",
    "paywall",
    Severity.WARNING,
    means="The page shows a paywall instead of the document, or only its beginning.",
    why="Readers without a subscription cannot check it. If the headline that the paywall shows is the "
    "cited one, the citation is verified all the same, and says so.",
    todo="An archived copy from before the paywall helps readers.",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.BLOCKED or not case.behind_paywall:
        return None
    return raise_on_citation(RULE, case.citation, f"The page is behind a paywall: {quote(case.final_url)}.")
