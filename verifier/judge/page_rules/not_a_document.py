"""CIT407."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT407",
    "not-a-document",
    Severity.WARNING,
    means="The page answers, but what is there cannot be compared: an empty shell before its scripts run, "
    "a stub, an error page, the front page, an image, or nothing at all.",
    why="It says nothing about the page: the citation stays unconfirmed and is not counted as broken.",
    todo="Open it in a browser. If it is the front page, cite the document itself.",
)


_REASONS = frozenset({"not-a-document", "no-content", "not-fetched"})


def check(case: Case) -> Finding | None:
    """Fires where the source answers with something that cannot be compared."""
    if case.access not in (Access.OK, Access.MOVED) or case.identity.reason not in _REASONS:
        return None
    return raise_on_citation(RULE, case.citation, _message(case))


def _message(case: Case) -> str:
    if case.observation.came_empty:
        return "The page came without content."
    if case.observation.page is None:
        return "What answers could not be read."
    return f"What answers is no document: {case.page_class or 'nothing that holds a title'}."
