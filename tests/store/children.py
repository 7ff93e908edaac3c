"""What the store's tests run in processes of their own, and how they start them.

A fork server has the modules loaded already, so that a child starts in milliseconds.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from tests.store.builders import NOW, check
from verifier.errors import VerifierError
from verifier.model.pool import Pool
from verifier.model.run import RunState
from verifier.plan.governor import Slot, reserve
from verifier.store.checks import insert_checks
from verifier.store.copying import open_to_read
from verifier.store.database import Database, _engine
from verifier.store.governor import settle
from verifier.store.lock import DatabaseLock
from verifier.store.migrate import migrate
from verifier.store.runs import latest_run, set_state

URL = "sqlite:///verifier.db"
BASE = "https://web.archive.org"
BATCH = 20
PAIRS = 300
_NOBODY = 65534

_context = get_context("forkserver")
_context.set_forkserver_preload(["tests.store.children"])


def start(target: Callable[..., None], *arguments: Any) -> tuple[ForkServerProcess, Pipe]:
    """A child that runs `target(*arguments, pipe)`, and this end of the pipe."""
    here, there = _context.Pipe()
    process = _context.Process(target=target, args=(*arguments, there), daemon=True)
    process.start()
    there.close()
    return process, here


def end(process: ForkServerProcess) -> None:
    process.join(60)
    assert process.exitcode == 0


def kill(process: ForkServerProcess) -> None:
    process.kill()
    process.join(60)


def opens_each(folders: list[Path], pipe: Pipe) -> None:
    """Open one database after the other; an error ends this process."""
    for folder in folders:
        Database.open(URL, folder).close()
    pipe.send("done")


def opens_as_nobody(folder: Path, pipe: Pipe) -> None:
    """Open the database without the rights of root, and say how that ended."""
    if os.geteuid() == 0:
        os.setuid(_NOBODY)
    try:
        Database.open(URL, folder).close()
        pipe.send("")
    except VerifierError as error:
        pipe.send(f"{error} {error.hint}")


def reads_as_nobody(folder: Path, scratch: Path, pipe: Pipe) -> None:
    """Read the number of the latest run without the rights of root."""
    if os.geteuid() == 0:
        os.setuid(_NOBODY)
    with closing(open_to_read(URL, folder, scratch)) as database, database.read() as connection:
        run = latest_run(connection)
    pipe.send(run and run.id)


def counts_two_up(folder: Path, pipe: Pipe) -> None:
    """Count pairs of numbers up, each pair in one transaction and its two far apart in the file, until told
    that it is enough; the log begins anew after a few transactions."""
    with closing(sqlite3.connect(folder / "verifier.db", isolation_level=None)) as database:
        database.execute("PRAGMA wal_autocheckpoint = 3")
        database.execute("CREATE TABLE numbers (number INTEGER, filler TEXT)")
        database.execute("BEGIN")
        database.executemany("INSERT INTO numbers VALUES (0, ?)", [("x" * 3000,)] * PAIRS * 2)
        database.execute("COMMIT")
        pipe.send("counting")
        for pair in cycle(range(1, PAIRS + 1)):
            if pipe.poll():
                return
            both = (pair, PAIRS * 2 + 1 - pair)
            database.execute("UPDATE numbers SET number = number + 1 WHERE rowid IN (?, ?)", both)


def increments(folder: Path, times: int, pipe: Pipe) -> None:
    """Read a number from the latest run's note, and write it back greater by one."""
    database = Database.open(URL, folder)
    increment(database, times)
    database.close()
    pipe.send("done")


def increment(database: Database, times: int) -> None:
    for _ in range(times):
        with database.write() as connection:
            run = latest_run(connection)
            assert run is not None
            set_state(connection, run.id, RunState.RUNNING, None, str(int(run.note or 0) + 1))


def inserts_for_ever(folder: Path, run_id: int, pipe: Pipe) -> None:
    """Insert batch after batch, and acknowledge each."""
    database = Database.open(URL, folder)
    number = 0
    while True:
        batch = [check(f"https://h{number}.example/{entry}", run_id) for entry in range(BATCH)]
        with database.write() as connection:
            insert_checks(connection, batch)
        number += 1
        pipe.send(number)


def migrates_and_hangs(folder: Path, pipe: Pipe) -> None:
    """Stop after the migrations, before they are committed."""
    database = Database(folder / "verifier.db", _engine(folder / "verifier.db"))
    with database.write() as connection:
        migrate(connection, "here")
        pipe.send(NOW)
        signal.pause()


def holds_the_lock(folder: Path, pipe: Pipe) -> None:
    """Take the lock, start a child that survives this process, and hang."""
    lock = DatabaseLock(folder / "verifier.db")
    lock.acquire("daemon")
    if os.fork() == 0:
        pipe.send(os.getpid())
    signal.pause()


def reserves_slots(folder: Path, times: int, pipe: Pipe) -> None:
    """Reserve so many moments for requests to an archive, and say which."""
    with closing(Database.open(URL, folder)) as database:
        pipe.send(reserve_slots(database, times))


def reserve_slots(database: Database, times: int) -> list[datetime]:
    slots = []
    for _ in range(times):
        with database.write() as connection:
            booking = partial(reserve, kind="look-up", interval=2.5, now=NOW)
            slot = settle(connection, BASE, Pool.CDX, booking)
        assert isinstance(slot, Slot)
        slots.append(slot.at)
    return slots
