from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.limits import little_room
from tests.store.builders import NOW
from tests.store.children import URL, counts_two_up, end, reads_as_nobody, start
from verifier.errors import StoreError
from verifier.store.copying import open_copy, open_to_read
from verifier.store.database import Database
from verifier.store.migrate import NEWEST
from verifier.store.runs import latest_run, start_run


def recorded(folder: Path) -> Path:
    with closing(Database.open(URL, folder)) as database, database.write() as connection:
        start_run(connection, NOW)
    return database.path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_reading_leaves_nothing_beside_the_database_and_copies_nothing(tmp_path: Path) -> None:
    recorded(tmp_path)
    before, folder = files(tmp_path), tmp_path.with_name(f"{tmp_path.name}-scratch")
    folder.mkdir()

    with closing(open_to_read(URL, tmp_path, folder)) as database:
        with database.read() as connection:
            assert latest_run(connection) is not None
        with pytest.raises(StoreError), database.write() as connection:
            start_run(connection, NOW)

    assert (files(tmp_path), files(folder)) == (before, {})


def test_it_reads_what_a_run_has_committed_so_far(tmp_path: Path) -> None:
    with closing(Database.open(URL, tmp_path)) as busy:
        with busy.write() as connection:
            start_run(connection, NOW)
        with closing(open_to_read(URL, tmp_path, tmp_path)) as database, database.read() as connection:
            run = latest_run(connection)
        with busy.write() as connection:
            start_run(connection, NOW)

    assert run is not None
    assert run.id == 1


def test_an_older_database_is_read_as_a_migrated_copy(tmp_path: Path) -> None:
    path, folder = recorded(tmp_path), tmp_path.with_name(f"{tmp_path.name}-scratch")
    folder.mkdir()
    with closing(sqlite3.connect(path)) as old, old:
        old.execute("PRAGMA journal_mode = DELETE")
        old.execute("DROP TABLE evidence")
        old.execute("UPDATE alembic_version SET version_num = '0005'")
    before = path.read_bytes()

    with closing(open_to_read(URL, tmp_path, folder)) as database, database.read() as connection:
        assert latest_run(connection) is not None

    assert path.read_bytes() == before


def test_no_database_is_an_empty_one_and_the_copy_of_it_can_be_written(tmp_path: Path) -> None:
    for opened, name in ((open_to_read, "read"), (open_copy, "copy")):
        (tmp_path / name).mkdir()
        with closing(opened("", tmp_path, tmp_path / name)) as database, database.write() as connection:
            assert latest_run(connection) is None
            assert start_run(connection, NOW).id == 1
        with closing(sqlite3.connect(tmp_path / name / "copy.db")) as copy:
            assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(NEWEST,)]


def left_behind(folder: Path, *beside: str) -> Path:
    """A database whose last results stand in the write-ahead log, as after the end of a run by force; with
    these files of those that lie beside it."""
    with closing(Database.open(URL, folder / "live")) as live:
        with live.write() as connection:
            start_run(connection, NOW)
        for suffix in ("", *beside):
            (folder / f"verifier.db{suffix}").write_bytes(
                live.path.with_name(f"verifier.db{suffix}").read_bytes()
            )
    shutil.rmtree(folder / "live")
    return folder / "verifier.db"


@pytest.mark.parametrize("beside", [["-wal"], ["-wal", "-shm"]])
@pytest.mark.parametrize("opened", [open_to_read, open_copy])
def test_a_log_that_was_left_behind_is_read_and_nothing_appears_beside_it(
    tmp_path: Path, opened: Callable[[str, Path, Path], Database], beside: list[str]
) -> None:
    for name in ("home/live", "scratch"):
        (tmp_path / name).mkdir(parents=True)
    left_behind(tmp_path / "home", *beside)
    before = files(tmp_path / "home")

    with closing(opened(URL, tmp_path / "home", tmp_path / "scratch")) as database, database.read() as db:
        assert latest_run(db) is not None

    assert files(tmp_path / "home") == before


def test_a_log_in_a_folder_that_cannot_be_written_is_read(common_folder: Path) -> None:
    home, scratch = common_folder / "home", common_folder / "scratch"
    for folder in (home / "live", scratch):
        folder.mkdir(parents=True)
    left_behind(home, "-wal")
    scratch.chmod(0o777)
    home.chmod(0o555)

    process, pipe = start(reads_as_nobody, home, scratch)

    assert pipe.recv() == 1
    end(process)


def test_a_busy_database_is_copied_as_it_was_at_one_moment(tmp_path: Path) -> None:
    for name in ("home", *map(str, range(20))):
        (tmp_path / name).mkdir()
    Database.open(URL, tmp_path / "home").close()
    process, pipe = start(counts_two_up, tmp_path / "home")
    assert pipe.recv() == "counting"
    states = []
    for number in range(20):
        copied = open_copy(URL, tmp_path / "home", tmp_path / str(number))
        with closing(copied), copied.read() as connection:
            rows = connection.exec_driver_sql("SELECT number FROM numbers ORDER BY rowid").scalars().all()
            states.append(rows)
    pipe.send("enough")
    end(process)

    assert states[0] != states[-1]
    for rows in states:
        assert rows == rows[::-1]


@pytest.mark.parametrize("opened", [open_to_read, open_copy])
def test_what_cannot_be_used_is_named_and_not_its_copy(
    tmp_path: Path, opened: Callable[[str, Path, Path], Database]
) -> None:
    original, folder = tmp_path / "home" / "verifier.db", tmp_path / "scratch"
    for one in (original.parent, folder):
        one.mkdir()

    original.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError) as raised:
        opened(URL, original.parent, folder)
    assert f"the database {original} cannot be used" in raised.value.message

    original.unlink()
    recorded(original.parent)
    with closing(sqlite3.connect(original)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError) as raised:
        opened(URL, original.parent, folder)
    assert f"the database {original} was made by a newer version" in raised.value.message


def test_a_copy_that_finds_no_room_is_said_to_be_one(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    with little_room(path.stat().st_size // 2), pytest.raises(StoreError) as raised:
        open_copy(URL, tmp_path, tmp_path)

    assert f"the database {path} cannot be copied to {tmp_path}: " in raised.value.message
    assert "TMPDIR" in raised.value.hint
