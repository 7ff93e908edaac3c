"""The nightly job by the clock. APScheduler says when; what is due is in the database.

Jobs run one at a time in this process. A request to stop ends the job politely and then the daemon.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from cronsim import CronSim, CronSimError

from verifier.config import ScheduleConfig
from verifier.errors import ConfigError, VerifierError
from verifier.model.exitcode import ExitCode
from verifier.runs.events import Emit, Note, Trouble
from verifier.runs.stopping import Stop

_LOG = logging.getLogger(__name__)

Job = Callable[[], Awaitable[ExitCode]]


class CronTrigger(BaseTrigger):  # type: ignore[misc] # the library is not typed
    """Fires by a cron expression with the semantics of Debian's cron.

    APScheduler's own `from_crontab` counts weekdays from Monday and fires twice when clocks go back.
    """

    def __init__(self, expression: str, timezone: str) -> None:
        try:
            self._zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ConfigError(
                f'schedule.timezone = "{timezone}" is no known time zone',
                'Use an IANA name such as "Europe/Berlin".',
            ) from None
        self._expression = expression
        try:
            next(CronSim(expression, datetime(2000, 1, 1, tzinfo=self._zone)))
        except StopIteration:
            raise ConfigError(
                f'schedule.check = "{expression}" never comes', "Correct the day or the month."
            ) from None
        except CronSimError as error:
            raise ConfigError(
                f'schedule.check = "{expression}" is no cron expression: {error}',
                'Five fields: minute, hour, day of month, month, weekday ("17 3 * * *").',
            ) from None

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The first instant of the expression after the last firing, else after `now`."""
        after = (previous_fire_time or now).astimezone(self._zone)
        return next(CronSim(self._expression, after), None)


async def serve(schedule: ScheduleConfig, job: Job, *, at_once: bool, stop: Stop, emit: Emit) -> ExitCode:
    """Run `job` whenever the schedule says so, until somebody wants to stop.

    `at_once` runs it first without waiting (an interrupted run is there to be resumed). A job that
    fails is told and tried again at its next time.
    """
    due = asyncio.Event()

    async def fire() -> None:
        due.set()

    scheduler = AsyncIOScheduler(timezone=ZoneInfo("UTC"))
    trigger = CronTrigger(schedule.check, schedule.timezone)
    scheduler.add_job(fire, trigger, misfire_grace_time=None, coalesce=True, max_instances=1)
    scheduler.start()
    try:
        if at_once:
            due.set()
        while await _next(due, scheduler, stop, emit):
            await _attempt(job, emit)
    finally:
        scheduler.shutdown(wait=False)
    return stop.code or ExitCode.PASS


async def _next(due: asyncio.Event, scheduler: AsyncIOScheduler, stop: Stop, emit: Emit) -> bool:
    """Wait for the next firing; False where somebody wants to stop."""
    if not due.is_set() and not stop.requested:
        for entry in scheduler.get_jobs():
            emit(Note(f"Next run at {entry.next_run_time:%Y-%m-%d %H:%M %Z}."))
    waits = [asyncio.create_task(due.wait()), asyncio.create_task(stop.wait())]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in waits:
        task.cancel()
    await asyncio.gather(*waits, return_exceptions=True)
    due.clear()
    return not stop.requested


async def _attempt(job: Job, emit: Emit) -> None:
    try:
        await job()
    except VerifierError as error:
        emit(Trouble(f"The run failed: {error.message} {error.hint} It is tried again at its next time."))
    except Exception as error:  # noqa: BLE001 - one bad night must not end the nights after it
        _LOG.exception("The run failed")
        emit(Trouble(f"The run failed ({type(error).__name__}). It is tried again at its next time."))
