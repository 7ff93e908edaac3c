"""CIT302."""

from __future__ import annotations

from verifier.judge.preservation import ArchiveCase
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.memento import ReplayState

RULE = Rule(
    "CIT302",
    "archive-url-dead",
    Severity.WARNING,
    means="The archive has no copy of the page at the instant that archive_url names, or one of an error.",
    why="The citation claims a safe copy that nobody can open. Such addresses are often made up.",
    todo="Let `verifier fix` put a confirmed copy in its place, or leave the field empty.",
)
_DEAD = frozenset({ReplayState.ELSEWHERE, ReplayState.ABSENT, ReplayState.BAD_STATUS})


def check(case: ArchiveCase) -> Finding | None:
    """Fires where two replays a day apart, or one of a copy that would be old, found none."""
    replay = case.cited_replay
    if replay is None or replay.state not in _DEAD:
        return None
    cited = quote(case.citation.claim.archive_url or "")
    message = f"The cited copy {cited} cannot be had: {replay.detail}."
    return raise_on_citation(RULE, case.citation, message)
