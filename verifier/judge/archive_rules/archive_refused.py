"""CIT304."""

from __future__ import annotations

from verifier.judge.preservation import ArchiveCase
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Preservation

RULE = Rule(
    "CIT304",
    "archive-refused",
    Severity.INFO,
    means="The archive does not keep this page: the site or the archive excludes it.",
    why="Some publishers refuse archives. No copy of the page will be there when it is gone.",
    todo="Keep a copy of your own, as far as the law allows, or cite a second source beside it.",
)


def check(case: ArchiveCase) -> Finding | None:
    """Fires where the archive excludes the page or its capture was refused for good."""
    if case.preservation is not Preservation.REFUSED:
        return None
    return raise_on_citation(RULE, case.citation, "The archive does not keep this page.")
