"""CIT401."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access, PageClass

RULE = Rule(
    "CIT401",
    "blocked",
    Severity.WARNING,
    means="The site answers, but not to programs: a bot wall, or a refusal (401, 403, 451, 999).",
    why="It says nothing about the page: the citation stays unconfirmed and is not counted as broken. No "
    "wall is ever bypassed.",
    todo="Open it in a browser; an archived copy may establish what it is.",
)

_OTHERS = frozenset({PageClass.LOGIN, PageClass.CONSENT, PageClass.PAYWALL})


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.BLOCKED or case.page_class in _OTHERS or case.status == 402:
        return None
    return raise_on_citation(RULE, case.citation, f"The site does not answer programs: {case.said}.")
