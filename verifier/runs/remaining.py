"""How many nights the archive's part of the work still takes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from verifier.config import ArchiveConfig
from verifier.judge.wording import count
from verifier.model.holding import TRIES, Holding, as_of
from verifier.plan.attempts import nights
from verifier.plan.captures import (
    GIVEN_UP,
    ArchiveCandidate,
    affordable_captures,
    captures_due,
    is_given_up,
    lookups_due,
)


def remaining(
    candidates: Sequence[ArchiveCandidate],
    known: Mapping[str, Holding],
    now: datetime,
    settings: ArchiveConfig,
    *,
    captures: bool,
) -> Iterator[str]:
    """A sentence for the look-ups that are due, and for the captures, where these are wanted."""
    everything = len(candidates)
    lookups = lookups_due(candidates, known, now, settings.lookup_again, everything)
    yield from _sentence(len(lookups), "a look-up", settings.nightly_lookups, "look-up")
    if captures:
        copies = captures_due(candidates, known, now, everything)
        affordable = affordable_captures(settings.nightly_captures, settings.nightly_bytes)
        yield from _sentence(len(copies), "a copy", affordable, "capture")
        yield from _given_up(candidates, as_of(known, now))


def _given_up(candidates: Sequence[ArchiveCandidate], known: Mapping[str, Holding]) -> Iterator[str]:
    given_up = sum(each.source in known and is_given_up(each, known[each.source]) for each in candidates)
    if given_up:
        wait = count(GIVEN_UP.days, "day")
        what = f"{TRIES} copies in a row were made that do not serve"
        yield f"Of {count(given_up, 'source')} {what}: the next is asked for {wait} after the last."


def _sentence(due: int, what: str, a_night: int, unit: str) -> Iterator[str]:
    if due and a_night:
        waits = "waits" if due == 1 else "wait"
        needed = count(nights(due, a_night), "more night")
        yield f"{count(due, 'source')} still {waits} for {what}: {needed} at {count(a_night, unit)} a night."
