"""Sources: their rows, which checks, look-ups and captures hang on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, select

from verifier.store import schema
from verifier.store.upsert import insert_missing

_AT_ONCE = 500
"""URLs in one statement; SQLite takes 32,766 values."""


def note_sources(connection: Connection, seen: Mapping[str, datetime]) -> dict[str, int]:
    """The row ids of these URLs; those that are new get a row, first seen at the moment given."""
    ids = source_ids(connection, seen)
    new = [url for url in seen if url not in ids]
    if new:
        insert_missing(connection, schema.sources, [{"url": url, "first_seen": seen[url]} for url in new])
        ids |= source_ids(connection, new)
    return ids


def source_ids(connection: Connection, urls: Iterable[str]) -> dict[str, int]:
    """The row ids of those of these URLs that have a row."""
    table = schema.sources
    ids: dict[str, int] = {}
    for some in chunks(urls):
        rows = connection.execute(select(table.c.url, table.c.id).where(table.c.url.in_(some)))
        ids.update((row.url, row.id) for row in rows)
    return ids


def among(only: Iterable[str] | None) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Conditions that restrict a statement to sources, as many statements as these take; None: all."""
    if only is None:
        yield ()
        return
    for some in chunks(only):
        yield (schema.sources.c.url.in_(some),)


def chunks(urls: Iterable[str]) -> Iterator[list[str]]:
    """As many at a time as one statement takes."""
    rest = iter(urls)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
