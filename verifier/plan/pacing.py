"""When may which host be asked again? A pure scheduler; `now` is always an argument.

A global slot is taken only when a request really starts. Among the hosts that may be asked now, the
one with the longest remaining work goes first, so that a run ends near its lower bound max(slowest
host, total work / concurrency): 1.00 to 1.02 × on the real host distribution, where first come first
served takes up to 1.10 × and a waiting request that holds a slot up to 5.9 × (design: fetching).
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Host(Generic[T]):
    name: str
    interval: float
    concurrency: int
    waiting: deque[T] = field(default_factory=deque)
    later: list[tuple[float, int, T]] = field(default_factory=list)
    running: int = 0
    next_start: float = 0.0
    version: int = 0

    @property
    def remaining(self) -> int:
        return len(self.waiting) + len(self.later)


class Pacing(Generic[T]):
    """Turns waiting for their hosts. Times are seconds on one monotonic clock."""

    def __init__(self, manners: Callable[[str], tuple[float, int]], concurrency: int) -> None:
        """`manners(host)` gives seconds between two starts and requests at once for that host;
        `concurrency` bounds the requests at once over all hosts."""
        self._manners = manners
        self._concurrency = concurrency
        self._hosts: dict[str, _Host[T]] = {}
        self._ready: list[tuple[float, int, int, int, _Host[T]]] = []
        self._later: list[tuple[float, int, int, _Host[T]]] = []
        self._counter = 0
        self.in_flight = 0
        self.waiting = 0

    def add(self, host: str, turn: T, now: float, not_before: float | None = None) -> None:
        """Queue a turn; with `not_before` it does not start earlier."""
        state = self._hosts.get(host)
        if state is None:
            state = self._hosts[host] = _Host(host, *self._manners(host))
        if not_before is None or not_before <= now:
            state.waiting.append(turn)
        else:
            heapq.heappush(state.later, (not_before, self._tick(), turn))
        self.waiting += 1
        self._place(state, now)

    def ready(self, now: float) -> Iterator[tuple[str, T]]:
        """Start what may start now: yields (host, turn), each of which must be `answered`
        and `finished` later."""
        while self._later and self._later[0][0] <= now:
            _, _, version, state = heapq.heappop(self._later)
            if version == state.version:
                self._place(state, now)
        while self._ready and self.in_flight < self._concurrency:
            *_, version, state = heapq.heappop(self._ready)
            if version == state.version:
                yield state.name, self._start(state, now)

    def answered(self, host: str, now: float) -> None:
        """A request to `host` that `ready` gave has ended: the host may be asked again."""
        state = self._hosts[host]
        state.running -= 1
        self._place(state, now)

    def finished(self) -> None:
        """What followed from a request has ended, too: another one may start somewhere."""
        self.in_flight -= 1

    def hold(self, host: str, until: float, now: float) -> None:
        """Start nothing more for `host` before `until`."""
        state = self._hosts[host]
        state.next_start = max(state.next_start, until)
        self._place(state, now)

    def slow(self, host: str, factor: float, least: float, most: float) -> None:
        """Ask `host` more seldom: `factor` times its interval, between `least` and `most` seconds; never
        more often than before."""
        state = self._hosts[host]
        state.interval = max(state.interval, min(max(state.interval * factor, least), most))

    def drop(self, host: str) -> list[T]:
        """Forget what waits for `host`, and give it back; what is under way goes on."""
        state = self._hosts[host]
        dropped = [*state.waiting, *(turn for *_, turn in sorted(state.later, key=lambda entry: entry[:2]))]
        state.waiting.clear()
        state.later.clear()
        state.version += 1
        self.waiting -= len(dropped)
        return dropped

    def next_at(self) -> float | None:
        """When time alone makes a turn ready; None if none waits for time. May be in the past when a
        turn only waits for a free slot."""
        while self._later and self._later[0][2] != self._later[0][3].version:
            heapq.heappop(self._later)
        return self._later[0][0] if self._later else None

    def _tick(self) -> int:
        self._counter += 1
        return self._counter

    def _start(self, state: _Host[T], now: float) -> T:
        turn = state.waiting.popleft()
        self.waiting -= 1
        self.in_flight += 1
        state.running += 1
        # Keeps the planned rhythm (no drift) but never comes closer than 0.9 intervals.
        state.next_start = max(state.next_start, now - 0.1 * state.interval) + state.interval
        self._place(state, now)
        return turn

    def _place(self, state: _Host[T], now: float) -> None:
        """Put the host where it belongs now: ready, later, or nowhere. Older entries become void."""
        state.version += 1
        while state.later and state.later[0][0] <= now:
            state.waiting.append(heapq.heappop(state.later)[2])
        if not state.remaining or state.running >= state.concurrency:
            return
        at = state.next_start if state.waiting else max(state.next_start, state.later[0][0])
        if at > now:
            heapq.heappush(self._later, (at, self._tick(), state.version, state))
            return
        work = -state.remaining * state.interval
        entry = (work, -state.remaining, self._tick(), state.version, state)
        heapq.heappush(self._ready, entry)
