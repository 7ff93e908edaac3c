"""What went over the wire in all checks of some sources, for whoever wants to know whether these moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import Connection, select

from verifier.model.observation import Exchange
from verifier.store import schema
from verifier.store.sources import chunks

_checks = schema.checks
_sources = schema.sources


def exchanges_of(connection: Connection, sources: Sequence[str]) -> dict[str, list[Exchange]]:
    """By source: those of its conclusive checks, newest first; absent where there is none."""
    found: dict[str, list[Exchange]] = {}
    for some in chunks(sources):
        statement = (
            select(_sources.c.url, _checks.c.exchange)
            .join_from(_sources, _checks)
            .where(_sources.c.url.in_(some), _checks.c.conclusive.is_(True))
            .order_by(_sources.c.id, _checks.c.id.desc())
        )
        for source, rows in groupby(connection.execute(statement), key=lambda row: row.url):
            found[source] = [row.exchange for row in rows]
    return found
