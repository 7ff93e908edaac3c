"""The concurrent work of one run: started here, waited for here, and what goes wrong in it comes out here."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress


class Tasks:
    """Work that counts (`spawn`), and helpers that run beside it until the end (`help_with`)."""

    def __init__(self) -> None:
        self._working: set[asyncio.Task[None]] = set()
        self._helpers: list[asyncio.Task[None]] = []
        self._news = asyncio.Event()
        self.error: BaseException | None = None
        """The first exception that some work or helper raised."""

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        return bool(self._working)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Begin a piece of work."""
        self._working.add(self._begin(work))

    def help_with(self, work: Coroutine[None, None, None]) -> None:
        """Begin something that runs until `end`. That it ends before is news."""
        self._helpers.append(self._begin(work))

    def tell(self) -> None:
        """Something has changed: whoever waits for news looks again."""
        self._news.set()

    async def news(self, seconds: float | None) -> None:
        """Wait until something ended or was told since the last time, at most so long (None: any time)."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        self._news.clear()

    async def end(self, grace: float) -> None:
        """Give the work `grace` seconds; cancel what is left, and the helpers. Raises `error`."""
        if self._working and grace:
            await asyncio.wait(self._working, timeout=grace)
        await _cancel([*self._working, *self._helpers])
        if self.error is not None:
            raise self.error

    def _begin(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._working.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.error = self.error or error
        self.tell()


async def _cancel(tasks: Iterable[asyncio.Task[None]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
