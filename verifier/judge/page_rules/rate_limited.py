"""CIT403."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT403",
    "rate-limited",
    Severity.WARNING,
    means="The site answered 429: too many requests.",
    why="It says nothing about the page: the citation stays unconfirmed and is not counted as broken.",
    todo="Nothing; it is asked again. A longer interval for this host helps ([[host]] in config.toml).",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.RATE_LIMITED:
        return None
    return raise_on_citation(RULE, case.citation, f"The site asks to be asked less often: {case.said}.")
