"""What archives were asked, what they answered, and what was submitted to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, insert, select, update

from verifier.model.holding import Holding
from verifier.model.memento import Capture, CaptureState, Lookup, LookupState, Memento, Replay
from verifier.store import schema
from verifier.store.sources import among, note_sources
from verifier.store.upsert import insert_missing, insert_or_update

_lookups = schema.lookups
_mementos = schema.mementos
_captures = schema.captures
_replays = schema.replays
_sources = schema.sources

Conditions = tuple[ColumnElement[bool], ...]
_OPEN = (CaptureState.WANTED, CaptureState.SUBMITTED, CaptureState.OUTCOME_UNKNOWN)


def insert_lookup(connection: Connection, lookup: Lookup) -> None:
    """Record one look-up. A copy that is known already gets the facts as the index gives them now."""
    if lookup.memento is not None:
        insert_or_update(connection, _mementos, asdict(lookup.memento))
    row = {
        "source_id": note_sources(connection, {lookup.source: lookup.at})[lookup.source],
        "at": lookup.at,
        "state": lookup.state,
        "memento_uri": lookup.memento and lookup.memento.uri,
        "captures": lookup.captures,
        "detail": lookup.detail,
        "stop": lookup.stop,
        "retry_after": lookup.retry_after,
    }
    connection.execute(insert(_lookups), row)


def insert_replay(connection: Connection, replay: Replay) -> None:
    """Record what came of loading a copy once. What the index said of the copy before stays."""
    insert_missing(connection, _mementos, [asdict(replay.memento)])
    row = {
        "source_id": note_sources(connection, {replay.source: replay.at})[replay.source],
        "memento_uri": replay.memento.uri,
        "at": replay.at,
        "state": replay.state,
        "status": replay.status,
        "detail": replay.detail,
        "page_class": replay.page_class,
        "judged": replay.judged,
        "stop": replay.stop,
    }
    connection.execute(insert(_replays), row)


def save_capture(connection: Connection, capture: Capture) -> Capture:
    """Record the intent (a capture without an id gets a row), or how an attempt stands now.

    The intent has to be committed before anything is sent: after a crash it is what tells that
    something may have been. Returns the capture with its id.
    """
    row = asdict(capture)
    del row["source"], row["id"]
    if capture.id is not None:
        connection.execute(update(_captures).where(_captures.c.id == capture.id).values(row))
        return capture
    row["source_id"] = note_sources(connection, {capture.source: capture.at})[capture.source]
    return replace(capture, id=connection.scalars(insert(_captures).returning(_captures.c.id), row).one())


def holdings(connection: Connection, only: Iterable[str] | None = None) -> dict[str, Holding]:
    """By source (of `only`, else of all): what is known of its copies; absent where no archive was ever
    asked."""
    found: dict[str, Holding] = {}
    for these in among(only):
        found |= _holdings(connection, these)
    return found


def _holdings(connection: Connection, these: Conditions) -> dict[str, Holding]:
    succeeded = _newest(_lookups).where(_lookups.c.state != LookupState.FAILED)
    known = _newest_lookups(connection, succeeded, these)
    last = _newest_lookups(connection, _newest(_lookups), these)
    statement = _capture_select().where(_captures.c.id.in_(_newest(_captures)), *these)
    captures = {row.source: _capture(row) for row in connection.execute(statement)}
    replays = _load_replays(connection, these)
    made = _load_made(connection, these)
    return {
        source: Holding(
            source,
            known.get(source),
            last.get(source),
            captures.get(source),
            tuple(replays.get(source, ())),
            tuple(made.get(source, ())),
        )
        for source in last.keys() | captures.keys() | replays.keys()
    }


def open_captures(connection: Connection) -> list[Capture]:
    """The attempts without an outcome, oldest first."""
    statement = _capture_select().where(_captures.c.state.in_(_OPEN)).order_by(_captures.c.id)
    return [_capture(row) for row in connection.execute(statement)]


def captures_since(connection: Connection, moment: datetime, now: datetime) -> int:
    """How many attempts were recorded from `moment` to `now`, whatever became of them."""
    return _count(connection, _captures, moment, now)


def lookups_since(connection: Connection, moment: datetime, now: datetime) -> int:
    """How many look-ups were made from `moment` to `now`, failed ones included."""
    return _count(connection, _lookups, moment, now)


def replays_since(connection: Connection, moment: datetime, now: datetime) -> int:
    """How many copies were loaded from `moment` to `now`, whatever came of it."""
    return _count(connection, _replays, moment, now)


def _count(connection: Connection, table: Table, moment: datetime, now: datetime) -> int:
    # What is later than now was written while the machine's clock was wrong.
    statement = select(func.count()).select_from(table).where(table.c.at >= moment, table.c.at <= now)
    return connection.scalars(statement).one()


def _load_made(connection: Connection, these: Conditions) -> dict[str, list[str]]:
    """By source: the timestamps of the copies that the archive said it made, the last one first."""
    statement = (
        select(_sources.c.url, _captures.c.timestamp)
        .join_from(_captures, _sources)
        .where(_captures.c.state == CaptureState.REPORTED, _captures.c.timestamp.is_not(None), *these)
        .order_by(_captures.c.id.desc())
    )
    found: dict[str, list[str]] = {}
    for source, timestamp in connection.execute(statement):
        found.setdefault(source, []).append(timestamp)
    return found


def _load_replays(connection: Connection, these: Conditions) -> dict[str, list[Replay]]:
    """By source, newest first."""
    columns = [column for column in _mementos.columns if column.name != "status"]
    statement = (
        select(_replays, _sources.c.url.label("source"), *columns, _mementos.c.status.label("listed_status"))
        .join_from(_replays, _sources)
        .join(_mementos)
        .where(*these)
        .order_by(_replays.c.id.desc())
    )
    found: dict[str, list[Replay]] = {}
    for row in connection.execute(statement):
        memento = Memento(row.timestamp, row.original, row.uri, row.listed_status, row.mimetype, row.digest)
        replay = Replay(
            row.source,
            memento,
            row.at,
            row.state,
            row.status,
            row.detail,
            row.page_class,
            row.judged,
            row.stop,
        )
        found.setdefault(row.source, []).append(replay)
    return found


def _newest(table: Table) -> Select[int]:
    """The id of each source's newest row."""
    return select(func.max(table.c.id)).group_by(table.c.source_id)


def _newest_lookups(connection: Connection, ids: Select[int], these: Conditions) -> dict[str, Lookup]:
    statement = (
        select(_lookups, _sources.c.url.label("source"), _mementos)
        .join_from(_lookups, _sources)
        .outerjoin(_mementos, _mementos.c.uri == _lookups.c.memento_uri)
        .where(_lookups.c.id.in_(ids), *these)
    )
    return {row.source: _lookup(row) for row in connection.execute(statement)}


def _lookup(row: Row[Any]) -> Lookup:
    memento = None
    if row.uri is not None:
        memento = Memento(row.timestamp, row.original, row.uri, row.status, row.mimetype, row.digest)
    return Lookup(
        source=row.source,
        at=row.at,
        state=row.state,
        memento=memento,
        captures=row.captures,
        detail=row.detail,
        stop=row.stop,
        retry_after=row.retry_after,
    )


def _capture_select() -> Select[Any]:
    return select(_captures, _sources.c.url.label("source")).join_from(_captures, _sources)


def _capture(row: Row[Any]) -> Capture:
    values = dict(row._mapping)  # noqa: SLF001
    del values["source_id"]
    return Capture(**values)
