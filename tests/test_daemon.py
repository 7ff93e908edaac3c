"""The clock of the daemon: it fires when a person who reads the expression expects it to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.config import ScheduleConfig
from verifier.daemon import CronTrigger, serve
from verifier.errors import ConfigError, StoreError
from verifier.model.exitcode import ExitCode
from verifier.runs.events import Event, Note, Trouble
from verifier.runs.stopping import Stop

BERLIN = ZoneInfo("Europe/Berlin")


def firings(expression: str, zone: str, start: datetime, days: int) -> list[datetime]:
    trigger = CronTrigger(expression, zone)
    found: list[datetime] = []
    last: datetime | None = None
    while True:
        last = trigger.get_next_fire_time(last, start)
        assert last is not None
        if last > start + timedelta(days=days):
            return found
        found.append(last)


def test_weekday_1_is_monday() -> None:
    (monday,) = firings("0 3 * * 1", "UTC", datetime(2026, 3, 3, tzinfo=UTC), 7)

    assert (monday.isoweekday(), monday.hour) == (1, 3)


@pytest.mark.parametrize(
    "start", [datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 3, 28, 12, tzinfo=UTC)]
)
def test_half_past_two_fires_once_when_the_clocks_change(start: datetime) -> None:
    assert len(firings("30 2 * * *", "Europe/Berlin", start, 1)) == 1


@given(st.integers(0, 6_000 * 24 * 60))
def test_the_nightly_job_fires_once_every_local_day(minutes: int) -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    days = [moment.astimezone(BERLIN).date() for moment in firings("17 3 * * *", "Europe/Berlin", start, 10)]

    assert len(days) == len(set(days))
    assert all(later - earlier == timedelta(days=1) for earlier, later in zip(days, days[1:], strict=False))


@pytest.mark.parametrize(
    ("expression", "zone", "said"),
    [
        ("17 3 * *", "UTC", "no cron expression"),
        ("61 3 * * *", "UTC", "no cron expression"),
        ("0 0 30 2 *", "UTC", "cron expression|never comes"),
        ("0 0 * * *", "Europe/Nowhere", "no known time zone"),
        ("0 0 * * *", "../../etc/passwd", "no known time zone"),
    ],
)
def test_a_schedule_that_cannot_be_kept_is_refused(expression: str, zone: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        CronTrigger(expression, zone)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            StoreError("the disk is full", "Free some space."),
            "The run failed: the disk is full Free some space.",
        ),
        (ValueError("a defect"), "The run failed (ValueError)."),
    ],
)
def test_a_job_that_fails_is_told_and_does_not_end_the_daemon(error: Exception, said: str) -> None:
    events: list[Event] = []
    stop = Stop()

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, Note):
            stop.request(ExitCode.TERMINATED)

    async def job() -> ExitCode:
        raise error

    async def daemon() -> ExitCode:
        return await serve(ScheduleConfig(), job, at_once=True, stop=stop, emit=emit)

    assert asyncio.run(daemon()) is ExitCode.TERMINATED
    trouble, note = events
    assert isinstance(trouble, Trouble)
    assert trouble.text.startswith(said)
    assert isinstance(note, Note)
    assert note.text.startswith("Next run at ")


def test_a_daemon_that_is_stopped_during_a_run_names_no_next_one() -> None:
    events: list[Event] = []
    stop = Stop()

    async def job() -> ExitCode:
        stop.request(ExitCode.TERMINATED)
        return ExitCode.TERMINATED

    async def daemon() -> ExitCode:
        return await serve(ScheduleConfig(), job, at_once=True, stop=stop, emit=events.append)

    assert asyncio.run(daemon()) is ExitCode.TERMINATED
    assert events == []
