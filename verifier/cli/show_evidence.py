"""How `verifier show` names the records of our own copies, and how to take one out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from verifier.model.evidence import EvidenceKind, EvidenceRecord

_MOST = 10


def describe_evidence(records: Sequence[EvidenceRecord], folder: Path) -> Iterator[str]:
    """Lines about the records of one source, newest first, and where they can be taken out of."""
    if not records:
        return
    dates = {record.id: record.at for record in records}
    yield "  own copies:"
    for record in records[:_MOST]:
        yield f"    {record.at:%Y-%m-%d %H:%M:%S}  {_what(record)}"
        if record.refers_to in dates:
            yield f"      of the record of {dates[record.refers_to]:%Y-%m-%d %H:%M:%S}"
        yield f"      {_how(record, folder)}"
    if len(records) > _MOST:
        yield f"    … and {len(records) - _MOST} earlier ones"


def _what(record: EvidenceRecord) -> str:
    if record.kind is EvidenceKind.IDENTICAL:
        return "revisit: the same bytes"
    if record.kind is EvidenceKind.NOT_MODIFIED:
        return "revisit: not modified, said the server"
    said = f"page ({record.status})" if record.complete else f"page ({record.status}), not all of it"
    seen = record.last_seen
    return (
        said if seen in (None, record.at) else f"{said}, found to say the same until {seen:%Y-%m-%d %H:%M:%S}"
    )


def _how(record: EvidenceRecord, folder: Path) -> str:
    place = record.place
    path = folder / place.file
    if not path.exists():
        return f"{path} is not there any more (it was at byte {place.offset}, {place.length} bytes)"
    return f"warcio extract {shlex.quote(str(path))} {place.offset}"
