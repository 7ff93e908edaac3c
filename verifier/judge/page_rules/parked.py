"""CIT103."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access, PageClass

RULE = Rule(
    "CIT103",
    "parked",
    Severity.ERROR,
    means="The domain is parked: it is for sale or shows advertisements only.",
    why="The site is gone, and whoever buys the domain decides what your readers see.",
    todo="Cite an archived copy from the time when the site stood, or another source.",
)


def check(case: Case) -> Finding | None:
    """Fires on pages of class parked."""
    if case.access is not Access.GONE or case.page_class is not PageClass.PARKED:
        return None
    message = f"{quote(case.final_url)} shows a parked domain."
    return case.unless_seen_once(raise_on_citation(RULE, case.citation, message))
