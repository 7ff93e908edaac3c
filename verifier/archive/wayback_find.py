"""Looking up copies in the Wayback Machine's index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from verifier.archive.address import wire_url
from verifier.archive.cdx import CdxQuery, Listing, NoListing, read_listing
from verifier.archive.choice import choose, reference
from verifier.archive.exchange import NoAnswer, Request
from verifier.archive.manners import Line
from verifier.clock import Clock
from verifier.model.memento import Lookup, LookupState, Memento
from verifier.model.source import UnusableUrl

ROW_LIMIT = 200
"""Rows that the first question asks for."""
FEW_ROWS = 20
"""Rows that a further question, for good copies only, asks for."""


@dataclass(slots=True)
class WaybackFinder:
    """The index at one base address."""

    base: str
    line: Line
    clock: Clock

    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        """See `Archive.look_up`. One request; up to three where the first list is full and holds no good
        copy on or after the date."""
        try:
            url = wire_url(source)
        except UnusableUrl as error:
            return self._failed(source, f"no archive can be asked for it: {error}")
        found: dict[Memento, None] = {}
        for query in self._questions(url, near):
            listing = await self._ask(query)
            if not isinstance(listing, Listing):
                return self._unanswered(source, listing)
            found |= dict.fromkeys(listing.mementos)
            if _settled(_allowed(found, avoid), near) or not (listing.full or query.good_only):
                break
        return self._lookup(source, list(found), _allowed(found, avoid), near)

    def _questions(self, url: str, near: str | None) -> Iterator[CdxQuery]:
        begin = reference(near)
        if begin is None:
            yield CdxQuery(self.base, url, limit=-ROW_LIMIT)
        else:
            yield CdxQuery(self.base, url, limit=ROW_LIMIT, closest=begin)
            yield CdxQuery(self.base, url, limit=FEW_ROWS, since=begin, good_only=True)
        yield CdxQuery(self.base, url, limit=-FEW_ROWS, good_only=True)

    async def _ask(self, query: CdxQuery) -> Listing | NoListing | NoAnswer:
        answer = await self.line.ask(Request("GET", query.address.removeprefix(self.base)))
        if isinstance(answer, NoAnswer):
            return answer
        return read_listing(query, answer, self.base)

    def _lookup(self, source: str, found: list[Memento], allowed: list[Memento], near: str | None) -> Lookup:
        now = self.clock.now()
        if not found:
            return Lookup(source, now, LookupState.NONE)
        chosen = choose(allowed, near)
        if chosen is not None:
            return Lookup(source, now, LookupState.CAPTURED, chosen, captures=len(found))
        if len(allowed) < len(found):
            detail = "no copy that shows the document"
            return Lookup(source, now, LookupState.CAPTURED_BAD_ONLY, captures=len(found), detail=detail)
        statuses = sorted({"unknown" if copy.status is None else str(copy.status) for copy in found})
        detail = f"no copy with status 200; found: {', '.join(statuses)}"
        return Lookup(source, now, LookupState.CAPTURED_BAD_ONLY, captures=len(found), detail=detail)

    def _unanswered(self, source: str, why: NoListing | NoAnswer) -> Lookup:
        if isinstance(why, NoListing):
            return Lookup(source, self.clock.now(), why.state, detail=why.detail)
        stop = why.pause is not None
        return Lookup(
            source,
            self.clock.now(),
            LookupState.FAILED,
            detail=why.detail,
            stop=stop,
            retry_after=why.pause,
        )

    def _failed(self, source: str, detail: str) -> Lookup:
        return Lookup(source, self.clock.now(), LookupState.FAILED, detail=detail)


def _allowed(found: Iterable[Memento], avoid: Collection[str]) -> list[Memento]:
    return [memento for memento in found if memento.timestamp not in avoid]


def _settled(found: list[Memento], near: str | None) -> bool:
    """Whether further rows could not change the choice."""
    chosen = choose(found, near)
    return chosen is not None and chosen.timestamp >= (reference(near) or "")
