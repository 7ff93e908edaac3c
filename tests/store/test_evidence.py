from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.builders import NOW, later
from verifier.model.evidence import EvidenceKind, EvidenceRecord, Place
from verifier.store.database import Database
from verifier.store.evidence import (
    evidence_ends,
    evidence_of,
    insert_evidence,
    note_seen,
    sources_with_evidence,
)

A, B = "https://a.example/1", "https://b.example/2"
PAGE = EvidenceRecord(
    A, NOW, EvidenceKind.RESPONSE, A, 200, Place("one.warc.gz", 400, 90, "<urn:1>"), True, "d", "t", None, NOW
)


def record(database: Database, *records: EvidenceRecord) -> None:
    with database.write() as connection:
        for one in records:
            insert_evidence(connection, one)


def found(database: Database, source: str, kind: EvidenceKind | None = None) -> list[EvidenceRecord]:
    with database.read() as connection:
        return evidence_of(connection, source, kind)


@pytest.mark.parametrize("kind", EvidenceKind)
def test_every_kind_of_record_comes_back_exactly(database: Database, kind: EvidenceKind) -> None:
    one = replace(
        PAGE, kind=kind, complete=False, digest=None, uri="https://a.example/\ud800\0", last_seen=None
    )
    record(database, one)
    assert found(database, A) == [replace(one, id=1)]


def test_the_newest_record_comes_first(database: Database) -> None:
    revisit = replace(PAGE, kind=EvidenceKind.IDENTICAL, at=later(1), refers_to=1)
    record(database, PAGE, replace(PAGE, source=B), revisit)
    assert [one.id for one in found(database, A)] == [3, 1]
    assert [one.id for one in found(database, A, EvidenceKind.RESPONSE)] == [1]


def test_a_record_stands_as_long_as_its_page_is_seen(database: Database) -> None:
    record(database, PAGE, replace(PAGE, source=B))
    with database.write() as connection:
        note_seen(connection, 1, later(4))
    assert found(database, A)[0].last_seen == later(4)
    assert found(database, B)[0].last_seen == NOW


def test_it_is_known_where_each_file_ends(database: Database) -> None:
    record(database, PAGE, replace(PAGE, place=Place("one.warc.gz", 490, 10, "<urn:2>")))
    record(database, replace(PAGE, place=Place("two.warc.gz", 0, 7, "<urn:3>")))
    with database.read() as connection:
        assert evidence_ends(connection) == {"one.warc.gz": 500, "two.warc.gz": 7}


def test_only_a_page_in_a_file_that_is_there_counts_as_kept(database: Database) -> None:
    record(database, PAGE, replace(PAGE, source=B, kind=EvidenceKind.IDENTICAL, refers_to=1))
    with database.read() as connection:
        assert sources_with_evidence(connection, {"one.warc.gz"}) == {A}
        assert sources_with_evidence(connection, {"two.warc.gz"}) == set()
