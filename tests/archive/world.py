"""An archive to visit: the stand-in, a clock that moves by waiting, and a client for both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from verifier.archive.interface import Ledger
from verifier.archive.keys import Keys
from verifier.archive.wayback import Wayback
from verifier.config import ArchiveConfig, FetchConfig
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_replies import Reply, Service
from verifier.model.memento import Capture, CaptureState, Lookup
from verifier.model.pool import Pool, PoolState

T = TypeVar("T")

PAGE = "https://news.example/2021/04/story"
START = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)


class WaitingClock:
    """Time passes by waiting only."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self._seconds = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        return 1000.0 + self._seconds

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._seconds += seconds

    def pass_by(self, seconds: float) -> None:
        self._seconds += seconds


class MemoryLedger:
    """What a database keeps beyond one process."""

    def __init__(self) -> None:
        self.states: dict[Pool, PoolState] = {}

    async def settle(self, pool: Pool, transition: Callable[[PoolState], tuple[PoolState, T]]) -> T:
        self.states[pool], said = transition(self.states.get(pool, PoolState()))
        return said


@dataclass
class World:
    archive: StandInArchive
    clock: WaitingClock
    config: dict[str, Any] = field(default_factory=dict)
    """Settings of `[archive]` that differ."""
    fetch: dict[str, Any] = field(default_factory=dict)
    """Settings of `[fetch]` that differ."""
    keys: Keys | None = None
    ledger: Ledger | None = None
    """Shared by all visits; None: each begins with a new one."""

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Wayback]:
        # Unlike reading them from a file, a copy does not judge the values: here the archive has to.
        config = ArchiveConfig().model_copy(update={"base": self.archive.base} | self.config)
        fetch = FetchConfig().model_copy(update=self.fetch)
        wayback = Wayback(config, fetch, self.keys, self.clock, self.ledger or MemoryLedger())
        try:
            yield wayback
        finally:
            await wayback.close()

    def visit(self, what: Callable[[Wayback], Awaitable[T]]) -> T:
        async def inside() -> T:
            async with self.client() as wayback:
                return await what(wayback)

        return asyncio.run(inside())

    def look_up(self, source: str = PAGE, near: str | None = None) -> Lookup:
        return self.visit(lambda wayback: wayback.look_up(source, near))

    def submit(self, source: str = PAGE) -> Capture:
        return self.visit(lambda wayback: wayback.submit(self.wanted(source)))

    def wanted(self, source: str = PAGE) -> Capture:
        return Capture(source, self.clock.now(), CaptureState.WANTED, id=7)

    def poll(self, *captures: Capture) -> list[Capture]:
        return self.visit(lambda wayback: wayback.poll(captures))

    def save(self, source: str = PAGE, polls: int = 5) -> Capture:
        """Submit, then poll until there is an outcome."""

        async def inside(wayback: Wayback) -> Capture:
            capture = await wayback.submit(self.wanted(source))
            for _ in range(polls):
                if capture.state is CaptureState.SUBMITTED:
                    (capture,) = await wayback.poll([capture])
            return capture

        return self.visit(inside)

    def index_trouble(self, reply: Reply, times: int | None = None) -> None:
        self.archive.trouble(Service.INDEX, reply, times=times)
