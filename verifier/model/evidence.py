"""Our own copies: what is known of one visit to a page, and where its record was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from verifier.model.observation import NOT_MODIFIED

HeaderField = tuple[bytes, bytes]
"""Name and value as they went over the wire."""


@dataclass(frozen=True, slots=True)
class Head:
    """One request of a chain and the head of its answer, as they went over the wire."""

    url: str
    """As asked: ASCII, without fragment."""
    asked: tuple[HeaderField, ...]
    """The header of the request."""
    status: int
    reason: bytes
    """What stands behind the status ("Not Found"), often nothing."""
    answered: tuple[HeaderField, ...]
    """The header of the answer, in its order, repeated fields apart."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A fetch of a page that could be read, or that did not change."""

    source: str
    """The normalised URL."""
    at: datetime
    heads: tuple[Head, ...]
    """Of the whole chain, at least one; the last one is the page's."""
    body: bytes
    """Decoded; empty where the page did not change."""
    digest: str | None
    """SHA-256 of the body, hexadecimal."""
    complete: bool
    """False where the body was cut while it was read."""
    text_digest: str = ""
    """As `Page.text_digest`; "" where nothing can be said by the text."""

    @property
    def uri(self) -> str:
        """The address that gave the page."""
        return self.heads[-1].url

    @property
    def status(self) -> int:
        """The page's status."""
        return self.heads[-1].status

    @property
    def unchanged(self) -> bool:
        """Whether the server only said that the page is the one that it gave before."""
        return self.status == NOT_MODIFIED


class EvidenceKind(StrEnum):
    """What a record holds."""

    RESPONSE = "response"
    """The page."""
    IDENTICAL = "identical"
    """That the page came again, byte for byte (a revisit)."""
    NOT_MODIFIED = "not-modified"
    """That the server said so (304, a revisit)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands."""

    file: str
    """Its name in the folder."""
    offset: int
    """Bytes before it."""
    length: int
    """Its bytes, compressed."""
    record_id: str
    """Its WARC-Record-ID."""


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One record of a source."""

    source: str
    """The normalised URL."""
    at: datetime
    """When the fetch that it tells of began (WARC-Date has its second)."""
    kind: EvidenceKind
    uri: str
    """WARC-Target-URI."""
    status: int
    place: Place
    complete: bool
    """False where the record does not hold all of the body."""
    digest: str | None = None
    """As `Visit.digest`."""
    text_digest: str = ""
    """As `Visit.text_digest`."""
    refers_to: int | None = None
    """The id of the record that has the page; None where it is this one."""
    last_seen: datetime | None = None
    """When the page was last found to say the same, with or without a record of that."""
    id: int | None = None
    """Its row; None before it has one."""
