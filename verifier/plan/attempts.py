"""When an attempt to have a page archived is made again after it came to nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from math import ceil

from verifier.model.holding import Holding
from verifier.model.memento import Capture, CaptureState
from verifier.model.outcome import OutcomeClass
from verifier.model.source import UnusableUrl, parse_source

ENDS: Mapping[OutcomeClass, timedelta | None] = {
    OutcomeClass.TARGET_GONE: timedelta(days=30),
    OutcomeClass.TARGET_REFUSED: timedelta(days=90),
    OutcomeClass.TARGET_TRANSIENT: None,
    OutcomeClass.SERVICE_TRANSIENT: None,
    OutcomeClass.UNARCHIVABLE: timedelta(days=180),
    OutcomeClass.QUOTA_NOW: None,
    OutcomeClass.QUOTA_URL_DAY: None,
    OutcomeClass.QUOTA_HOST_DAY: None,
    OutcomeClass.QUOTA_ACCOUNT_DAY: None,
    OutcomeClass.ACCOUNT_STOP: None,
    OutcomeClass.UNKNOWN: None,
}
"""After which time; None: on the next day (UTC, as the archive's quotas count). Sites change their minds
about archives, and pages come back, but not from one night to the next."""

ENDED: Mapping[CaptureState, OutcomeClass] = {
    CaptureState.REFUSED: OutcomeClass.TARGET_REFUSED,
    CaptureState.UNARCHIVABLE: OutcomeClass.UNARCHIVABLE,
}
"""States in which an attempt came to nothing for long, and the class where none is on record."""


def due_again(outcome: OutcomeClass, now: datetime) -> datetime:
    """When an attempt that just failed is made again."""
    end = ENDS[outcome]
    return _next_day(now) if end is None else now + end


def due_from(capture: Capture) -> datetime:
    """When an attempt without a copy may be made again: as it says, else by its state."""
    if capture.due is not None:
        return capture.due
    ended = ENDED.get(capture.state)
    return _next_day(capture.at) if ended is None else due_again(ended, capture.at)


def full_hosts(holdings: Iterable[Holding], now: datetime) -> frozenset[str]:
    """The hosts of which the archive takes no more on this day."""
    return frozenset(
        _host(holding.source)
        for holding in holdings
        if holding.capture is not None
        and holding.capture.outcome is OutcomeClass.QUOTA_HOST_DAY
        and now < due_from(holding.capture)
    )


def day_began(now: datetime) -> datetime:
    """When the day of `now` began (UTC, as the archive's quotas count): budgets are for a day."""
    return datetime.combine(now.astimezone(UTC).date(), time(), UTC)


def nights(due: int, a_night: int) -> int:
    """How many nights it takes to deal with what is due; 0 where that is never."""
    return ceil(due / a_night) if a_night > 0 else 0


def _host(source: str) -> str:
    try:
        return parse_source(source).host
    except UnusableUrl:
        return ""


def _next_day(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
