"""CIT102."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access, PageClass

RULE = Rule(
    "CIT102",
    "soft-404",
    Severity.ERROR,
    means="The page says that there is no such page, although the server answers as if all were well.",
    why="A check of the status alone calls this link fine, and readers find nothing.",
    todo="Look for the document's new address; else cite an archived copy. If it never existed, remove the "
    "claim that rests on it.",
)


def check(case: Case) -> Finding | None:
    """Fires on pages of class soft-404."""
    if case.access is not Access.GONE or case.page_class is not PageClass.SOFT_404:
        return None
    message = f"{quote(case.final_url)} answers {case.status}, but the page says that there is no such page."
    return case.unless_seen_once(raise_on_citation(RULE, case.citation, message))
