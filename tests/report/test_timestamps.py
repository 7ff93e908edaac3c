from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from verifier.report.timestamps import duration, iso, readable

BERLIN_SUMMER = datetime(2026, 7, 3, 5, 41, 9, 700_000, tzinfo=timezone(timedelta(hours=2)))


def test_instants_are_written_in_utc_to_the_second() -> None:
    assert iso(BERLIN_SUMMER) == "2026-07-03T03:41:09Z"
    assert iso(None) is None


def test_people_read_minutes() -> None:
    assert readable(BERLIN_SUMMER) == "2026-07-03 03:41 UTC"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (89.4, "89 s"),
        (89.6, "2 min"),
        (150, "2 min"),
        (5_369, "89 min"),
        (5_400, "1 h 30 min"),
        (3 * 3600 + 299, "3 h 05 min"),
        (171_000, "47 h 30 min"),
        (172_800, "2 d 0 h"),
        (1_000_000, "11 d 14 h"),
    ],
)
def test_a_duration_is_as_exact_as_a_person_needs(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown
