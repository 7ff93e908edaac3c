"""Bringing a database to the newest schema. Alembic is imported only where there is something to do:
it takes longer to load (0.15 s) than the rest of opening a database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from verifier.errors import StoreError
from verifier.store.schema import metadata

NEWEST = "0006"
"""The revision of the newest file in `migrations/versions/`; a test says so."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def is_newest(connection: Connection, where: str) -> bool:
    """Whether `migrate` has nothing to do: a look that waits for nobody. Raises as `migrate` does for
    a database of another program."""
    return _revision(connection, where) == NEWEST


def make_newest(connection: Connection) -> None:
    """Give an empty database what all migrations together make, in a fraction of their time (a test
    compares)."""
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": NEWEST})


def migrate(connection: Connection, where: str) -> None:
    """Run the migrations that are missing, all in the caller's transaction.

    The caller's transaction is a writing one: it is the lock by which processes wait for each other,
    and what is undone where one is killed midway. `where` names the database in messages. Raises
    `StoreError` where the database is newer than this program or another program's.
    """
    revision = _revision(connection, where)
    if revision == NEWEST:
        return
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreError(
            f"the database {where} was made by a newer version of verifier"
            f" (its schema is {revision[:40]!r}, this version knows {NEWEST!r})",
            "update verifier, or change store.url",
        )
    command.upgrade(config, "head")


def _revision(connection: Connection, where: str) -> str | None:
    """None for a database without any table."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StoreError(
            f"the database {where} belongs to another program (it holds the table {tables[0][:40]!r})",
            "change store.url",
        )
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))
