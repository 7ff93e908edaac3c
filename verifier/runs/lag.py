"""Does this process keep up? Results that were taken while the event loop lagged say nothing of the host."""

from __future__ import annotations

from collections import deque

from verifier.clock import Clock

TOO_MUCH = 1.0
"""Seconds by which the loop may be late; more makes healthy hosts look dead (design: trust)."""
_EVERY = 0.25
_KEPT = 120.0
"""Seconds of the past that are remembered: longer than any fetch."""


class LoopLag:
    """Watches how late the event loop wakes it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._late: deque[float] = deque()

    async def watch(self) -> None:
        """To be run as a task."""
        while True:
            due = self._clock.monotonic() + _EVERY
            await self._clock.sleep(_EVERY)
            now = self._clock.monotonic()
            if now - due > TOO_MUCH:
                self._late.append(now)
            while self._late and self._late[0] < now - _KEPT:
                self._late.popleft()

    def lagged_since(self, moment: float) -> bool:
        """Whether the loop was too late at any time since then (monotonic seconds)."""
        return bool(self._late) and self._late[-1] >= moment
