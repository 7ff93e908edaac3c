"""CIT202."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation

RULE = Rule(
    "CIT202",
    "described",
    Severity.INFO,
    means="The page speaks of what the citation names, but carries another title.",
    why="The cited title describes the page in words of its own. Readers who search for it find nothing.",
    todo="Consider using the page's own title, which the message gives.",
)


def check(case: Case) -> Finding | None:
    """Fires where the text covers the cited title and no title matches it."""
    if case.identity.reason != "described":
        return None
    found = case.identity.found_title or ""
    message = f"The page speaks of what is cited; its own title is {quote(found)}."
    return raise_on_citation(RULE, case.citation, message)
