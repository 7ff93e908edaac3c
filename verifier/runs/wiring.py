"""The real neighbours: database, fetcher, archive and canaries, opened and closed together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from verifier.archive.keys import read_keys
from verifier.archive.registry import open_archive
from verifier.clock import Clock
from verifier.config import Config
from verifier.evidence.folder import WarcFolder
from verifier.fetch.canary import online
from verifier.fetch.client import HttpFetcher
from verifier.runs.ledger import StoredLedger
from verifier.runs.neighbours import Neighbours
from verifier.runs.reader import BoxedReader
from verifier.store.database import Database
from verifier.store.location import sqlite_path
from verifier.store.lock import DatabaseLock
from verifier.store.runs import unfinished_run


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are on this machine."""

    base: Path
    """The directory that relative paths in the store URL refer to."""
    root: Path
    """The corpus root."""
    report_dir: Path


@contextmanager
def sole_worker(config: Config, base: Path, role: str) -> Iterator[None]:
    """Hold the database's lock; raises AlreadyRunning where a run or daemon works on it."""
    with DatabaseLock(sqlite_path(config.store.url, base)) as lock:
        lock.acquire(role)
        yield


@asynccontextmanager
async def open_neighbours(
    config: Config,
    places: Places,
    environ: Mapping[str, str],
    clock: Clock,
    scratch: Database | None = None,
) -> AsyncIterator[Neighbours]:
    """Everything a run talks to. Raises StoreError and ConfigError before anything is asked.

    With `scratch`, which is closed too, all is done in that database: nothing is kept, and the archive's keys
    are not used.
    """
    keys = read_keys(environ) if scratch is None else None
    evidence = _evidence(config, places.base) if scratch is None else None
    database = scratch or Database.open(config.store.url, places.base)
    fetcher = HttpFetcher(config.fetch, clock, respects=config.respects_robots)
    reader = BoxedReader(environ)
    ledger = StoredLedger(database, config.archive.base)
    archive = None
    if config.archive.mode != "off":
        archive = open_archive(config.archive, config.fetch, keys, clock, ledger)

    async def canaries_answer() -> bool:
        return await online(fetcher, config.network.canaries, config.network.canary_deadline)

    try:
        yield Neighbours(
            config,
            places.root,
            places.report_dir,
            database,
            fetcher,
            archive,
            canaries_answer,
            clock,
            reader,
            evidence,
        )
    finally:
        if evidence is not None:
            evidence.close()
        await reader.close()
        if archive is not None:
            await archive.close()
        await fetcher.close()
        ledger.close()
        database.close()


def _evidence(config: Config, base: Path) -> WarcFolder | None:
    if config.evidence.mode == "off":
        return None
    return WarcFolder(base / config.evidence.folder, config.evidence)


def has_unfinished_run(config: Config, base: Path) -> bool:
    """Whether the database holds a run to be resumed."""
    with closing(Database.open(config.store.url, base)) as database, database.read() as connection:
        return unfinished_run(connection) is not None
