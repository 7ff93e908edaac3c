"""Looking up copies by asking a TimeGate (RFC 7089) for the one nearest to a date."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from verifier.archive.address import wire_url
from verifier.archive.choice import choose, reference
from verifier.archive.exchange import Answer, NoAnswer, Request
from verifier.archive.instants import http_date, instant_of
from verifier.archive.interface import Loaded
from verifier.archive.lookups import allowed, bad_only, not_asked, settled, unanswered
from verifier.archive.manners import Line
from verifier.archive.quoting import quoted
from verifier.archive.replay import is_excluded, read_replay
from verifier.archive.timegate_answers import (
    LINK_FORMAT,
    Asked,
    Links,
    copy_in,
    links_of,
    redirect_of,
    refusal_of,
    speaks_memento,
    timemap_of,
)
from verifier.archive.timegate_place import Place, raw
from verifier.archive.wire import BODY_LIMIT, REDIRECT_LIMIT
from verifier.clock import Clock
from verifier.model.memento import Lookup, LookupState, Memento, ReplayState
from verifier.model.source import UnusableUrl

CHECKS = 3
"""Copies of which a look-up asks with which status they answered once: no TimeGate says it."""
_EXCERPT = 20_000
"""Bytes of a page that are read where only its headers count."""


@dataclass(slots=True)
class _Known:
    """What is known of the copies of one page."""

    url: str
    copies: dict[str, Memento] = field(default_factory=dict)
    """By instant."""
    bad: dict[str, int | None] = field(default_factory=dict)
    """The archived status of those that are no copy of a page that answered 200, by instant."""
    unfit: str = ""
    """What is wrong with a copy that was named and is not asked for."""
    timemap: str | None = None
    is_complete: bool = False
    """Whether the TimeMap was read."""

    def add(self, links: Links) -> None:
        for copy in links.copies:
            self.copies.setdefault(copy.timestamp, copy)
        self.unfit = self.unfit or links.unfit
        self.timemap = self.timemap or links.timemap

    def serving(self, avoid: Collection[str]) -> list[Memento]:
        """The copies of which nothing bad is known, as if each were one of a page that answered 200."""
        good = [copy for copy in allowed(self.copies.values(), avoid) if copy.timestamp not in self.bad]
        return [replace(copy, status=200) for copy in good]


@dataclass(slots=True)
class TimeGateFinder:
    """The TimeGate at one place."""

    place: Place
    line: Line
    clock: Clock
    is_proven: bool = False
    """Whether an answer showed that there is a TimeGate: only then does HTTP 404 say that there is no copy,
    for a server answers the same where the configured prefix is wrong."""

    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        """See `Archive.look_up`. Two requests where the TimeGate's choice serves, eight at most."""
        try:
            known = _Known(wire_url(source))
        except UnusableUrl as error:
            return not_asked(source, self.clock.now(), error)
        ended = await self._negotiate(source, known, instant_of(reference(near) or "") or self.clock.now())
        return ended or await self._choose(source, known, near, avoid)

    async def any_listed(self, source: str) -> Loaded:
        """Whether the TimeMap lists any copy: `elsewhere` or `absent`. One request."""
        known = _Known(wire_url(source))
        path = self.place.timemap(known.url)
        answer = await self._ask(path, limit=BODY_LIMIT)
        listed = answer.media_type == LINK_FORMAT if isinstance(answer, Answer) else False
        if isinstance(answer, NoAnswer) or not (listed and answer.status == 200):
            return read_replay(answer, Memento("", known.url, ""))
        links = timemap_of(answer, path, self._asked_about(known))
        return Loaded(ReplayState.ELSEWHERE if links.copies or links.unfit else ReplayState.ABSENT)

    async def _negotiate(self, source: str, known: _Known, wanted: datetime) -> Lookup | None:
        """Learn of copies from the TimeGate; a look-up where that ends it."""
        path = self.place.gate(known.url)
        for _ in range(REDIRECT_LIMIT + 1):
            answer = await self._ask(path, {"Accept-Datetime": http_date(wanted)})
            if isinstance(answer, NoAnswer):
                return unanswered(source, self.clock.now(), answer)
            asked = self._asked_about(known)
            known.add(links_of(answer, path, asked))
            if "memento-datetime" in answer.headers:
                itself = copy_in(answer, path, asked)
                known.add(Links(() if itself is None else (itself,)))
                return None if known.copies else self._failed(source, _without_address(known))
            to = redirect_of(answer, path, self.place)
            if to is None:
                return await self._no_copy(source, known, answer)
            inside = self.place.path_of(to)
            if inside is None:
                return self._failed(source, f"sent to an address {self.place.outside(to)}: {quoted(to)}")
            if any(self.place.path_of(copy.uri) == inside for copy in known.copies.values()):
                return None
            path = inside
        return self._failed(source, f"more than {REDIRECT_LIMIT} redirects")

    async def _no_copy(self, source: str, known: _Known, answer: Answer) -> Lookup:
        now = self.clock.now()
        if is_excluded(answer):
            return Lookup(source, now, LookupState.EXCLUDED, detail="the archive does not show this URL")
        if answer.status != 404:
            return self._failed(source, refusal_of(answer))
        if not self.is_proven:
            asked = await self._ask(self.place.timemap(known.url))
            if isinstance(asked, NoAnswer):
                return unanswered(source, self.clock.now(), asked)
            if asked.media_type != LINK_FORMAT:
                detail = f"{refusal_of(answer)}; nothing shows that archive.base is the prefix of a TimeGate"
                return self._failed(source, detail)
        return Lookup(source, now, LookupState.NONE)

    async def _choose(self, source: str, known: _Known, near: str | None, avoid: Collection[str]) -> Lookup:
        trouble = None
        if avoid or not settled(known.serving(avoid), near):
            trouble = await self._complete(known)
        for _ in range(CHECKS):
            chosen = choose(known.serving(avoid), near)
            if chosen is None or trouble is not None:
                break
            answer = await self._ask(raw(self.place.path_of(chosen.uri) or "/"))
            loaded = read_replay(answer, chosen)
            if loaded.state is ReplayState.LOADED:
                return Lookup(source, self.clock.now(), LookupState.CAPTURED, chosen, len(known.copies))
            if isinstance(answer, NoAnswer) or loaded.state is ReplayState.FAILED:
                trouble = answer if isinstance(answer, NoAnswer) else NoAnswer(loaded.detail)
                break
            known.bad[chosen.timestamp] = loaded.status
            trouble = await self._complete(known)
        if trouble is not None:
            return unanswered(source, self.clock.now(), trouble)
        return self._none_serves(source, known, avoid)

    async def _complete(self, known: _Known) -> NoAnswer | None:
        """Learn of all copies from the TimeMap, once; the trouble where it could not be had."""
        if known.is_complete:
            return None
        path = known.timemap or self.place.timemap(known.url)
        answer = await self._ask(path, limit=BODY_LIMIT)
        if isinstance(answer, NoAnswer):
            return answer
        known.add(timemap_of(answer, path, self._asked_about(known)))
        known.is_complete = True
        return None

    def _none_serves(self, source: str, known: _Known, avoid: Collection[str]) -> Lookup:
        now = self.clock.now()
        if not known.copies:
            return self._failed(source, f"its copies are {known.unfit}")
        statuses = [] if set(avoid) & known.copies.keys() else list(known.bad.values())
        lookup = bad_only(source, now, len(known.copies), statuses)
        left = len(known.serving(avoid))
        return replace(lookup, detail=f"{lookup.detail}; {left} further not asked for") if left else lookup

    async def _ask(
        self, path: str, headers: Mapping[str, str] | None = None, limit: int = _EXCERPT
    ) -> Answer | NoAnswer:
        request = Request("GET", path, headers=headers or {}, follow=False, body_limit=limit)
        answer = await self.line.ask(request)
        self.is_proven = self.is_proven or (isinstance(answer, Answer) and speaks_memento(answer))
        return answer

    def _asked_about(self, known: _Known) -> Asked:
        return Asked(known.url, self.place, self.clock.now())

    def _failed(self, source: str, detail: str) -> Lookup:
        return Lookup(source, self.clock.now(), LookupState.FAILED, detail=detail)


def _without_address(known: _Known) -> str:
    detail = "a copy without an address of its own"
    return f"{detail}; those that are named are {known.unfit}" if known.unfit else detail
