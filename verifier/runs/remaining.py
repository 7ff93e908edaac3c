"""How many nights the archive's part of the work still takes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from verifier.config import ArchiveConfig
from verifier.judge.wording import count
from verifier.model.holding import Holding
from verifier.plan.attempts import nights
from verifier.plan.captures import ArchiveCandidate, affordable_captures, captures_due, lookups_due


def remaining_lookups(
    candidates: Sequence[ArchiveCandidate],
    known: Mapping[str, Holding],
    now: datetime,
    settings: ArchiveConfig,
) -> Iterator[str]:
    """One sentence, where a look-up is due."""
    due = lookups_due(candidates, known, now, settings.lookup_again, len(candidates))
    yield from _sentence(len(due), "a look-up", settings.nightly_lookups, "look-up")


def remaining_captures(
    candidates: Sequence[ArchiveCandidate],
    known: Mapping[str, Holding],
    now: datetime,
    settings: ArchiveConfig,
) -> Iterator[str]:
    """One sentence, where a capture is due."""
    due = captures_due(candidates, known, now, len(candidates))
    a_night = affordable_captures(settings.nightly_captures, settings.nightly_bytes)
    yield from _sentence(len(due), "a copy", a_night, "capture")


def _sentence(due: int, what: str, a_night: int, unit: str) -> Iterator[str]:
    if due and a_night:
        waits = "waits" if due == 1 else "wait"
        needed = count(nights(due, a_night), "more night")
        yield f"{count(due, 'source')} still {waits} for {what}: {needed} at {count(a_night, unit)} a night."
