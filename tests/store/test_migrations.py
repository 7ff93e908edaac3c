from __future__ import annotations

import fcntl
import os
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from tests.store.children import URL, end, kill, migrates_and_hangs, opens_each, start
from verifier.store import migrate, schema
from verifier.store.database import Database, _engine
from verifier.store.lock import one_at_a_time

OLD = "2026-03-01T03:17:00.000000+00:00"
OLD_ATTEMPTS = [
    ("refused", "'error:no-access'"),
    ("refused", "'error:not-found'"),
    ("unarchivable", "NULL"),
    ("submitted", "NULL"),
]


def tables(connection: Connection) -> dict[str, list[str]]:
    """The lines of each table's definition, in no order; constraints included."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index')"))
    return {
        row.name: sorted(line.strip(" ,\t") for line in row.sql.splitlines() if line.strip())
        for row in rows
        if row.sql is not None and row.name != "alembic_version"
    }


def test_the_migrations_lead_to_the_tables_that_the_program_uses(database: Database) -> None:
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        migrated = tables(connection)
    memory = create_engine("sqlite://")
    with memory.begin() as connection:
        schema.metadata.create_all(connection)
        assert tables(connection) == migrated
    memory.dispose()


def test_every_table_is_strict(database: Database) -> None:
    with database.read() as connection:
        assert [
            name for name in schema.metadata.tables if "STRICT" not in str(tables(connection)[name])
        ] == []


def test_the_newest_revision_is_the_one_the_program_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.NEWEST]


def test_processes_that_open_a_fresh_database_at_once_all_succeed(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(20)]
    for folder in folders:
        folder.mkdir()
    children = [start(opens_each, folders) for _ in range(4)]
    for process, _ in children:
        end(process)


def test_a_process_waits_while_another_one_opens_the_database(tmp_path: Path) -> None:
    with one_at_a_time(tmp_path / "verifier.db"):
        process, pipe = start(opens_each, [tmp_path])
        assert not pipe.poll(0.3)
    assert pipe.recv() == "done"
    end(process)


def test_whoever_locks_the_folder_does_not_keep_the_database_shut(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    process, pipe = start(opens_each, [tmp_path])
    assert pipe.poll(30)
    assert pipe.recv() == "done"
    end(process)
    os.close(folder)


def test_a_migration_that_is_killed_midway_is_made_again(tmp_path: Path) -> None:
    process, pipe = start(migrates_and_hangs, tmp_path)
    pipe.recv()
    kill(process)
    with closing(Database.open(URL, tmp_path)) as database, database.read() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        assert set(tables(connection)) >= set(schema.metadata.tables)


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    Database.open(URL, tmp_path).close()
    before = (tmp_path / "verifier.db").read_bytes()
    Database.open(URL, tmp_path).close()
    assert (tmp_path / "verifier.db").read_bytes() == before


def test_attempts_of_an_older_version_get_an_end(tmp_path: Path) -> None:
    script = Config()
    script.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    older = Database(tmp_path / "verifier.db", _engine(tmp_path / "verifier.db"))
    with closing(older), older.write() as connection:
        script.attributes["connection"] = connection
        command.upgrade(script, "0004")
        connection.execute(text(f"INSERT INTO sources (id, url, first_seen) VALUES (1, 'u', '{OLD}')"))
        for state, status_ext in OLD_ATTEMPTS:
            connection.execute(
                text(
                    "INSERT INTO captures (source_id, at, state, status_ext, message, stop)"
                    f" VALUES (1, '{OLD}', '{state}', {status_ext}, 'said', 0)"
                )
            )
    with closing(Database.open(URL, tmp_path)) as database, database.read() as connection:
        rows = connection.execute(text("SELECT state, outcome, due FROM captures ORDER BY id")).all()
    assert [(row.state, row.outcome, row.due and row.due[:10]) for row in rows] == [
        ("refused", "target_refused", "2026-05-30"),
        ("refused", "target_gone", "2026-03-31"),
        ("unarchivable", "unarchivable", "2026-08-28"),
        ("submitted", None, None),
    ]
