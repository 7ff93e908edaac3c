"""CIT411."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access, PageClass

RULE = Rule(
    "CIT411",
    "consent",
    Severity.WARNING,
    means="The site shows a consent page instead of the document.",
    why="It says nothing about the page: the citation stays unconfirmed and is not counted as broken.",
    todo="Open it in a browser; an archived copy may establish what it is.",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.BLOCKED or case.page_class is not PageClass.CONSENT:
        return None
    message = f"{quote(case.final_url)} asks for consent before it shows anything."
    return raise_on_citation(RULE, case.citation, message)
