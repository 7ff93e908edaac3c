"""CIT305."""

from __future__ import annotations

from verifier.judge.preservation import ArchiveCase
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.holding import CopyStanding
from verifier.model.verdict import Preservation

RULE = Rule(
    "CIT305",
    "copy-lost",
    Severity.WARNING,
    means="A copy that was confirmed cannot be had any more: two replays at least a day apart failed.",
    why="Archives lose captures and exclude sites later. What was safe is not.",
    todo="Nothing at once: another copy is looked up or made. Keep one of your own where it matters.",
)


def check(case: ArchiveCase) -> Finding | None:
    """Fires where a copy was lost and no other one is confirmed."""
    holding = case.holding
    if holding is None or case.preservation is Preservation.PRESERVED:
        return None
    lost = next((r for r in holding.replays if holding.standing(r.memento) is CopyStanding.LOST), None)
    if lost is None:
        return None
    message = f"The copy of {lost.memento.timestamp[:4]} that was confirmed is lost: {lost.memento.uri}"
    return raise_on_citation(RULE, case.citation, message)
