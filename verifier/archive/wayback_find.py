"""Looking up copies in the Wayback Machine's index."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from verifier.archive.address import wire_url
from verifier.archive.cdx import CdxQuery, Listing, NoListing, read_listing
from verifier.archive.choice import choose, reference
from verifier.archive.exchange import NoAnswer, Request
from verifier.archive.instants import is_to_come
from verifier.archive.lookups import allowed, bad_only, not_asked, settled, unanswered
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
            return not_asked(source, self.clock.now(), error)
        found: dict[Memento, None] = {}
        for query in self._questions(url, near):
            listing = await self._ask(query)
            if not isinstance(listing, Listing):
                return self._unanswered(source, listing)
            found |= dict.fromkeys(listing.mementos)
            if settled(self._serving(found, avoid), near) or not (listing.full or query.good_only):
                break
        return self._lookup(source, list(found), self._serving(found, avoid), near)

    def _serving(self, found: Collection[Memento], avoid: Collection[str]) -> list[Memento]:
        """Rows of the index may be of a time to come; nothing can be there."""
        now = self.clock.now()
        return [copy for copy in allowed(found, avoid) if not is_to_come(copy.made_at, now)]

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

    def _lookup(self, source: str, found: list[Memento], serving: list[Memento], near: str | None) -> Lookup:
        now = self.clock.now()
        if not found:
            return Lookup(source, now, LookupState.NONE)
        chosen = choose(serving, near)
        if chosen is not None:
            return Lookup(source, now, LookupState.CAPTURED, chosen, captures=len(found))
        statuses = [] if len(serving) < len(found) else [copy.status for copy in found]
        return bad_only(source, now, len(found), statuses)

    def _unanswered(self, source: str, why: NoListing | NoAnswer) -> Lookup:
        if isinstance(why, NoListing):
            return Lookup(source, self.clock.now(), why.state, detail=why.detail)
        return unanswered(source, self.clock.now(), why)
