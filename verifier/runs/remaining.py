"""How many nights the archive's part of the work still takes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from verifier.config import ArchiveConfig
from verifier.judge.wording import count
from verifier.model.holding import Holding
from verifier.plan.attempts import nights
from verifier.plan.captures import ArchiveCandidate, affordable_captures, captures_due, lookups_due


def remaining(
    candidates: Sequence[ArchiveCandidate],
    known: Mapping[str, Holding],
    now: datetime,
    settings: ArchiveConfig,
    *,
    captures: bool,
) -> Iterator[str]:
    """A sentence for the look-ups that are due, and one for the captures, where these are wanted."""
    everything = len(candidates)
    lookups = lookups_due(candidates, known, now, settings.lookup_again, everything)
    yield from _sentence(len(lookups), "a look-up", settings.nightly_lookups, "look-up")
    if captures:
        copies = captures_due(candidates, known, now, everything)
        affordable = affordable_captures(settings.nightly_captures, settings.nightly_bytes)
        yield from _sentence(len(copies), "a copy", affordable, "capture")


def _sentence(due: int, what: str, a_night: int, unit: str) -> Iterator[str]:
    if due and a_night:
        waits = "waits" if due == 1 else "wait"
        needed = count(nights(due, a_night), "more night")
        yield f"{count(due, 'source')} still {waits} for {what}: {needed} at {count(a_night, unit)} a night."
