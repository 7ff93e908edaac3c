"""Which visits deserve a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from verifier.model.evidence import EvidenceKind, EvidenceRecord, Head, Place, Visit
from verifier.plan.keeping import Keep, what_to_keep

URL, OTHER = "https://gazette.demo/a", "https://gazette.demo/b"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
VISIT = Visit(
    URL, NOW, (Head(URL, (), 200, b"OK", ()),), b"bytes", "digest", complete=True, text_digest="text"
)
RECORD = EvidenceRecord(
    URL, NOW, EvidenceKind.RESPONSE, URL, 200, Place("file", 0, 9, "<urn:a>"), True, "digest", "text", id=1
)


def answered(status: int, url: str = URL) -> Visit:
    return replace(VISIT, heads=(Head(url, (), status, b"", ()),))


def test_what_nothing_is_kept_of_is_kept() -> None:
    assert what_to_keep(VISIT, []) == Keep(EvidenceKind.RESPONSE)


def test_the_same_bytes_are_a_revisit() -> None:
    assert what_to_keep(VISIT, [RECORD]) == Keep(EvidenceKind.IDENTICAL, RECORD)


def test_the_same_text_in_other_bytes_only_makes_the_record_stand_longer() -> None:
    assert what_to_keep(replace(VISIT, digest="other"), [RECORD]) == Keep(None, RECORD)


def test_a_page_that_goes_back_to_an_earlier_text_is_kept_already() -> None:
    between = replace(RECORD, id=2, digest="between", text_digest="between")

    assert what_to_keep(replace(VISIT, digest="other"), [between, RECORD]) == Keep(None, RECORD)


@pytest.mark.parametrize(
    "visit",
    [
        replace(VISIT, digest="other", text_digest="other"),
        replace(VISIT, digest="other", text_digest=""),
        answered(404),
        answered(200, OTHER),
    ],
    ids=["text", "no text to go by", "status", "address"],
)
def test_what_differs_is_kept(visit: Visit) -> None:
    assert what_to_keep(visit, [RECORD, replace(RECORD, text_digest="")]) == Keep(EvidenceKind.RESPONSE)


@pytest.mark.parametrize(
    ("visit", "record"),
    [(replace(VISIT, complete=False), RECORD), (VISIT, replace(RECORD, complete=False))],
    ids=["body cut", "record cut"],
)
def test_what_was_cut_is_never_called_identical(visit: Visit, record: EvidenceRecord) -> None:
    assert what_to_keep(visit, [record]) == Keep(None, record)


def test_not_modified_is_said_of_the_page_that_was_seen_last() -> None:
    stood = replace(RECORD, id=2, digest="b", last_seen=NOW + timedelta(days=3))
    wall = replace(RECORD, id=3, status=403, last_seen=NOW + timedelta(days=9))
    elsewhere = replace(RECORD, id=4, uri=OTHER, last_seen=NOW + timedelta(days=9))

    records = [RECORD, stood, wall, elsewhere]
    assert what_to_keep(answered(304), records) == Keep(EvidenceKind.NOT_MODIFIED, stood)


def test_not_modified_without_a_page_keeps_nothing() -> None:
    assert what_to_keep(answered(304), [replace(RECORD, uri=OTHER)]) == Keep(None)
