"""CIT101."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access, PageClass

RULE = Rule(
    "CIT101",
    "gone",
    Severity.ERROR,
    means="The server says that there is no such page (404 or 410), in two fetches that agree.",
    why="Readers cannot check what the document says there. Invented URLs look like this too.",
    todo="Look for the document's new address; else cite an archived copy. If it never existed, remove the "
    "claim that rests on it.",
)


def check(case: Case) -> Finding | None:
    """Fires where the status itself says so; pages that only say so in words have rules of their own."""
    if case.access is not Access.GONE or case.page_class in (PageClass.SOFT_404, PageClass.PARKED):
        return None
    message = f"The server answers {case.status} for {quote(case.final_url)}: there is no such page."
    return case.unless_seen_once(raise_on_citation(RULE, case.citation, message))
