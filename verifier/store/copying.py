"""The database for those who may not write it: it may be an artefact of last night, in a folder that cannot
be written, or one that a run is working on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from verifier.store.database import BUSY_SECONDS, Database
from verifier.store.failures import as_store_error
from verifier.store.location import sqlite_path

_NAME = "copy.db"


def open_to_read(url: str, base: Path, folder: Path) -> Database:
    """The database that `store.url` names (relative to `base`), for reading only; a copy in `folder` where
    its schema is not the newest, an empty one where there is none, or none is named. Raises `StoreError`.
    """
    if url and (original := sqlite_path(url, base)).exists():
        database = Database.of_others(original, _address(original))
        if database is not None:
            return database
    return open_copy(url, base, folder)


def open_copy(url: str, base: Path, folder: Path) -> Database:
    """A copy of the database that `store.url` names (relative to `base`), as it is now, in `folder`, brought
    to the newest schema; an empty one where there is none, or none is named. Raises `StoreError` as
    `Database.open` does.
    """
    if url and (original := sqlite_path(url, base)).exists():
        _copy(original, folder / _NAME)
        return Database.open(f"sqlite:///{_NAME}", folder)
    return Database.scratch(folder / _NAME)


def _copy(original: Path, target: Path) -> None:
    with (
        as_store_error(original),
        closing(sqlite3.connect(_address(original), uri=True, timeout=BUSY_SECONDS)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def _address(original: Path) -> str:
    """How SQLite opens it without writing anything: without a write-ahead log nobody works on it, and a
    folder that cannot be written is no hindrance."""
    wal = original.with_name(f"{original.name}-wal")
    mode = "mode=ro" if wal.exists() else "mode=ro&immutable=1"
    return f"{original.as_uri()}?{mode}"
