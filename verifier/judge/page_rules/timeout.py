"""CIT404."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT404",
    "timeout",
    Severity.WARNING,
    means="The page did not answer within the deadline, in several attempts.",
    why="It says nothing about the page: the citation stays unconfirmed and is not counted as broken.",
    todo="Nothing; it is asked again. If it stays so for days, look for another address or a copy.",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.TIMEOUT:
        return None
    return raise_on_citation(RULE, case.citation, f"No complete answer within the deadline: {case.said}.")
