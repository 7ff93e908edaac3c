"""How often an archive is asked, and when it is left alone: each step from one state to the next. Pure.

Moments are on the wall clock, because processes share them, and a state outlives a boot. A clock that was
set back must not lock the archive out: no moment is believed that lies further ahead than the longest pause
(of a probe: than the time between two).
Numbers: design, wayback.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from verifier.model.pool import Pace, PoolState

PAUSE = 60.0
"""Seconds without requests after a refusal that names no time."""
BREAK = 65 * 60.0
"""Seconds without requests after three refusals in a row: the archive's firewall holds for an hour."""
LONGEST = 6 * 3600.0
"""Seconds that no pause exceeds, whatever is asked."""
REFUSALS = 3
"""Refusals in a row that open the breaker."""
SILENCES = 3
"""Requests in a row that nobody answered in time count as a refusal: the archive is overloaded."""
PROBE_EVERY = 60.0
"""Seconds between two probes of a service whose break is over."""
_CLOCKS_AGREE = timedelta(minutes=1)
"""A booking that lies further ahead was made before the clock was set back. (A process that waits for the
database books with a moment that is a little old.)"""


@dataclass(frozen=True, slots=True)
class Slot:
    """The moment at which a request may go out."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """No request may go out."""

    until: datetime
    probing: bool = False
    """True where the break is over, and one request is out to see whether the service answers."""


def clamped(seconds: float) -> float:
    """A pause that is kept, in seconds: 1 s to 6 h."""
    return min(max(seconds, 1.0), LONGEST)


def reserve(state: PoolState, kind: str, interval: float, now: datetime) -> tuple[PoolState, Slot | Closed]:
    """Book the next request of a kind, `interval` seconds after the one before it.

    After a break the service is half open: one request goes out as a probe, and none beside it until it was
    answered well or a minute went by.
    """
    state = _believed(state, now)
    if state.until is not None and now < state.until:
        return state, Closed(state.until)
    probe = state.refusals >= REFUSALS
    if probe and state.next_probe is not None and now < state.next_probe:
        return state, Closed(state.next_probe, probing=True)
    at = _turn(state, kind, interval, now)
    others = tuple(pace for pace in state.paces if pace.kind != kind)
    booked = Pace(kind, at + timedelta(seconds=interval), now)
    next_probe = at + timedelta(seconds=PROBE_EVERY) if probe else None
    return replace(state, next_probe=next_probe, paces=(*others, booked)), Slot(at)


def left_alone(state: PoolState, now: datetime) -> tuple[PoolState, Closed | None]:
    """Whether a pause began since a request was booked."""
    paused = state.until is not None and now < state.until
    return state, Closed(state.until) if paused and state.until is not None else None


def refused(state: PoolState, asked: float | None, now: datetime) -> tuple[PoolState, datetime]:
    """The service refused a request, and asked for `asked` seconds of peace; the end of the pause.

    The third refusal in a row means 65 minutes, doubling to 6 hours with every further one.
    """
    state = _believed(state, now)
    refusals = state.refusals + 1
    pause = PAUSE if asked is None else clamped(asked)
    if refusals >= REFUSALS:
        pause = max(pause, clamped(BREAK * 2 ** min(refusals - REFUSALS, 4)))
    until = now + timedelta(seconds=pause)
    until = until if state.until is None else max(until, state.until)
    return replace(state, until=until, refusals=refusals, next_probe=None), until


def silent(state: PoolState, now: datetime) -> tuple[PoolState, datetime | None]:
    """A request was not answered in time; the end of the pause where that is to be taken as a refusal."""
    state = replace(state, silences=state.silences + 1)
    return refused(state, None, now) if state.silences >= SILENCES else (state, None)


def answered(state: PoolState, good: bool, now: datetime) -> tuple[PoolState, datetime | None]:
    """The service answered. A good answer ends the rows of refusals and of silences; any other one leaves
    them as they are, and is as `silent` where the breaker is not closed.

    An answer that arrives during a pause was asked for before it, and says nothing.
    """
    if state.until is not None and now < state.until:
        return state, None
    if not good:
        return silent(state, now) if state.refusals >= REFUSALS else (state, None)
    return replace(state, refusals=0, silences=0, next_probe=None), None


def _turn(state: PoolState, kind: str, interval: float, now: datetime) -> datetime:
    booked = next((pace for pace in state.paces if pace.kind == kind), None)
    if booked is None:
        return now
    if booked.booked_at > now + _CLOCKS_AGREE:
        return now + timedelta(seconds=interval)
    return max(now, booked.next_at)


def _believed(state: PoolState, now: datetime) -> PoolState:
    until = None if state.until is None else min(state.until, now + timedelta(seconds=LONGEST))
    soon = now + timedelta(seconds=PROBE_EVERY)
    next_probe = None if state.next_probe is None else min(state.next_probe, soon)
    return replace(state, until=until, next_probe=next_probe)
