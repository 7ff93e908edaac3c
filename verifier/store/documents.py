"""The corpus as it was last read, and since when each citation is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    type_coerce,
    update,
)

from verifier.model.citation import Citation, Claim, Corpus, Document, Place, Quotation, Unreadable
from verifier.store import schema
from verifier.store.sources import note_sources
from verifier.store.types import restored
from verifier.store.upsert import insert_or_update

_CLAIM = tuple(field.name for field in fields(Claim))


def record_corpus(connection: Connection, corpus: Corpus, now: datetime) -> None:
    """Make the tables say what the corpus says now.

    Documents are known by their id and citations by their key, so that a renamed file or a moved entry
    stays what it was. What is no longer there is marked with `gone_at`; its checks stay.
    """
    root = {"id": 1, "root": corpus.root, "recorded_at": now}
    insert_or_update(connection, schema.corpus, root)
    sources = note_sources(connection, dict.fromkeys(corpus.sources(), now))
    _synchronise(connection, schema.documents, schema.documents.c.id, _document_rows(corpus), now)
    _synchronise(connection, schema.citations, schema.citations.c.key, _citation_rows(corpus, sources), now)
    _replace(connection, schema.quotations, list(_quotation_rows(corpus)))
    _replace(connection, schema.unreadable, list(_unreadable_rows(corpus)))


def load_corpus(connection: Connection) -> Corpus | None:
    """The corpus exactly as it was recorded last; None where none was."""
    root = connection.scalar(select(schema.corpus.c.root))
    if root is None:
        return None
    citations, quotations = _load_citations(connection), _load_quotations(connection)
    table = schema.documents
    statement = select(table).where(table.c.gone_at.is_(None)).order_by(table.c.position)
    documents = tuple(
        _document(row, citations.get(row.id, ()), quotations.get(row.id, ()))
        for row in connection.execute(statement)
    )
    unreadable = connection.execute(select(schema.unreadable).order_by(schema.unreadable.c.position))
    return Corpus(
        root,
        documents,
        tuple(Unreadable(row.path, Place(row.line, row.column), row.message) for row in unreadable),
    )


def recorded_titles(connection: Connection) -> list[str]:
    """The titles that the citations of the corpus give, as it was recorded last, in no order."""
    return [title for (title,) in _stored(connection, schema.citations.c.title)]


def recorded_publishers(connection: Connection) -> list[tuple[str, str]]:
    """URL and publisher of every citation of the corpus that says both, as it was recorded last, in no order,
    pairs of a kind once for each."""
    columns = schema.citations.c
    return [(url, name) for url, name in _stored(connection, columns.url, columns.publisher) if url]


def _stored(connection: Connection, *columns: Column[Any]) -> Iterator[Sequence[str]]:
    """Of the citations that have all of these: ten times as fast as to load the corpus."""
    # As it is stored: to let the types restore each value takes longer than to read it.
    statement = select(*(type_coerce(column, Text) for column in columns)).where(
        schema.citations.c.gone_at.is_(None), *(column.is_not(None) for column in columns)
    )
    for row in connection.execute(statement):
        yield [restored(value) if value.startswith("\\") else value for value in row]


def first_seen(connection: Connection) -> dict[str, datetime]:
    """By citation key: when the citation was recorded first. Holds those that are gone, too."""
    table = schema.citations
    return {row.key: row.first_seen for row in connection.execute(select(table.c.key, table.c.first_seen))}


def _document_rows(corpus: Corpus) -> Iterator[dict[str, Any]]:
    for position, document in enumerate(corpus.documents):
        yield {
            "id": document.id,
            "path": document.path,
            "position": position,
            "title": document.title,
            "date": document.date,
            "importance": document.importance,
            "digest": document.digest,
            "line": document.place.line,
            "column": document.place.column,
        }


def _citation_rows(corpus: Corpus, sources: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for document in corpus.documents:
        for position, citation in enumerate(document.citations):
            yield {
                "key": citation.key,
                "document_id": document.id,
                "position": position,
                "list_name": citation.field,
                "list_index": citation.index,
                "line": citation.place.line,
                "column": citation.place.column,
                **{name: getattr(citation.claim, name) for name in _CLAIM},
                "source_id": None if citation.source is None else sources[citation.source],
                "unusable": citation.unusable,
            }


def _synchronise(
    connection: Connection, table: Table, key: Column[str], rows: Iterator[dict[str, Any]], now: datetime
) -> None:
    """Insert what is new, change what differs, mark what is gone, and touch what is there."""
    current = {row[key.name]: {**row, "gone_at": None} for row in rows}
    known = _known(connection, table, key)
    new = [{**row, "first_seen": now, "last_seen": now} for name, row in current.items() if name not in known]
    changed = [
        {**row, "known": name} for name, row in current.items() if name in known and known[name] != row
    ]
    gone = [{"known": name} for name, row in known.items() if name not in current and row["gone_at"] is None]
    this = update(table).where(key == bindparam("known"))
    if new:
        connection.execute(insert(table), new)
    if changed:
        connection.execute(
            this.values({name: bindparam(name) for name in changed[0] if name != "known"}), changed
        )
    if gone:
        connection.execute(this.values(gone_at=now), gone)
    connection.execute(update(table).where(table.c.gone_at.is_(None)).values(last_seen=now))


def _known(connection: Connection, table: Table, key: Column[str]) -> dict[str, dict[str, Any]]:
    """The rows that are stored, gone ones too, without the moments that say when they were seen."""
    columns = [column for column in table.columns if column.name not in ("first_seen", "last_seen")]
    names = [column.name for column in columns]
    rows = [dict(zip(names, row, strict=True)) for row in connection.execute(select(*columns))]
    return {row[key.name]: row for row in rows}


def _quotation_rows(corpus: Corpus) -> Iterator[dict[str, Any]]:
    for document in corpus.documents:
        for position, quotation in enumerate(document.quotations):
            place = quotation.place
            yield {
                "document_id": document.id,
                "position": position,
                "line": place.line,
                "column": place.column,
                "text": quotation.text,
            }


def _unreadable_rows(corpus: Corpus) -> Iterator[dict[str, Any]]:
    for position, unreadable in enumerate(corpus.unreadable):
        yield {
            "position": position,
            "path": unreadable.path,
            "line": unreadable.place.line,
            "column": unreadable.place.column,
            "message": unreadable.message,
        }


def _replace(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(table))
    if rows:
        connection.execute(insert(table), rows)


def _load_citations(connection: Connection) -> dict[str, tuple[Citation, ...]]:
    """By document id."""
    table, documents, sources = schema.citations, schema.documents, schema.sources
    statement = (
        select(table, documents.c.path, sources.c.url.label("source"))
        .join_from(table, documents)
        .outerjoin(sources, table.c.source_id == sources.c.id)
        .where(table.c.gone_at.is_(None))
        .order_by(table.c.document_id, table.c.position)
    )
    rows = connection.execute(statement)
    return {
        document: tuple(_citation(row) for row in group)
        for document, group in groupby(rows, key=lambda row: str(row.document_id))
    }


def _load_quotations(connection: Connection) -> dict[str, tuple[Quotation, ...]]:
    """By document id."""
    table = schema.quotations
    rows = connection.execute(select(table).order_by(table.c.document_id, table.c.position))
    return {
        document: tuple(Quotation(row.text, Place(row.line, row.column)) for row in group)
        for document, group in groupby(rows, key=lambda row: str(row.document_id))
    }


def _citation(row: Row[Any]) -> Citation:
    return Citation(
        path=row.path,
        field=row.list_name,
        index=row.list_index,
        place=Place(row.line, row.column),
        claim=Claim(**{name: getattr(row, name) for name in _CLAIM}),
        source=row.source,
        unusable=row.unusable,
        key=row.key,
    )


def _document(row: Row[Any], citations: tuple[Citation, ...], quotations: tuple[Quotation, ...]) -> Document:
    return Document(
        path=row.path,
        id=row.id,
        title=row.title,
        date=row.date,
        importance=row.importance,
        digest=row.digest,
        citations=citations,
        place=Place(row.line, row.column),
        quotations=quotations,
    )
