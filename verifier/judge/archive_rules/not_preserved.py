"""CIT301."""

from __future__ import annotations

from verifier.judge.preservation import ArchiveCase
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.holding import TRIES
from verifier.model.verdict import Preservation

RULE = Rule(
    "CIT301",
    "not-preserved",
    Severity.INFO,
    means="The archive was asked and has no usable copy of the page.",
    why="Once the page is gone, nothing is left to check the citation against.",
    todo='Have a copy made: set [archive] mode = "capture" and the keys of an account, or save it by hand.',
)


def check(case: ArchiveCase) -> Finding | None:
    """Fires where a look-up succeeded without a usable copy."""
    if case.preservation is not Preservation.NONE:
        return None
    message = "The archive has no usable copy of this page."
    if case.holding is not None and case.holding.made_in_vain >= TRIES:
        message = f"{message} It made {case.holding.made_in_vain} in a row, and none of them serves."
    return raise_on_citation(RULE, case.citation, message)
