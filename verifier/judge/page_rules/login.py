"""CIT402."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access, PageClass

RULE = Rule(
    "CIT402",
    "login",
    Severity.WARNING,
    means="The page asks for a name and a password.",
    why="It says nothing about the page: the citation stays unconfirmed and is not counted as broken. "
    "Readers may not be able to open it either.",
    todo="Cite a public version or an archived copy where there is one.",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.BLOCKED or case.page_class is not PageClass.LOGIN:
        return None
    return raise_on_citation(RULE, case.citation, f"{quote(case.final_url)} asks for a login.")
