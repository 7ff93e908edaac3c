"""The index of the Wayback Machine (CDX server): one question, its answer, the copies in it.

Builds questions and reads answers with waybackpy; sends nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Generator, Iterable
from dataclasses import dataclass

from waybackpy import WaybackMachineCDXServerAPI
from waybackpy.cdx_snapshot import CDXSnapshot
from waybackpy.cdx_utils import full_url

from verifier.archive.address import memento_uri
from verifier.archive.choice import is_timestamp
from verifier.archive.exchange import Answer
from verifier.archive.quoting import quoted, without_tags
from verifier.model.memento import LookupState, Memento

PATH = "/cdx/search/cdx"
_ROW = re.compile(r"\S+ (\d{14}) (?i:https?)://\S+ \S+ (?:\d{3}|-) \S+ (?:\d+|-)")
_EXCLUSIONS = ("AdministrativeAccessControlException", "RobotAccessControlException")
_UNKNOWN_MEDIA_TYPES = frozenset({"warc/revisit", "unk", "-"})


class CdxQuery(WaybackMachineCDXServerAPI):
    """One question to the index.

    waybackpy builds and checks the query and parses the rows, which is all pure; in between, its
    `cdx_api_manager` is where it would use its own HTTP client (no timeout; a 429 or an outage page
    reads as "never archived"). Here the request is awaited between the two halves, `address` and
    `snapshots_in`: that needs no thread, and deadline and cancellation reach the socket.
    """

    def __init__(
        self,
        base: str,
        url: str,
        *,
        limit: int,
        closest: str | None = None,
        since: str | None = None,
        good_only: bool = False,
    ) -> None:
        # An asterisk would turn the question into one about every page of a folder or domain.
        super().__init__(
            url.replace("*", "%2A"),
            match_type="exact",
            closest=closest,
            sort="closest" if closest else None,
            start_timestamp=since,
            filters=["statuscode:200"] if good_only else [],
            limit=str(limit),
        )
        self.endpoint = base + PATH
        self.rows = abs(limit)
        self.good_only = good_only
        self._lines: list[str] = []

    @property
    def address(self) -> str:
        """The URL to ask."""
        payload: dict[str, str] = {}
        self.add_payload(payload)
        return str(full_url(self.endpoint, params=payload | {"limit": str(self.limit)}))

    def snapshots_in(self, lines: list[str]) -> list[CDXSnapshot]:
        """The parsed rows of the answer."""
        self._lines = lines
        return list(self.snapshots())

    def cdx_api_manager(self, payload: dict[str, str], headers: dict[str, str]) -> Generator[str, None, None]:
        """Hand waybackpy the rows of the answer that was had."""
        yield from self._lines


@dataclass(frozen=True, slots=True)
class Listing:
    """The copies that an answer lists."""

    mementos: tuple[Memento, ...]
    full: bool
    """True where the answer reached the limit: there may be more."""


@dataclass(frozen=True, slots=True)
class NoListing:
    """Why an answer is no list of copies."""

    state: LookupState
    """`excluded` or `lookup-failed`."""
    detail: str


def read_listing(query: CdxQuery, answer: Answer, base: str) -> Listing | NoListing:
    """The copies that the answer to `query` lists. Only a 200 with plain text is a list at all: anything
    else, a cut one too, is `lookup-failed`; zero bytes are a list of nothing."""
    if answer.status != 200 or answer.media_type == "text/html":
        return _refusal(answer)
    lines = answer.text.replace("\r\n", "\n").split("\n")
    rows = list(dict.fromkeys(line for line in lines if _is_row(line)))
    if not rows and answer.text.strip():
        return NoListing(LookupState.FAILED, f"not an answer of the index: {quoted(answer.text)}")
    if lines[-1].strip() and not _is_row(lines[-1]):
        return NoListing(LookupState.FAILED, "the index's answer was cut off")
    mementos = tuple(_mementos(query.snapshots_in(rows), base))
    return Listing(mementos, full=sum(map(bool, lines)) >= query.rows)


def _is_row(line: str) -> bool:
    row = _ROW.fullmatch(line)
    return row is not None and is_timestamp(row[1]) and line.isprintable()


def _refusal(answer: Answer) -> NoListing:
    said = answer.headers.get("x-archive-wayback-runtime-error", "") + " " + answer.text
    if any(word in said for word in _EXCLUSIONS):
        return NoListing(LookupState.EXCLUDED, f"the archive does not show this URL: {quoted(said)}")
    what = "a page" if answer.status == 200 else f"HTTP {answer.status}"
    return NoListing(LookupState.FAILED, f"{what} instead of the index: {quoted(without_tags(answer.text))}")


def _mementos(snapshots: Iterable[CDXSnapshot], base: str) -> Iterable[Memento]:
    rows = list(snapshots)
    seen: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        if row.statuscode != "-":
            seen[row.digest].add((row.statuscode, row.mimetype))
    for row in rows:
        status, media_type = row.statuscode, row.mimetype
        # A revisit row says "the same bytes as before" and no status. Its own is known only where all
        # other rows with these bytes agree: redirects and errors often share the digest of nothing.
        if status == "-" and len(seen[row.digest]) == 1:
            ((status, media_type),) = seen[row.digest]
        yield Memento(
            row.timestamp,
            row.original,
            memento_uri(base, row.timestamp, row.original),
            None if status == "-" else int(status),
            None if media_type in _UNKNOWN_MEDIA_TYPES else media_type,
            row.digest,
        )
