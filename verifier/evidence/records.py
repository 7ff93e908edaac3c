"""WARC records of one visit as bytes, each a gzip member of its own. Writes no file.

WARC 1.1 (ISO 28500:2017, https://iipc.github.io/warc-specifications/). Loads warcio: imported only where
evidence is kept (by `folder`).
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from verifier import __version__
from verifier.evidence.heads import answer_head, request_head, says_no_body, uri
from verifier.model.evidence import EvidenceKind, EvidenceRecord, Head, Visit

_VERSION = "WARC/1.1"
_LEVEL = 6
"""Of zlib: 9 takes half as long again for a hundredth less."""
_PROFILES = {
    EvidenceKind.IDENTICAL: "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    EvidenceKind.NOT_MODIFIED: "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
}
_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def new_record_id() -> str:
    """A WARC-Record-ID."""
    return f"<urn:uuid:{uuid4()}>"


def warcinfo(name: str, at: datetime) -> bytes:
    """The first record of the file `name`."""
    said = {
        "software": f"verifier/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": _CONFORMS_TO,
        "description": "Cited pages as they were fetched. Bodies are decoded; cookies are left out.",
    }
    content = "".join(f"{key}: {value}\r\n" for key, value in said.items()).encode()
    fields = {"WARC-Filename": name, "WARC-Date": _date(at)}
    return _member("warcinfo", "", fields, content, None)


def way_there(visit: Visit) -> Iterator[bytes]:
    """The redirects that led to the page, each with its request. Their bodies were never read."""
    for head in visit.heads[:-1]:
        record_id = new_record_id()
        fields = {"WARC-Record-ID": record_id, "WARC-Date": _date(visit.at)}
        if not says_no_body(head):
            fields["WARC-Truncated"] = "unspecified"
        yield _member("response", head.url, fields, b"", answer_head(head, 0))
        yield _request(head, visit.at, record_id)


def page(visit: Visit, record_id: str, body: bytes) -> bytes:
    """The answer with `body`, the beginning of the visit's where that is longer."""
    fields = {"WARC-Record-ID": record_id, "WARC-Date": _date(visit.at)}
    if not visit.complete or len(body) < len(visit.body):
        fields["WARC-Truncated"] = "length"
    return _member("response", visit.uri, fields, body, answer_head(visit.heads[-1], len(body)))


def revisit(visit: Visit, record_id: str, kind: EvidenceKind, same_as: EvidenceRecord) -> bytes:
    """That the page of an earlier record came again, or did not change.

    The first holds the header that came with it. The second holds nothing: what plays records back would
    show a bare 304 (pywb 2.10 does) where the page belongs; what was asked stands in its request.
    """
    fields = {
        "WARC-Record-ID": record_id,
        "WARC-Date": _date(visit.at),
        "WARC-Profile": _PROFILES[kind],
        "WARC-Refers-To": same_as.place.record_id,
        "WARC-Refers-To-Target-URI": uri(same_as.uri),
        "WARC-Refers-To-Date": _date(same_as.at),
    }
    if kind is EvidenceKind.NOT_MODIFIED:
        return _member("revisit", visit.uri, fields, b"", None)
    fields["WARC-Truncated"] = "length"
    fields["WARC-Payload-Digest"] = _digest(visit.body)
    return _member("revisit", visit.uri, fields, b"", answer_head(visit.heads[-1], len(visit.body)))


def page_request(visit: Visit, record_id: str) -> bytes:
    """The request that the record answers."""
    return _request(visit.heads[-1], visit.at, record_id)


def _request(head: Head, at: datetime, answer_id: str) -> bytes:
    fields = {"WARC-Date": _date(at), "WARC-Concurrent-To": answer_id}
    return _member("request", head.url, fields, b"", request_head(head))


def _member(kind: str, url: str, fields: dict[str, str], content: bytes, head: bytes | None) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=_VERSION)
    own = {"WARC-Type": kind, "WARC-Record-ID": new_record_id(), **fields}
    if kind != "warcinfo":
        own["WARC-Block-Digest"] = _digest(head or b"", content)
    if kind == "response":
        own["WARC-Payload-Digest"] = _digest(content)
    record = writer.create_warc_record(
        uri(url),
        kind,
        payload=BytesIO(content),
        length=len(content),
        warc_headers_dict=own,
        http_headers=None if head is None else _Verbatim(head),
    )
    writer.write_record(record)
    return _gzipped(out.getvalue())


class _Verbatim(StatusAndHeaders):  # type: ignore[misc]
    """A head that is written as it is; warcio would percent-encode what is not ASCII."""

    def __init__(self, head: bytes) -> None:
        super().__init__("verbatim", [])
        self._head = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """What warcio asks for before it writes."""
        self.headers_buff = self._head


def _digest(*parts: bytes) -> str:
    """As web archives write it: SHA-1 in base32."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return f"sha1:{base64.b32encode(digest.digest()).decode()}"


def _gzipped(record: bytes) -> bytes:
    """One member. Not by warcio, which goes 16 kB at a time: each step gives other threads the interpreter
    and has to wait for it again."""
    member = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return member.compress(record) + member.flush()


def _date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
