from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.builders import NOW
from tests.store.children import URL
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


def test_what_is_no_database_of_ours_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "verifier.db").write_bytes(b"no database at all" * 100)

    with pytest.raises(StoreError):
        open_to_read("sqlite:///verifier.db", tmp_path, tmp_path)
