"""CIT412."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT412",
    "too-many-redirects",
    Severity.WARNING,
    means="The redirects go in a circle or do not end.",
    why="It says nothing about the page: the citation stays unconfirmed and is not counted as broken. Some "
    "sites do this to visitors without cookies.",
    todo="Open it in a browser and cite the address where it ends.",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.TOO_MANY_REDIRECTS:
        return None
    return raise_on_citation(RULE, case.citation, f"The redirects do not end: {case.said}.")
