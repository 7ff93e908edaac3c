"""From `store.url` to the file it names, or to an error that says what to write instead."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from verifier.errors import StoreError

_EXAMPLE = 'write store.url like "sqlite:///verifier.db" (relative) or "sqlite:////var/lib/verifier.db"'
_SECRETS = (
    (re.compile(r"(://[^:/?#]*):.*@", re.DOTALL), r"\1:***@"),
    (re.compile(r"(password=)[^&]*"), r"\1***"),
)


def redacted(url: str) -> str:
    """The URL as an error message may show it: no password, even where the URL is malformed."""
    for secret, shown in _SECRETS:
        url = secret.sub(shown, url)
    return url


def sqlite_path(url: str, base: Path) -> Path:
    """The absolute path of the SQLite file that `url` names; a relative one is relative to `base`.

    Raises `StoreError` for any other database, for one in memory and for a malformed URL. Touches
    no file.
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
    return (base / name).absolute()


def _parsed(url: str) -> URL:
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
