"""The one thread that writes, and the batches on their way to it.

A result is committed at most a second after it arrived; the event loop never waits for the disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Protocol, Self, TypeVar

from verifier.model.check import Check, Renewal
from verifier.model.evidence import Visit
from verifier.model.observation import Observation
from verifier.runs.keeping import Keeping
from verifier.store.checks import insert_checks, insert_renewals, load_standing
from verifier.store.database import Connection, Database

R = TypeVar("R")

_BATCH = 40
"""Results: more do not write faster, and the words of 100 pages take 20 MB."""
_HEAVY = 4 * 1024**2
"""Bytes of bodies that are written at once: they stay in memory until then."""
_FULL = 8 * _HEAVY
"""Bytes of bodies in memory at which no further page is asked for."""
_OLDEST = 0.5
"""Seconds that the first result of a batch waits for company."""


class Writer:
    """Runs functions of a connection, one transaction each, in order, on one thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def write(self, function: Callable[[Connection], R]) -> R:
        """The function's result, committed. What it raises rolls back and is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._write, function)

    async def read(self, function: Callable[[Connection], R]) -> R:
        """The same in a transaction that only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._read, function)

    def close(self) -> None:
        """Wait for what was handed over."""
        self._thread.shutdown()

    def _write(self, function: Callable[[Connection], R]) -> R:
        with self._database.write() as connection:
            return function(connection)

    def _read(self, function: Callable[[Connection], R]) -> R:
        with self._database.read() as connection:
            return function(connection)


class WritesFunctions(Protocol):
    """What batches need of a `Writer`."""

    async def write(self, function: Callable[[Connection], R]) -> R:
        """As `Writer.write`."""
        ...

    async def read(self, function: Callable[[Connection], R]) -> R:
        """As `Writer.read`."""
        ...


class CheckBatches:
    """Gathers checks and has them written. Leaving the `async with` waits until everything is written.

    What a write raises is raised by the next `add`, and by leaving: no result is ever lost in silence.
    """

    def __init__(self, writer: WritesFunctions, keeping: Keeping | None = None) -> None:
        """`keeping` writes our own copies of what the checks saw, in the same transaction."""
        self._writer = writer
        self._keeping = keeping
        self._batch: list[Check | Renewal] = []
        self._visits: list[Visit] = []
        self._weight = 0
        """Bytes of bodies that are not written yet."""
        self._written = asyncio.Event()
        self._some = asyncio.Event()
        self._hurry = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._work())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._task is not None
        self._closing = True
        self._some.set()
        self._hurry.set()
        await self._task

    def add(self, check: Check | Renewal, visit: Visit | None = None) -> None:
        """Hand over one result, and what it saw where that may be kept. Raises what an earlier batch's
        writing raised."""
        self.raise_failure()
        self._batch.append(check)
        if visit is not None and self._keeping is not None:
            self._visits.append(visit)
            self._weight += len(visit.body)
        self._some.set()
        if len(self._batch) >= _BATCH or self._weight >= _HEAVY:
            self._hurry.set()

    def raise_failure(self) -> None:
        """Raise what the writing of a batch raised, if it did."""
        assert self._task is not None
        if self._task.done():
            self._task.result()

    async def room(self) -> None:
        """Wait while so many bodies are not written yet that memory should hold no more."""
        assert self._task is not None
        while self._weight >= _FULL and not self._task.done():
            self._written.clear()
            await self._written.wait()

    async def recall(self, source: str) -> Observation | None:
        """What the standing check of a source saw, results that are not written yet apart."""
        standing = await self._writer.read(lambda connection: load_standing(connection, source))
        return None if standing is None else standing.observation

    async def _work(self) -> None:
        try:
            await self._write_batches()
        finally:
            self._written.set()

    async def _write_batches(self) -> None:
        while self._batch or not self._closing:
            await self._some.wait()
            if not self._closing:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_OLDEST):
                        await self._hurry.wait()
                self._hurry.clear()
                self._some.clear()
            batch, self._batch = self._batch, []
            visits, self._visits = self._visits, []
            if batch:
                await self._writer.write(partial(self._insert, batch, visits))
            self._weight -= sum(len(visit.body) for visit in visits)
            self._written.set()
            if self._keeping is not None:
                self._keeping.tell()

    def _insert(
        self, batch: Sequence[Check | Renewal], visits: Sequence[Visit], connection: Connection
    ) -> None:
        _insert(batch, connection)
        if self._keeping is not None:
            self._keeping.keep(visits, connection)


def _insert(batch: Sequence[Check | Renewal], connection: Connection) -> None:
    # No source has both kinds in one batch: a renewal has no second opinion.
    insert_checks(connection, [check for check in batch if isinstance(check, Check)])
    insert_renewals(connection, [check for check in batch if isinstance(check, Renewal)])
