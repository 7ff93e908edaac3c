"""CIT104."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation

RULE = Rule(
    "CIT104",
    "redirected-elsewhere",
    Severity.ERROR,
    means="The address named the document, but it leads to the front page or to a page above it.",
    why="The document was taken down; the redirect hides that from a check of the status.",
    todo="Look for the document's new address; else cite an archived copy. If it never existed, remove the "
    "claim that rests on it.",
)


def check(case: Case) -> Finding | None:
    """Fires where the part of the address that named the document was lost on the way."""
    if case.identity.reason != "redirected-elsewhere":
        return None
    message = f"The request for the document ended at {quote(case.final_url)}, which is another page."
    return case.unless_seen_once(raise_on_citation(RULE, case.citation, message))
