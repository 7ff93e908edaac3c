"""The one thread that writes, and the batches on their way to it.

A result is committed at most a second after it arrived; the event loop never waits for the disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from verifier.model.check import Check
from verifier.store.checks import insert_checks
from verifier.store.database import Connection, Database

R = TypeVar("R")

_BATCH = 100
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


class CheckBatches:
    """Gathers checks and has them written; leaving the `async with` writes the rest."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._batch: list[Check] = []
        self._some = asyncio.Event()
        self._full = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._write_batches())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._write_one_batch()

    def add(self, check: Check) -> None:
        """Hand over one result. Raises what an earlier batch's writing raised."""
        assert self._task is not None
        if self._task.done():
            self._task.result()
        self._batch.append(check)
        self._some.set()
        if len(self._batch) >= _BATCH:
            self._full.set()

    async def _write_batches(self) -> None:
        while True:
            await self._some.wait()
            try:
                async with asyncio.timeout(_OLDEST):
                    await self._full.wait()
            except TimeoutError:
                pass
            await asyncio.shield(self._write_one_batch())

    async def _write_one_batch(self) -> None:
        batch, self._batch = self._batch, []
        self._some.clear()
        self._full.clear()
        if batch:
            await self._writer.write(lambda connection: insert_checks(connection, batch))
