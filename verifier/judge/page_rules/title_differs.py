"""CIT201."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation

RULE = Rule(
    "CIT201",
    "title-differs",
    Severity.ERROR,
    means="The page is another document than the citation names: its titles, its text and its address "
    "disagree with the cited title, in two fetches.",
    why="Readers who follow the citation find something else. URLs made up by language models often hit a "
    "real page by accident.",
    todo="Compare the two titles. Correct the URL, or the title if the page is the right one after all.",
)


def check(case: Case) -> Finding | None:
    """Fires on a mismatch of identity that rests on agreeing evidence."""
    if case.identity.reason != "title-differs":
        return None
    cited, found = case.citation.claim.title or "", case.identity.found_title or ""
    message = f"The citation names {quote(cited)}, but the page is {quote(found)}."
    return case.unless_seen_once(raise_on_citation(RULE, case.citation, message))
