"""A polite request to stop."""

from __future__ import annotations

import asyncio

from verifier.model.exitcode import ExitCode


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
