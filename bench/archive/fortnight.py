"""Fourteen nights over many sources, with everything that an archive was seen to do, and kills at random.

The real nightly run and the real `archive` errand, the real clients, a real database; the web, the archive
and the time are simulated. Every session is a process of its own, so that a kill is a kill.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from bench.archive.wire import RemoteArchive, ServedClock, serve
from bench.archive.world import Fate, fates, fill, page_of, script_of, write_corpus
from tests.simulator import SimulatedClock, SimulatedWeb
from verifier.archive.keys import Keys
from verifier.archive.wayback import Wayback
from verifier.config import Config
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_replies import Reply, Service
from verifier.demo.archive_server import SeenRequest
from verifier.runs.archive import archive
from verifier.runs.archiving import ALL_DUE
from verifier.runs.ledger import StoredLedger
from verifier.runs.neighbours import Neighbours
from verifier.runs.nightly import nightly
from verifier.runs.reader import InlineReader
from verifier.runs.stopping import Stop
from verifier.store.database import Database

BEGINS = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OUTAGES = ((1, 3.02), (5, 2.9), (8, 9.9))
"""Day and hour at which the archive begins to take no connections …"""
OUTAGE = 6 * HOUR
"""… for so long."""
KILLED = 0.5
"""Share of sessions that are killed."""
LONG = 2.0
"""Seconds by which a source makes a session longer, at most: within that time it is killed."""
AFTER_A_KILL = timedelta(minutes=10)
KEYS = Keys("fortnight-access-key", "fortnight-secret-key")
SESSIONS = ((0.0, "run"), (1.2, "archive"), (2.5, "archive"), (4.0, "archive"), (14.0, "archive"))
"""Hours after a night's begin, and what is called then: cron, and a keeper who does not wait."""
SETTINGS = {
    "archive": {
        "mode": "capture",
        "nightly_lookups": 700,
        "nightly_captures": 400,
        "nightly_replays": 1500,
        "nightly_bytes": "4GB",
    },
    "check": {"confirm_after": "10s"},
    "fetch": {"retries": 1},
    "report": {"formats": ["json"]},
}


@dataclass(slots=True)
class Seen:
    """One request that reached the archive, or would have."""

    at: datetime
    service: Service
    url: str
    taken: bool
    """False where no connection was taken."""
    accepted: bool = False
    """Of a submission: whether a job was begun."""


@dataclass(slots=True)
class Archive:
    """The archive of this fortnight."""

    by_url: dict[str, Fate]
    clock: ServedClock
    stand_in: StandInArchive
    seen: list[Seen] = field(default_factory=list)
    attempts: Counter[str] = field(default_factory=Counter)

    def answer(self, request: SeenRequest, now: datetime) -> Reply | None:
        """See `wire.Service`."""
        assert request.service is not None
        entry = Seen(now, request.service, request.url, not is_outage(now))
        self.seen.append(entry)
        if not entry.taken:
            return None
        if request.service is not Service.SAVE:
            return self.stand_in.answer(request)
        fate = self.by_url[request.url]
        self.stand_in.script_save(fate.url, script_of(fate, self.attempts[fate.url]))
        reply = self.stand_in.answer(request)
        entry.accepted = b'"job_id": "spn2-' in reply.body
        self.attempts[fate.url] += entry.accepted
        return reply


def is_outage(now: datetime) -> bool:
    """Whether the archive takes no connections."""
    return any(begin <= now < begin + OUTAGE for begin in outages())


def outages() -> Iterator[datetime]:
    """When they begin."""
    midnight = BEGINS.replace(hour=0)
    return (midnight + day * DAY + hour * HOUR for day, hour in OUTAGES)


@dataclass(slots=True)
class Fortnight:
    """What happened."""

    folder: Path
    fates: list[Fate]
    archive: Archive
    sessions: int = 0
    kills: int = 0
    ends: datetime = BEGINS


def play(folder: Path, sources: int, nights: int, seed: int) -> Fortnight:
    """Let it happen in `folder`."""
    all_fates = fates(sources, seed)
    write_corpus(folder / "corpus", all_fates)
    clock = ServedClock(BEGINS)
    by_url = {fate.url: fate for fate in all_fates}
    stand_in = StandInArchive(
        access=KEYS.access,
        secret=KEYS.secret,
        clock=clock,
        origin=lambda url: (200, "text/html; charset=utf-8", page_of(by_url[url]).body),
    )
    stand_in.limit_account(sessions=6, a_day=300)
    fill(stand_in, all_fates)
    story = Fortnight(folder, all_fates, Archive(by_url, clock, stand_in))
    random = Random(seed)
    with closing(stand_in):
        for night in range(nights):
            for hours, use_case in SESSIONS:
                _session(story, use_case, BEGINS + night * DAY + hours * HOUR, random)
    return story


def _session(story: Fortnight, use_case: str, at: datetime, random: Random) -> None:
    """One job of cron; killed ones are begun again soon after, as a watchful keeper would."""
    at = max(at, story.ends)
    for _ in range(4):
        # Early more often than late: most sessions are short.
        limit = LONG * len(story.fates) * random.random() ** 4 if random.random() < KILLED else None
        ours, theirs = multiprocessing.Pipe()
        arguments = (theirs, ours, story.folder, story.fates, use_case, at, limit)
        process = multiprocessing.get_context("fork").Process(target=_work, args=arguments)
        process.start()
        theirs.close()
        story.archive.clock.moment = max(story.archive.clock.moment, at)
        serve(ours, story.archive, story.archive.clock)
        process.join()
        ours.close()
        story.sessions += 1
        story.ends = at = story.archive.clock.moment + AFTER_A_KILL
        if process.exitcode != -signal.SIGKILL:
            assert process.exitcode == 0, f"a session ended with {process.exitcode}"
            return
        story.kills += 1


def _work(
    line: Connection,
    others: Connection,
    folder: Path,
    all_fates: list[Fate],
    use_case: str,
    at: datetime,
    limit: float | None,
) -> None:
    """A session; killed after `limit` seconds of its own time."""
    others.close()
    clock = SimulatedClock(at)
    web = SimulatedWeb(clock)
    web.pages.update({fate.url: page_of(fate) for fate in all_fates})
    config = Config.model_validate(SETTINGS)

    async def session() -> None:
        if limit is not None:
            asyncio.get_running_loop().call_later(limit, os.kill, os.getpid(), signal.SIGKILL)
        with closing(Database.open("sqlite:///night.db", folder)) as database:
            ledger = StoredLedger(database, config.archive.base)
            remote = RemoteArchive(line, clock)
            wayback = Wayback(config.archive, config.fetch, KEYS, clock, ledger, remote)
            reports = folder / "reports"
            world = Neighbours(
                config, folder / "corpus", reports, database, web, wayback, web.online, clock, InlineReader()
            )
            code = (
                await nightly(world, Stop(), lambda _: None)
                if use_case == "run"
                else await archive(world, Stop(), lambda _: None, ALL_DUE)
            )
            assert code == 0, f"{use_case} ended with {code}"
            ledger.close()

    clock.run(session())
