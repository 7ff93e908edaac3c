"""CIT413."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT413",
    "unsupported",
    Severity.WARNING,
    means="The chain of redirects led to something that cannot be asked for, the answer came in a form "
    "that is not read, or robots.txt forbids asking.",
    why="It says nothing about the page: the citation stays unconfirmed and is not counted as broken.",
    todo="Open it in a browser; correct the URL if it is not what you meant.",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access not in (Access.UNSUPPORTED, Access.MALFORMED):
        return None
    return raise_on_citation(RULE, case.citation, f"It could not be asked or read: {case.said}.")
