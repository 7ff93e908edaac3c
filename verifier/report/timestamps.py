"""Instants as reports write them."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(instant: datetime | None) -> str | None:
    """RFC 3339 in UTC, to the second: "2026-07-03T03:41:09Z". None stays None."""
    if instant is None:
        return None
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def readable(instant: datetime) -> str:
    """For people, to the minute: "2026-07-03 03:41 UTC"."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
