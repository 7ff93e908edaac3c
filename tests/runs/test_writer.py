"""Results on their way to the database: none is lost, and none waits for long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from tests.simulator import SimulatedClock
from tests.store.builders import NOW, check, corpus
from verifier.config import EvidenceConfig
from verifier.errors import StoreError
from verifier.evidence.folder import WarcFolder
from verifier.model.check import Check
from verifier.model.evidence import Head, Visit
from verifier.runs.keeping import Keeping
from verifier.runs.writer import CheckBatches
from verifier.store.checks import history
from verifier.store.database import Connection, Database
from verifier.store.documents import record_corpus
from verifier.store.runs import start_run

R = TypeVar("R")
URLS = [f"https://host{number}.example/" for number in range(250)]


@dataclass
class OneThread:
    """Writes as the real writer does; fails, or takes its time, where it is told to."""

    database: Database
    clock: SimulatedClock
    latency: float = 0.0
    fails: bool = False
    at: list[float] = field(default_factory=list)

    async def write(self, function: Callable[[Connection], R]) -> R:
        await self.clock.sleep(self.latency)
        if self.fails:
            raise StoreError("the disk is full")
        self.at.append(self.clock.monotonic())
        with self.database.write() as connection:
            return function(connection)

    async def read(self, function: Callable[[Connection], R]) -> R:
        with self.database.read() as connection:
            return function(connection)


@pytest.fixture
def writer(database: Database) -> OneThread:
    return OneThread(database, SimulatedClock())


@pytest.fixture
def checks(database: Database) -> list[Check]:
    with database.write() as connection:
        record_corpus(connection, corpus(one=URLS), NOW)
        run_id = start_run(connection, NOW).id
    return [check(url, run_id) for url in URLS]


def stored(database: Database) -> int:
    with database.read() as connection:
        return len(history(connection, None))


def test_whatever_was_handed_over_is_written_at_the_end(writer: OneThread, checks: list[Check]) -> None:
    async def night() -> None:
        async with CheckBatches(writer) as batches:
            for one in checks:
                batches.add(one)

    writer.clock.run(night())
    assert stored(writer.database) == len(checks)


def test_a_slow_disk_loses_nothing_of_what_arrives_meanwhile(writer: OneThread, checks: list[Check]) -> None:
    writer.latency = 3.0

    async def night() -> None:
        async with CheckBatches(writer) as batches:
            for one in checks:
                batches.add(one)
                await writer.clock.sleep(0.05)

    writer.clock.run(night())
    assert stored(writer.database) == len(checks)


def test_a_result_is_written_when_it_is_a_second_old(writer: OneThread, checks: list[Check]) -> None:
    async def night() -> None:
        async with CheckBatches(writer) as batches:
            batches.add(checks[0])
            await writer.clock.sleep(0.5)
            batches.add(checks[1])
            await writer.clock.sleep(10)
            batches.add(checks[2])
            await writer.clock.sleep(10)

    writer.clock.run(night())
    first, second = writer.at
    assert first <= 1.0
    assert 10.5 < second <= 11.5


def test_many_results_do_not_wait_for_the_second(writer: OneThread, checks: list[Check]) -> None:
    async def night() -> None:
        async with CheckBatches(writer) as batches:
            for one in checks[:150]:
                batches.add(one)
            await writer.clock.sleep(10)

    writer.clock.run(night())
    assert writer.at[0] < 0.5


def weighty(one: Check) -> Visit:
    head = Head(one.source, (), 200, b"OK", ())
    return Visit(one.source, NOW, (head,), bytes(1024**2), one.source, complete=True)


def keeping(folder: Path, clock: SimulatedClock) -> Keeping:
    return Keeping(WarcFolder(folder / "evidence", EvidenceConfig(mode="warc")), clock, lambda _: None)


def test_no_page_is_asked_for_while_memory_is_full_of_bodies(
    writer: OneThread, checks: list[Check], tmp_path: Path
) -> None:
    writer.latency = 2.0
    waiting: list[int] = []

    async def night() -> None:
        async with CheckBatches(writer, keeping(tmp_path, writer.clock)) as batches:
            for one in checks:
                await batches.room()
                batches.add(one, weighty(one))
                waiting.append(batches._weight)

    writer.clock.run(night())
    assert max(waiting) <= 33 * 1024**2
    assert stored(writer.database) == len(checks)


def test_whoever_waits_for_room_hears_of_a_write_that_failed(
    writer: OneThread, checks: list[Check], tmp_path: Path
) -> None:
    writer.latency, writer.fails = 2.0, True

    async def night() -> None:
        async with CheckBatches(writer, keeping(tmp_path, writer.clock)) as batches:
            for one in checks:
                await batches.room()
                batches.add(one, weighty(one))

    with pytest.raises(StoreError, match="the disk is full"):
        writer.clock.run(night())


@pytest.mark.parametrize("seconds", [0.0, 10.0])
def test_a_write_that_fails_is_never_passed_over(
    writer: OneThread, checks: list[Check], seconds: float
) -> None:
    writer.fails = True

    async def night() -> None:
        async with CheckBatches(writer) as batches:
            batches.add(checks[0])
            await writer.clock.sleep(seconds)

    with pytest.raises(StoreError, match="the disk is full"):
        writer.clock.run(night())


def test_after_a_failed_write_nothing_more_is_accepted(writer: OneThread, checks: list[Check]) -> None:
    writer.fails = True
    accepted = 0

    async def night() -> None:
        nonlocal accepted
        async with CheckBatches(writer) as batches:
            for one in checks:
                batches.add(one)
                accepted += 1
                await writer.clock.sleep(1)

    with pytest.raises(StoreError):
        writer.clock.run(night())
    assert accepted <= 2
