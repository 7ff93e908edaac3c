"""CIT203."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation

RULE = Rule(
    "CIT203",
    "number-differs",
    Severity.WARNING,
    means="The titles agree but for a number or a year.",
    why="A wrong number may be a slip of the pen, a corrected article, or another year's edition.",
    todo="Compare the numbers and correct the one that is wrong.",
)


def check(case: Case) -> Finding | None:
    """Fires where everything but a number agrees."""
    if case.identity.reason != "number-differs":
        return None
    cited, found = case.citation.claim.title or "", case.identity.found_title or ""
    message = f"The citation says {quote(cited)}, the page {quote(found)}: a number differs."
    return raise_on_citation(RULE, case.citation, message)
