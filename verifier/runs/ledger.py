"""The archive's ledger in the database: what one process learns of an archive, the next one keeps to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from verifier.model.pool import Pool, PoolState
from verifier.runs.writer import Writer
from verifier.store.database import Connection, Database
from verifier.store.governor import settle

R = TypeVar("R")


class StoredLedger:
    """An `archive.interface.Ledger` for the archive at one base. The event loop never waits for the disk."""

    def __init__(self, database: Database, base: str) -> None:
        self._writer = Writer(database)
        self._base = base.rstrip("/")

    async def settle(self, pool: Pool, transition: Callable[[PoolState], tuple[PoolState, R]]) -> R:
        """See `Ledger.settle`. Raises StoreError where the database cannot take it."""
        return await self._writer.write(partial(self._settled, pool, transition))

    def close(self) -> None:
        """Wait for what was handed over. The database stays open."""
        self._writer.close()

    def _settled(
        self, pool: Pool, transition: Callable[[PoolState], tuple[PoolState, R]], connection: Connection
    ) -> R:
        return settle(connection, self._base, pool, transition)
