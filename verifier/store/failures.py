"""What a database error means to the user.

Only errors about the database as a whole become a `StoreError`. A violated constraint or a malformed
statement is a defect of this program and keeps its traceback.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from verifier.errors import StoreError

_HINTS = {
    "BUSY": "another process keeps the database; wait for it to end, or end it, then start again",
    "LOCKED": "another process keeps the database; wait for it to end, or end it, then start again",
    "READONLY": "make the file and its folder writable for this user, or change store.url",
    "PERM": "make the file and its folder writable for this user, or change store.url",
    "CANTOPEN": "make sure that the folder exists and is writable for this user, or change store.url",
    "NOTADB": "this is no database; move the file away (a new one is made), or change store.url",
    "CORRUPT": "move the file away and put a backup in its place; without one a new database is made",
    "FULL": "free some space and start again; whatever was recorded before is kept",
    "IOERR": "look at the disk (space, quota, health) and start again; whatever was recorded before is kept",
}


@contextmanager
def as_store_error(path: Path | str) -> Iterator[None]:
    """Turn what SQLite says of the database at `path` as a whole into a `StoreError`.

    The statement and its values are not quoted: they may be long, and hostile.
    """
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        hint = _hint(cause)
        if hint is None:
            raise
        raise StoreError(f"the database {path} cannot be used: {cause}", hint) from error


def _hint(cause: BaseException | None) -> str | None:
    """By SQLite's primary result code (https://sqlite.org/rescode.html), None for a defect of ours."""
    name = getattr(cause, "sqlite_errorname", "").removeprefix("SQLITE_")
    return _HINTS.get(name.partition("_")[0])
