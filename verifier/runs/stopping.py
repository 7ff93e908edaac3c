"""A polite request to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from verifier.model.exitcode import ExitCode
from verifier.runs.racing import unless

R = TypeVar("R")


class Stop:
    """Set once, by the first signal. Whoever starts something new looks here first."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.code: ExitCode | None = None
        """How the command will end; None while nobody asked."""

    @property
    def requested(self) -> bool:
        """Whether somebody asked."""
        return self.code is not None

    def request(self, code: ExitCode) -> None:
        """Ask. The first reason stays."""
        self.code = self.code or code
        self._event.set()

    async def wait(self) -> None:
        """Until somebody asks."""
        await self._event.wait()

    async def unless(self, work: Awaitable[R]) -> R | None:
        """The result of `work`, or None where somebody asked before it was there; it is cancelled then."""
        return await unless(self._event, work)
