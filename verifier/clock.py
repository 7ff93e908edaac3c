"""The only reader of time and the only sleeper.

Everything else takes a `Clock` (the shell) or a `now` argument (the pure middle), so that tests
run whole nights on an event loop whose time moves by waiting.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the shell may ask of time."""

    def now(self) -> datetime:
        """The current instant, timezone-aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back; only differences mean anything."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; other tasks go on."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Without blocking the loop."""
        import asyncio  # noqa: PLC0415 - slow to load, and commands that wait for nothing do without

        await asyncio.sleep(seconds)
