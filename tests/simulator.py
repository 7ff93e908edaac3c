"""A world whose time moves by waiting: a simulated clock, web and archive.

The event loop never sleeps: where it would wait for a timer, its time jumps there at once. Work that
was handed to threads is waited for in real time first, so that no timer overtakes it.
"""

from __future__ import annotations

import asyncio
import hashlib
import selectors
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from verifier.archive.interface import Loaded
from verifier.fetch.interface import Fetched
from verifier.judge.cited_copy import CitedCopy
from verifier.model.allowance import Allowance
from verifier.model.evidence import Head
from verifier.model.memento import Capture, CaptureState, Lookup, LookupState, Memento, ReplayState
from verifier.model.observation import Exchange, Failure, FailureKind, Hop, Validators
from verifier.model.source import Source

R = TypeVar("R")

EPOCH = datetime(2026, 3, 1, 3, 17, tzinfo=UTC)


class _JumpingSelector(selectors.DefaultSelector):
    """Never waits for a timer; waits for real where threads are at work or nothing else will happen."""

    def __init__(self) -> None:
        super().__init__()
        self.elapsed = 0.0
        self.at_work = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        ready = super().select(0)
        if ready:
            return ready
        if self.at_work:
            return super().select(0.005)
        self.elapsed += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is how long it would have waited."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.elapsed

    def stall(self, seconds: float) -> None:
        self._jumping.elapsed += seconds

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., R], *args: Any
    ) -> asyncio.Future[R]:
        self._jumping.at_work += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._work_done)
        return future

    def _work_done(self, _: object) -> None:
        self._jumping.at_work -= 1


class SimulatedClock:
    """Reads the virtual loop's time. `starts_at` moves when a new loop begins (the next night)."""

    def __init__(self, starts_at: datetime = EPOCH) -> None:
        self.starts_at = starts_at
        self._loop: VirtualLoop | None = None

    def now(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return self._loop.time() if self._loop else 0.0

    async def sleep(self, seconds: float) -> None:
        await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=seconds)

    def run(self, coroutine: Coroutine[Any, Any, R]) -> R:
        """Run to the end in a loop of its own; afterwards this clock has moved on."""
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            loop = runner.get_loop()
            assert isinstance(loop, VirtualLoop)
            self._loop = loop
            try:
                return runner.run(coroutine)
            finally:
                self.starts_at += timedelta(seconds=loop.time())
                self._loop = None

    def stall(self, seconds: float) -> None:
        """Keep the event loop from working for so long."""
        assert self._loop is not None
        self._loop.stall(seconds)

    def advance(self, **duration: float) -> None:
        """Let time pass between two runs."""
        self.starts_at += timedelta(**duration)


@dataclass(frozen=True, slots=True)
class SimulatedPage:
    """How a URL answers."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    latency: float = 0.1
    location: str | None = None
    failure: Failure | None = None
    crawl_delay: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)


Behaviour = SimulatedPage | Callable[[int], SimulatedPage]
"""A page, or a function of how often the URL was asked before."""


class SimulatedWeb:
    """A `Fetcher` over scripted pages; what is not scripted answers through `default`."""

    def __init__(self, clock: SimulatedClock, default: Callable[[str], SimulatedPage] | None = None) -> None:
        self.clock = clock
        self.pages: dict[str, Behaviour] = {}
        self.default = default or (lambda url: SimulatedPage(404, b"<title>Not Found</title>"))
        self.requests: list[tuple[float, str]] = []
        self.in_flight = 0
        self.most_in_flight = 0
        self.cable_cut = False
        self.before_answer: Callable[[str], Awaitable[None]] | None = None

    async def fetch(self, source: Source, validators: Validators | None = None) -> Fetched:
        earlier = sum(1 for _, url in self.requests if url == source.url)
        self.requests.append((self.clock.monotonic(), source.url))
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        started_at = self.clock.now()
        try:
            if self.before_answer is not None:
                await self.before_answer(source.url)
            return _unless_unchanged(await self._answer(source.url, earlier, started_at), validators)
        finally:
            self.in_flight -= 1

    async def close(self) -> None:
        return None

    async def online(self) -> bool:
        return not self.cable_cut

    async def _answer(self, url: str, earlier: int, started_at: datetime) -> Fetched:
        if self.cable_cut:
            return Fetched(
                _failed(url, started_at, Failure(FailureKind.DNS, "no name server answers", mine=True))
            )
        page = self._page(url, earlier)
        hops: list[Hop] = []
        asked = url
        for _ in range(10):
            await self.clock.sleep(page.latency)
            if page.failure is not None:
                return Fetched(_failed(url, started_at, page.failure, tuple(hops)))
            hops.append(Hop(asked, page.status, page.location))
            if page.location is None:
                break
            asked = page.location
            page = self._page(asked, 0)
        headers = {"content-type": page.content_type, **page.headers}
        digest = hashlib.sha256(page.body).hexdigest() if page.body else None
        seconds = (self.clock.now() - started_at).total_seconds()
        exchange = Exchange(
            url, started_at, seconds, tuple(hops), None, headers, len(page.body), True, digest
        )
        heads = tuple(_head(hop, headers if hop is hops[-1] else {}) for hop in hops)
        return Fetched(exchange, page.body, page.crawl_delay, heads)

    def _page(self, url: str, earlier: int) -> SimulatedPage:
        behaviour = self.pages.get(url) or self.default(url)
        return behaviour if isinstance(behaviour, SimulatedPage) else behaviour(earlier)


def _unless_unchanged(fetched: Fetched, validators: Validators | None) -> Fetched:
    exchange = fetched.exchange
    tag = exchange.headers.get("etag")
    if validators is None or tag is None or (validators.url, validators.etag) != (exchange.final_url, tag):
        return fetched
    hops = (*exchange.hops[:-1], Hop(exchange.final_url, 304))
    heads = (*fetched.heads[:-1], _head(hops[-1], {"etag": tag}))
    unchanged = replace(exchange, hops=hops, headers={"etag": tag}, body_bytes=0, digest=None)
    return Fetched(unchanged, heads=heads)


def _head(hop: Hop, headers: Mapping[str, str]) -> Head:
    answered = dict(headers) if hop.location is None else {"location": hop.location}
    fields = tuple((name.encode(), value.encode()) for name, value in answered.items())
    return Head(hop.url.partition("#")[0], ((b"User-Agent", b"verifier"),), hop.status, b"", fields)


def _failed(url: str, at: datetime, failure: Failure, hops: tuple[Hop, ...] = ()) -> Exchange:
    return Exchange(url, at, 0.0, hops, failure)


class SimulatedArchive:
    """An `Archive` that holds what it is told to hold."""

    def __init__(self, clock: SimulatedClock, *, can_capture: bool = False) -> None:
        self.clock = clock
        self.can_capture = can_capture
        self.copies: dict[str, str] = {}
        """Source to the 14-digit timestamp of its copy."""
        self.shows: dict[str, Loaded] = {}
        """By source, or by the copy's own address: what comes of loading it. Nobody can be asked where it is
        not told."""
        self.base = self.address = "https://web.archive.org"
        self.down = False
        self.loads: list[str] = []
        self.lookups: list[str] = []
        self.submitted: list[str] = []
        self.allowances: list[Allowance] = []
        """What it says that the account may do, one after the other; nothing can be told at the end."""

    async def allowance(self) -> Allowance:
        await self.clock.sleep(10)
        return self.allowances.pop(0) if self.allowances else Allowance()

    async def load(self, memento: Memento) -> Loaded:
        await self.clock.sleep(1)
        self.loads.append(memento.uri)
        unknown = Loaded(ReplayState.FAILED, "503")
        return self.shows.get(memento.uri) or self.shows.get(memento.original, unknown)

    async def load_nearest(self, source: str, near: str | None) -> Loaded:
        await self.clock.sleep(1)
        if self.down:
            return Loaded(ReplayState.FAILED, "503")
        return Loaded(ReplayState.ELSEWHERE if source in self.copies else ReplayState.ABSENT)

    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        await self.clock.sleep(2.5)
        self.lookups.append(source)
        if self.down:
            return Lookup(source, self.clock.now(), LookupState.FAILED, detail="503", stop=True)
        if source not in self.copies:
            return Lookup(source, self.clock.now(), LookupState.NONE)
        if self.copies[source] in avoid:
            return Lookup(source, self.clock.now(), LookupState.CAPTURED_BAD_ONLY, captures=1)
        timestamp = self.copies[source]
        memento = Memento(timestamp, source, f"{self.address}/web/{timestamp}/{source}", 200)
        return Lookup(source, self.clock.now(), LookupState.CAPTURED, memento, 1)

    def cited(self, copy: CitedCopy) -> Memento | None:
        if copy.host != "web.archive.org":
            return None
        uri = f"{self.base}/web/{copy.timestamp}/{copy.original}"
        return Memento(copy.timestamp, copy.original, uri)

    async def submit(self, capture: Capture) -> Capture:
        await self.clock.sleep(10)
        self.submitted.append(capture.source)
        return replace(capture, state=CaptureState.SUBMITTED, job_id=f"spn2-{len(self.submitted)}")

    async def poll(self, captures: Sequence[Capture]) -> list[Capture]:
        await self.clock.sleep(1)
        for capture in captures:
            self.copies[capture.source] = f"{self.clock.now():%Y%m%d%H%M%S}"
        return [
            replace(capture, state=CaptureState.REPORTED, timestamp=self.copies[capture.source])
            for capture in captures
        ]

    async def close(self) -> None:
        return None
