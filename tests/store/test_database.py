from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.store.builders import NOW, check, page
from tests.store.children import URL, end, opens_as_nobody, start
from verifier.errors import StoreError
from verifier.store.checks import all_checks, insert_checks
from verifier.store.database import Database
from verifier.store.failures import as_store_error
from verifier.store.runs import latest_run, start_run


def refused(folder: Path, url: str = URL) -> StoreError:
    with pytest.raises(StoreError) as caught:
        Database.open(url, folder)
    assert caught.value.hint
    return caught.value


def test_a_connection_is_set_up_for_safety(database: Database) -> None:
    with database.write() as connection:
        found = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 30_000}


def test_what_was_written_is_there_after_closing(tmp_path: Path) -> None:
    for expected in (None, 1):
        with closing(Database.open(URL, tmp_path)) as database, database.write() as connection:
            run = latest_run(connection)
            assert (run and run.id) == expected
            start_run(connection, NOW)


def test_the_file_lies_where_the_url_says(tmp_path: Path) -> None:
    with closing(Database.open(f"sqlite:///{tmp_path}/absolute.db", Path("/nowhere"))) as database:
        assert database.path == tmp_path / "absolute.db"
    assert {entry.name for entry in tmp_path.iterdir()} == {"absolute.db", "absolute.db.lock"}


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as connection:
            start_run(connection, NOW)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.read() as connection:
        assert latest_run(connection) is None


def test_a_reader_sees_one_state_while_another_writes(database: Database) -> None:
    with database.read() as reader:
        assert latest_run(reader) is None
        with database.write() as writer:
            start_run(writer, NOW)
        assert latest_run(reader) is None
    with database.read() as reader:
        assert latest_run(reader) is not None


def test_a_write_in_a_reading_transaction_is_refused_and_not_lost_silently(database: Database) -> None:
    with pytest.raises(StoreError, match="readonly"), database.read() as connection:
        start_run(connection, NOW)
    with database.write() as connection:
        start_run(connection, NOW)


def test_a_defect_of_the_program_keeps_its_traceback(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as connection:
        insert_checks(connection, [check("https://a.example/", run_id=7)])
    with pytest.raises(OperationalError, match="no such table"), database.read() as connection:
        connection.execute(text("SELECT * FROM absent"))


def test_garbage_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "verifier.db"
    file.write_bytes(b"this is no database " * 100)
    error = refused(tmp_path)
    assert str(file) in error.message
    assert "move the file away" in error.hint
    assert file.read_bytes() == b"this is no database " * 100


def test_a_torn_database_is_an_error_with_advice(tmp_path: Path) -> None:
    with closing(Database.open(URL, tmp_path)) as database, database.write() as connection:
        start_run(connection, NOW)
    file = tmp_path / "verifier.db"
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    assert "backup" in refused(tmp_path).hint


def test_a_database_of_a_newer_version_says_so(tmp_path: Path) -> None:
    with closing(Database.open(URL, tmp_path)) as database, database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    error = refused(tmp_path)
    assert "newer version" in error.message
    assert "update verifier" in error.hint


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "verifier.db")) as other:
        other.execute("CREATE TABLE customers (name)")
    assert "another program" in refused(tmp_path).message
    with closing(sqlite3.connect(tmp_path / "verifier.db")) as other:
        assert [name for (name,) in other.execute("SELECT name FROM sqlite_master")] == ["customers"]


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "verifier.db").touch()
    Database.open(URL, tmp_path).close()


def test_a_folder_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path, "sqlite:///var/verifier.db").message
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    (tmp_path / "verifier.db").mkdir()
    assert "is not a file" in refused(tmp_path).message


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "what"),
    [(0o444, 0o777, "read-only"), (0o666, 0o555, "read-only"), (0o666, 0o333, "cannot be opened")],
)
def test_a_read_only_database_is_an_error_with_advice(
    common_folder: Path, file_mode: int, folder_mode: int, what: str
) -> None:
    Database.open(URL, common_folder).close()
    (common_folder / "verifier.db").chmod(file_mode)
    common_folder.chmod(folder_mode)
    process, pipe = start(opens_as_nobody, common_folder)
    message = pipe.recv()
    end(process)
    common_folder.chmod(0o755)
    assert what in message
    assert "writable for this user" in message


def test_a_deleted_database_takes_nothing_silently(database: Database) -> None:
    database.path.unlink()
    with pytest.raises(StoreError, match="deleted or replaced"), database.write() as connection:
        start_run(connection, NOW)


def test_a_replaced_database_takes_nothing_silently(database: Database) -> None:
    copy = database.path.with_name("copy.db")
    copy.write_bytes(database.path.read_bytes())
    copy.replace(database.path)
    with pytest.raises(StoreError, match="deleted or replaced"), database.write() as connection:
        start_run(connection, NOW)


def test_a_full_disk_loses_nothing_that_was_recorded(database: Database) -> None:
    batch = [check(f"https://h{n}.example/", 1, found=page(n)) for n in range(200)]
    with database.write() as connection:
        start_run(connection, NOW)
        insert_checks(connection, batch[:1])
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(StoreError, match="full") as caught, database.write() as connection:
        insert_checks(connection, batch[1:])
    assert "free some space" in caught.value.hint
    with database.read() as connection:
        assert len(all_checks(connection, "https://h0.example/")) == 1
        assert all_checks(connection, "https://h1.example/") == []
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"


def test_a_database_that_stays_locked_is_an_error_with_advice(database: Database) -> None:
    with (
        database.write(),
        closing(sqlite3.connect(database.path, timeout=0)) as impatient,
        pytest.raises(StoreError, match="locked") as caught,
        as_store_error(database.path),
    ):
        impatient.execute("BEGIN IMMEDIATE")
    assert "another process" in caught.value.hint


def test_hostile_values_do_not_show_in_errors(database: Database) -> None:
    with pytest.raises(StoreError) as caught, database.read() as connection:
        insert_checks(connection, [check("https://a.example/<script>", run_id=7)])
    assert "script" not in str(caught.value)
