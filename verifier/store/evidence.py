"""Where the records of our own copies stand, and when their pages were last found to say the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from verifier.model.evidence import EvidenceKind, EvidenceRecord, Place
from verifier.store import schema
from verifier.store.sources import note_sources

_evidence = schema.evidence
_sources = schema.sources


def insert_evidence(connection: Connection, record: EvidenceRecord) -> None:
    """Record where a record stands, in the caller's transaction: what is written has to be on the disk
    before that is committed."""
    row = {
        "source_id": note_sources(connection, {record.source: record.at})[record.source],
        "at": record.at,
        "kind": record.kind,
        "uri": record.uri,
        "status": record.status,
        "file": record.place.file,
        "offset": record.place.offset,
        "length": record.place.length,
        "record_id": record.place.record_id,
        "complete": record.complete,
        "digest": record.digest,
        "text_digest": record.text_digest,
        "refers_to": record.refers_to,
        "last_seen": record.last_seen,
    }
    connection.execute(insert(_evidence), row)


def note_seen(connection: Connection, record_id: int, at: datetime) -> None:
    """The page of the record, given by its row, was found to say the same at `at`."""
    statement = update(_evidence).where(_evidence.c.id == record_id)
    connection.execute(statement.values(last_seen=at))


def evidence_of(
    connection: Connection, source: str, kind: EvidenceKind | None = None
) -> list[EvidenceRecord]:
    """The records of a source, newest first; all kinds where none is named."""
    statement = (
        select(_evidence, _sources.c.url.label("source"))
        .join_from(_evidence, _sources)
        .where(_sources.c.url == source)
        .order_by(_evidence.c.id.desc())
    )
    if kind is not None:
        statement = statement.where(_evidence.c.kind == kind)
    return [_record(row) for row in connection.execute(statement)]


def sources_with_evidence(connection: Connection, files: Collection[str]) -> set[str]:
    """The sources of which one of these files holds a page."""
    page = (_evidence.c.kind == EvidenceKind.RESPONSE) & _evidence.c.file.in_(files)
    statement = select(_sources.c.url).join_from(_sources, _evidence).where(page)
    return set(connection.scalars(statement))


def evidence_ends(connection: Connection) -> Mapping[str, int]:
    """By file: the byte behind the last record that a row names."""
    end = func.max(_evidence.c.offset + _evidence.c.length)
    rows = connection.execute(select(_evidence.c.file, end.label("end")).group_by(_evidence.c.file))
    return {row.file: row.end for row in rows}


def _record(row: Row[Any]) -> EvidenceRecord:
    values = dict(row._mapping)  # noqa: SLF001
    del values["source_id"]
    place = Place(*(values.pop(name) for name in ("file", "offset", "length", "record_id")))
    return EvidenceRecord(place=place, **values)
