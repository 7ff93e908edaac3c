"""Documents and the citations in them, as written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: both numbers count from 1, `column` in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What a citation says of its source: every value as written, `None` where nothing is said.

    An empty or blank value in the document counts as nothing said, except `url`, which keeps "".
    """

    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    access_date: str | None = None
    archive_url: str | None = None
    tier: str | None = None
    verified: str | None = None

    @property
    def claims_verified(self) -> bool:
        """Whether the document says that somebody verified the citation (YAML's words for true)."""
        return (self.verified or "").strip().lower() in ("true", "yes", "y", "on", "1")


@dataclass(frozen=True, slots=True)
class Citation:
    """One entry of a document's source list."""

    path: str
    """The document, relative to the corpus root, with "/" between parts."""
    field: str
    """The list it stands in: "sources", "citations", …"""
    index: int
    """Its position in that list, from 0."""
    place: Place
    """The first character of the URL (or the quote before it); of the entry where there is none."""
    claim: Claim
    source: str | None
    """The normalised URL (`Source.url`), or None where the claim holds none that can be asked."""
    unusable: str | None = None
    """Why there is no source: an `Unusable` word of `model.source`; None where there is one."""
    key: str = ""
    """What makes it the same citation tomorrow (`citation_key`): its place is no part of it."""


def citation_key(document_id: str, list_name: str, claim: Claim, occurrence: int) -> str:
    """32 hexadecimal characters that name a citation by its content.

    `occurrence` counts the entries of the document with the same list, URL and title from 0.
    Moving the entry, renaming the file, or editing publisher, date or archive URL changes nothing.
    """
    content = json.dumps([document_id, list_name, claim.url, claim.title, occurrence])
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def disputed_id(path: str, own_id: str) -> str:
    """The id of a document whose own id another one has: unique as its path is, and it shows the dispute."""
    return f"{path}#{own_id}"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a document puts between quotation marks."""

    text: str
    """What stands between them, white space folded."""
    place: Place
    """The first character after the opening mark."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus that could be read."""

    path: str
    """Relative to the corpus root, with "/" between parts."""
    id: str
    """The document's own `id` where it has one that no earlier document has, else its path (with
    the disputed id, see `disputed_id`): unique in the corpus, and what stays when the file is renamed."""
    title: str | None = None
    date: str | None = None
    importance: int | None = None
    digest: str = ""
    """SHA-256 of the file's bytes, hexadecimal."""
    citations: tuple[Citation, ...] = ()
    place: Place = field(default=Place(1, 1))
    """Where a finding about the whole document points: the source list, else the first line."""
    quotations: tuple[Quotation, ...] = ()
    """In the order written; empty where nobody wants them read (`quotes.check`)."""

    @property
    def disputed_id(self) -> str | None:
        """What the document calls itself, where another document was called so before."""
        prefix = disputed_id(self.path, "")
        return self.id.removeprefix(prefix) if self.id.startswith(prefix) else None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file of the corpus that could not be read or parsed."""

    path: str
    place: Place
    message: str
    """What is wrong and what to do, one sentence."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that was read, in the order of the paths."""

    root: str
    """The root directory as given (configuration or command line)."""
    documents: tuple[Document, ...]
    unreadable: tuple[Unreadable, ...] = ()

    def citations(self) -> list[Citation]:
        """Every citation, document by document, in the order written."""
        return [citation for document in self.documents for citation in document.citations]

    def sources(self) -> list[str]:
        """The distinct normalised URLs, in the order of first appearance."""
        return list(dict.fromkeys(c.source for c in self.citations() if c.source is not None))
