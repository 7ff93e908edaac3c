"""CIT204."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.reasons import REASONS
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access, Identity

RULE = Rule(
    "CIT204",
    "identity-not-established",
    Severity.INFO,
    means="The page answers, but whether it is the document that the citation names could not be told.",
    why="It is neither confirmed nor doubted. The message gives the reason.",
    todo="Nothing, if the page is the right one. A fuller title makes it possible to tell next time.",
)

_TOLD_ELSEWHERE = frozenset({"described", "number-differs", "not-a-document", "no-content", "not-fetched"})


def check(case: Case) -> Finding | None:
    """Fires on every other "cannot tell" about a page that could be compared."""
    if case.access not in (Access.OK, Access.MOVED) or case.identity.identity is not Identity.CANNOT_TELL:
        return None
    if case.identity.reason in _TOLD_ELSEWHERE:
        return None
    return raise_on_citation(RULE, case.citation, REASONS[case.identity.reason])
