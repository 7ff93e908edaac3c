"""From `store.url` to the file it names, or to an error that says what to write instead."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from verifier.errors import StoreError
from verifier.model.redaction import redacted

_EXAMPLE = 'write store.url like "sqlite:///verifier.db" (relative) or "sqlite:////var/lib/verifier.db"'


def sqlite_path(url: str, base: Path) -> Path:
    """The absolute path of the SQLite file that `url` names; a relative one is relative to `base`.

    Links on the way are resolved: the lock file beside the database has to be the same one by whichever
    name the database is opened. Raises `StoreError` for any other database, for one in memory and for a
    malformed URL. Opens no file.
    """
    parsed = _parsed(url)
    name = parsed.database or ""
    if name in ("", ":memory:") or name.startswith("file:") or parsed.query:
        raise StoreError(
            f"store.url {redacted(url)} does not name a plain file: results have to outlive the process",
            _EXAMPLE,
        )
    if "\0" in name:
        raise StoreError(f"store.url {redacted(url)!r} holds a NUL character", _EXAMPLE)
    return Path(os.path.realpath(base / name))


def require_database(url: str, base: Path) -> None:
    """Raises `StoreError` where there is no database yet, for those who only read one."""
    path = sqlite_path(url, base)
    if not path.exists():
        raise StoreError(
            f"there is no database {path} yet, so nothing is known",
            "make one with: verifier run (or name the right one in store.url of config.toml)",
        )


def _parsed(url: str) -> URL:
    if not url:
        advice = "name one with --set store.url=sqlite:///verifier.db or VERIFIER_STORE_URL"
        raise StoreError("no database is named (in CI mode the configuration file has no say in it)", advice)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"store.url {redacted(url)} is not a database URL", _EXAMPLE) from None
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise StoreError(
            f"store.url {redacted(url)}: {parsed.drivername} is not supported, only sqlite is", _EXAMPLE
        )
    if parsed.host:
        raise StoreError(f"store.url {redacted(url)} names a host; a SQLite file has none", _EXAMPLE)
    return parsed
