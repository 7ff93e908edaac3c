"""Which visit to a page deserves a record of its own, and which kind. Pure.

| the visit brought | is written |
|---|---|
| 304 | a revisit (server-not-modified) of the record that was last seen at that address |
| the bytes of an earlier record, both whole | a revisit (identical-payload-digest) of it |
| its text, in other bytes, or as many of its bytes as were read | nothing: the record is seen once more |
| anything else | the page |

WARC has no revisit for "the same text in other bytes" (ISO 28500 section 6.7: identical payload or
not modified), and one that claimed it would give bytes that never came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verifier.model.evidence import EvidenceKind, EvidenceRecord, Visit


@dataclass(frozen=True, slots=True)
class Keep:
    """What to do with a visit."""

    write: EvidenceKind | None
    """None where no record is written."""
    same_as: EvidenceRecord | None = None
    """The record of the page that was seen once more."""


def what_to_keep(visit: Visit, records: Sequence[EvidenceRecord]) -> Keep:
    """By the records with pages (`EvidenceKind.RESPONSE`) that the visit's source has, in any order."""
    there = [record for record in records if record.uri == visit.uri]
    if visit.unchanged:
        good = [record for record in there if 200 <= record.status < 300]
        last = max(good, key=_last_seen, default=None)
        return Keep(EvidenceKind.NOT_MODIFIED if last else None, last)
    alike = [record for record in there if record.status == visit.status]
    for record in alike:
        if record.digest == visit.digest and visit.digest is not None:
            whole = record.complete and visit.complete
            return Keep(EvidenceKind.IDENTICAL if whole else None, record)
    for record in alike:
        if visit.text_digest and record.text_digest == visit.text_digest:
            return Keep(None, record)
    return Keep(EvidenceKind.RESPONSE)


def _last_seen(record: EvidenceRecord) -> float:
    return (record.last_seen or record.at).timestamp()
