"""The database for those who may not write it: it may be an artefact of last night, in a folder that cannot
be written, or one that a run is working on. Nothing is written beside it."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from verifier.errors import StoreError
from verifier.store.database import BUSY_SECONDS, Database
from verifier.store.failures import as_store_error
from verifier.store.location import sqlite_path

_NAME = "copy.db"
_HEAD = 32
"""Bytes of the header of a write-ahead log; its salt changes whenever the log begins anew
(https://sqlite.org/fileformat.html, 4.1)."""
_TRIES = 3
_NOT_WRITTEN = {"SQLITE_FULL": errno.ENOSPC, "SQLITE_IOERR_WRITE": errno.EIO}


def open_to_read(url: str, base: Path, folder: Path) -> Database:
    """The database that `store.url` names (relative to `base`), for reading only; a copy in `folder` where
    its schema is not the newest, or a write-ahead log lies beside it; an empty one where there is none, or
    none is named. Raises `StoreError`.
    """
    if url and (original := sqlite_path(url, base)).exists():
        with _reported(original, folder):
            has_log = _head(original) is not None
        database = None if has_log else Database.of_others(original, _address(original))
        if database is not None:
            return database
    return open_copy(url, base, folder)


def open_copy(url: str, base: Path, folder: Path) -> Database:
    """A copy of the database that `store.url` names (relative to `base`), as it is now, in `folder`, brought
    to the newest schema; an empty one where there is none, or none is named. Raises `StoreError` as
    `Database.open` does; what is said is about the original.
    """
    target = folder / _NAME
    if not url or not (original := sqlite_path(url, base)).exists():
        return Database.scratch(target)
    with _reported(original, folder):
        _copy(original, target)
    return Database.open_copied(target, original)


def _copy(original: Path, target: Path) -> None:
    for _ in range(_TRIES):
        if _head(original) is None or _copied_with_log(original, target):
            break
    if _head(target) is None:
        _back_up(original, target)


def _copied_with_log(original: Path, target: Path) -> bool:
    """Whether the two files were copied as they belong together; False where the log began anew meanwhile.

    By SQLite the log could only be read with a file more beside it, which a log that was left behind (a run
    was killed, a machine lost its power) may not have. The database goes first: whatever moves into it
    from the log while it is copied stands in the log, too, until that begins anew; and the copy of the log
    is laid over the copy of the database.
    """
    before = _head(original)
    shutil.copyfile(original, target)
    try:
        shutil.copyfile(_log(original), _log(target))
    except FileNotFoundError:
        return False
    if before == _head(original):
        return True
    _log(target).unlink()
    return False


def _back_up(original: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(_address(original), uri=True, timeout=BUSY_SECONDS)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def _log(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


def _head(database: Path) -> bytes | None:
    """How the write-ahead log begins; None where there is none."""
    try:
        with _log(database).open("rb") as log:
            return log.read(_HEAD)
    except FileNotFoundError:
        return None


def _address(original: Path) -> str:
    """How SQLite opens it without writing anything: without a write-ahead log nobody works on it, and a
    folder that cannot be written is no hindrance."""
    mode = "mode=ro&immutable=1" if _head(original) is None else "mode=ro"
    return f"{original.as_uri()}?{mode}"


@contextmanager
def _reported(original: Path, folder: Path) -> Iterator[None]:
    try:
        with as_store_error(original), _as_of_the_system():
            yield
    except OSError as error:
        raise StoreError(
            f"the database {original} cannot be copied to {folder}: {error.strerror or error}",
            "make it readable for this user, and room for the copy; TMPDIR names another place for it",
        ) from error


@contextmanager
def _as_of_the_system() -> Iterator[None]:
    """Only the copy is written."""
    try:
        yield
    except sqlite3.Error as error:
        number = _NOT_WRITTEN.get(getattr(error, "sqlite_errorname", ""))
        if number is None:
            raise
        raise OSError(number, os.strerror(number)) from error
