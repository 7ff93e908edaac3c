"""Opening the database, and its two kinds of transaction. Knows no table.

The recipe for SQLite (architecture.md, "Traps"): left to its defaults, the driver lost 599 of 800
updates that read before they wrote, because it begins a transaction late. Here every transaction
begins explicitly: a writing one with BEGIN IMMEDIATE, so that it waits for its turn *before* it reads;
a reading one deferred, so that it never waits and sees one state of the database throughout.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from verifier.errors import StoreError
from verifier.store.failures import as_store_error
from verifier.store.location import sqlite_path
from verifier.store.lock import one_at_a_time
from verifier.store.migrate import is_newest, make_newest, migrate

__all__ = ["Connection", "Database"]

BUSY_SECONDS = 30.0
"""How long a writing transaction waits for another one."""


class Database:
    """One open SQLite file. Threads may share it: each transaction has its own connection."""

    def __init__(self, path: Path, engine: Engine, original: Path | None = None) -> None:
        self.path = path
        """The file. `lock.DatabaseLock` takes it."""
        self._shown = original or path
        """The file that a user knows."""
        self._written = path if original is None else f"{original}, copied to {path.parent},"
        self._engine = engine
        self._identity: tuple[int, int] | None = None

    @classmethod
    def open(cls, url: str, base: Path) -> Database:
        """Open the database that `store.url` names, make it where there is none, and migrate it.

        A relative path in the URL is relative to `base`. Processes that open the same database at
        once wait for each other. Raises `StoreError`: unsupported URL, no such folder, not writable,
        not a database, made by a newer version, locked for 30 s.
        """
        path = sqlite_path(url, base)
        _require_writable(path)
        return cls._prepared(cls(path, _engine(path)))

    @classmethod
    def open_copied(cls, path: Path, original: Path) -> Database:
        """The copy at `path` of the database `original`, migrated. Raises `StoreError` as `open` does, about
        the original: nobody knows the copy."""
        return cls._prepared(cls(path, _engine(path), original))

    @staticmethod
    def _prepared(database: Database) -> Database:
        try:
            with as_store_error(database._shown), one_at_a_time(database.path):
                database._prepare()
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def of_others(cls, path: Path, address: str) -> Database | None:
        """The database at `path`, opened by the `address` that SQLite calls a URI, for reading alone; None
        where its schema is not the newest. Raises `StoreError`: not a database, another program's."""
        database = cls(path, _engine(address, {"uri": "true"}))
        with as_store_error(path):
            with database.read() as connection:
                newest = is_newest(connection, str(path))
            if newest:
                return database
        database.close()
        return None

    @classmethod
    def scratch(cls, path: Path) -> Database:
        """A new one of the newest schema, which nobody else opens, for what need not last."""
        database = cls(path, _engine(path))
        event.listen(database._engine, "connect", _let_go)
        with database.write() as connection:
            make_newest(connection)
        return database

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One state of the database for as long as the block lasts; a write in it is refused."""
        with as_store_error(self._shown), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One writing transaction: committed at the end of the block, undone where it raises.

        Once the block is left the data is on the disk. Waits up to 30 s for another writer. Raises
        `StoreError` where the database cannot take it: locked, disk full, the file deleted meanwhile.
        """
        writer = self._engine.execution_options(verifier_write=True)
        with as_store_error(self._written), writer.connect() as connection, connection.begin():
            yield connection
            self._require_same_file()

    def close(self) -> None:
        """Release all connections. SQLite folds its write-ahead log into the file."""
        self._engine.dispose()

    def _prepare(self) -> None:
        switch = self._engine.raw_connection()
        switch.cursor().execute("PRAGMA journal_mode = WAL")
        switch.close()
        with self.read() as connection:
            newest = is_newest(connection, str(self._shown))
        if not newest:
            with self.write() as connection:
                migrate(connection, str(self._shown))
        self._identity = _identity(self.path)

    def _require_same_file(self) -> None:
        """SQLite goes on writing to a deleted file without a word."""
        if self._identity is not None and _identity(self.path) != self._identity:
            raise StoreError(
                f"the database {self.path} was deleted or replaced while it was in use;"
                " the last results were not recorded",
                "put the file back, or start again to make a new one",
            )


def _engine(database: Path | str, query: Mapping[str, str] = MappingProxyType({})) -> Engine:
    url = URL.create("sqlite", database=str(database), query=query)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    # The driver shall begin nothing by itself.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _let_go(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Wait for no disk: what is lost with the machine was to be thrown away."""
    assert isinstance(connection, sqlite3.Connection)
    connection.execute("PRAGMA synchronous = OFF")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("verifier_write", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _require_writable(path: Path) -> None:
    if not path.parent.is_dir():
        raise StoreError(
            f"the folder {path.parent} of the database does not exist", "make it, or change store.url"
        )
    if path.exists() and not path.is_file():
        raise StoreError(f"the database {path} is not a file", "change store.url")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise StoreError(
            f"the database {path} is read-only",
            "make the file and its folder writable for this user, or change store.url",
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
