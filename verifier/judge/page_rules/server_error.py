"""CIT406."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT406",
    "server-error",
    Severity.WARNING,
    means="The server answered with an error of its own (5xx) or a page about one.",
    why="It says nothing about the page: the citation stays unconfirmed and is not counted as broken.",
    todo="Nothing; it is asked again.",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.SERVER_ERROR:
        return None
    return raise_on_citation(RULE, case.citation, f"The server is in trouble: {case.said}.")
