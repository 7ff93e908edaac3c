from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select, text

from tests.store.builders import NOW
from tests.store.children import BATCH, URL, end, increment, increments, inserts_for_ever, kill, start
from verifier.store import schema
from verifier.store.database import Database
from verifier.store.runs import latest_run, start_run

KILLS = 10


def new_run(folder: Path) -> int:
    with closing(Database.open(URL, folder)) as database, database.write() as connection:
        return start_run(connection, NOW).id


def test_no_update_of_threads_and_processes_is_lost(database: Database) -> None:
    """Left to its defaults, the driver lost 599 of 800."""
    new_run(database.path.parent)
    children = [start(increments, database.path.parent, 100) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: increment(database, 100), range(4)))
    for process, _ in children:
        end(process)
    with database.read() as connection:
        run = latest_run(connection)
    assert run is not None
    assert run.note == "800"


def test_killed_writers_lose_no_acknowledged_batch(tmp_path: Path) -> None:
    run_id = new_run(tmp_path)
    acknowledged = 0
    for attempt in range(KILLS):
        process, pipe = start(inserts_for_ever, tmp_path, run_id)
        last = 0
        while last <= attempt:
            last = pipe.recv()
        kill(process)
        while pipe.poll():
            try:
                last = pipe.recv()
            except EOFError:
                break
        acknowledged += last
    with closing(Database.open(URL, tmp_path)) as database, database.read() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        stored = connection.scalars(select(func.count()).select_from(schema.checks)).one()
    assert stored % BATCH == 0
    assert BATCH * acknowledged <= stored <= BATCH * (acknowledged + KILLS)
