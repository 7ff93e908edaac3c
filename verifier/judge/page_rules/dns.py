"""CIT405."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT405",
    "dns",
    Severity.WARNING,
    means="The host's name could not be resolved.",
    why="A name that is gone for days means that the site is gone; a single failure may be ours. It says "
    "nothing about the page: the citation stays unconfirmed and is not counted as broken.",
    todo="If it stays so, look for the new site or cite an archived copy.",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.DNS:
        return None
    return raise_on_citation(RULE, case.citation, f"The host name could not be resolved: {case.said}.")
