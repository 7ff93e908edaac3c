"""The alibi rule: a network failure is held back until the canaries show that we were online after it.

One prober for the whole run. It asks when a failure is reported, at most every `_EVERY` seconds; where
nothing answers it asks again a few times, while nobody starts anything new, and then gives up. Every
suspect gets its alibi or is asked again; nothing is blamed for an outage of ours (design: trust).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from verifier.clock import Clock
from verifier.runs.events import Emit, Note
from verifier.runs.racing import unless

T = TypeVar("T")

_EVERY = 15.0
"""Seconds between two questions while all is well."""
_MANY = 20
"""So many suspects are asked about at once: their number itself is suspicious."""
_AGAIN = (5.0, 10.0, 20.0)
"""Seconds before each further question when no canary answered."""


class Alibi(Generic[T]):
    """Suspects of type T wait here for an alibi."""

    def __init__(
        self,
        online: Callable[[], Awaitable[bool]],
        clock: Clock,
        cleared: Callable[[list[T]], None],
        retried: Callable[[list[T]], None],
        emit: Emit,
    ) -> None:
        """`cleared` gets the suspects after whose failure we were online; `retried` those that failed
        while we were offline for a while, to be asked again as if they had not been.

        To be made right after the canaries answered."""
        self._online = online
        self._clock = clock
        self._cleared = cleared
        self._retried = retried
        self._emit = emit
        self._suspects: list[T] = []
        self._doubt = asyncio.Event()
        self._hurry = asyncio.Event()
        self._last_good = clock.monotonic()
        self.paused = False
        """True while no canary answers: nothing new is to be started."""
        self.offline = False
        """True once it is settled that we are offline."""

    @property
    def waiting(self) -> int:
        """Suspects without an alibi so far."""
        return len(self._suspects)

    def doubt(self) -> None:
        """A request failed in a way that may be our own fault."""
        self._doubt.set()

    def suspect(self, item: T) -> None:
        """Hold an outcome back."""
        self._suspects.append(item)
        self._doubt.set()
        if len(self._suspects) >= _MANY:
            self.hurry()

    def hurry(self) -> None:
        """Do not wait before asking."""
        self._hurry.set()

    async def watch(self) -> None:
        """Ask whenever there is doubt; ends when we are offline for good. To be run as a task."""
        while not self.offline:
            await self._doubt.wait()
            await self._until_it_is_time()
            self._doubt.clear()
            self._hurry.clear()
            await self._settle()

    async def _until_it_is_time(self) -> None:
        wait = self._last_good + _EVERY - self._clock.monotonic()
        if wait > 0:
            await unless(self._hurry, self._clock.sleep(wait))

    async def _settle(self) -> None:
        # Only what failed before the question was asked has an alibi by the answer.
        heard, self._suspects = self._suspects, []
        if await self._online():
            self._last_good = self._clock.monotonic()
            self._cleared(heard)
            return
        self.paused = True
        self._emit(Note("No canary answers: nothing new is asked until one does."))
        for pause in _AGAIN:
            await self._clock.sleep(pause)
            if await self._online():
                self._last_good = self._clock.monotonic()
                self.paused = False
                self._emit(Note("Online again: what failed meanwhile is asked again."))
                again, self._suspects = [*heard, *self._suspects], []
                self._retried(again)
                return
        self.offline = True
        self._retried([])
