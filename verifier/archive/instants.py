"""Points in time as archives write them: HTTP dates and 14 digits. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

_TIMESTAMP = "%Y%m%d%H%M%S"
_SAME = timedelta(seconds=1)
_CLOCKS_DIFFER = timedelta(days=1)
_LONGEST = 100


def instant(header: str) -> datetime | None:
    """The instant in UTC that an HTTP date names (RFC 9110 section 5.6.7); None where it names none."""
    try:
        given = parsedate_to_datetime(header[:_LONGEST])
        return given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)
    except (ValueError, OverflowError):
        # A year of twenty digits is no ValueError.
        return None


def http_date(at: datetime) -> str:
    """`at` as an HTTP date."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def as_timestamp(at: datetime) -> str:
    """`at` as 14 digits."""
    return at.strftime(_TIMESTAMP).zfill(14)


def instant_of(timestamp: str) -> datetime | None:
    """The instant that 14 digits name; None where they name none."""
    try:
        return datetime.strptime(timestamp, _TIMESTAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def is_to_come(at: datetime, now: datetime) -> bool:
    """Whether an instant that a copy is said to be of lies ahead: no copy can be of such a one."""
    return at > now + _CLOCKS_DIFFER


def is_same_instant(header: str, timestamp: str) -> bool:
    """Whether an HTTP date and 14 digits name the same second, give or take one."""
    given, asked = instant(header), instant_of(timestamp)
    return given is not None and asked is not None and abs(given - asked) <= _SAME
