"""The recorded documents that some others have to do with, without loading the whole corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, select

from verifier.model.citation import Citation, Claim, Document, Place
from verifier.store import schema
from verifier.store.sources import chunks

_documents, _citations, _sources = schema.documents, schema.citations, schema.sources


def recorded_beside(connection: Connection, ids: Collection[str], sources: Collection[str]) -> list[Document]:
    """The documents of the corpus that have one of these ids, and those that cite one of these sources (of
    their citations only these), as they were recorded last, in the order of their paths."""
    rows: dict[str, Row[Any]] = {}
    cited: dict[str, list[Citation]] = defaultdict(list)
    there = select(_documents).where(_documents.c.gone_at.is_(None))
    for some in chunks(ids):
        rows |= {row.id: row for row in connection.execute(there.where(_documents.c.id.in_(some)))}
    citing = (
        select(_citations, _sources.c.url.label("source"))
        .join_from(_citations, _sources)
        .where(_citations.c.gone_at.is_(None))
        .order_by(_citations.c.document_id, _citations.c.position)
    )
    for some in chunks(sources):
        for row in connection.execute(citing.where(_sources.c.url.in_(some))):
            place, claim = Place(row.line, row.column), Claim(row.url, row.title)
            citation = Citation("", row.list_name, row.list_index, place, claim, row.source)
            cited[row.document_id].append(citation)
    for some in chunks(cited.keys() - rows.keys()):
        rows |= {row.id: row for row in connection.execute(there.where(_documents.c.id.in_(some)))}
    return sorted((_document(row, cited[row.id]) for row in rows.values()), key=lambda each: each.path)


def _document(row: Row[Any], citations: list[Citation]) -> Document:
    place = Place(row.line, row.column)
    found = tuple(
        Citation(row.path, each.field, each.index, each.place, each.claim, each.source) for each in citations
    )
    return Document(row.path, row.id, digest=row.digest, citations=found, place=place)
