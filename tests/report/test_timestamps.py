from __future__ import annotations

from datetime import datetime, timedelta, timezone

from verifier.report.timestamps import iso, readable

BERLIN_SUMMER = datetime(2026, 7, 3, 5, 41, 9, 700_000, tzinfo=timezone(timedelta(hours=2)))


def test_instants_are_written_in_utc_to_the_second() -> None:
    assert iso(BERLIN_SUMMER) == "2026-07-03T03:41:09Z"
    assert iso(None) is None


def test_people_read_minutes() -> None:
    assert readable(BERLIN_SUMMER) == "2026-07-03 03:41 UTC"
