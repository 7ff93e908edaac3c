"""Reading hostile bytes. A page that takes the parser down, or hangs it, takes nothing else with it.

The parsing itself is `extract.page.read_page`; here is where it happens: in child processes with a bound
on memory and processor time, which hold no secret, no database and no connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from verifier.extract.page import read_page
from verifier.fetch.interface import Fetched
from verifier.model.observation import Failure, FailureKind, Observation, Page
from verifier.runs.reader_box import PROGRAM, Box, UnreadablePage

_CHILDREN = 2
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH")
"""All that a child knows of the environment: the archive keys are there."""


async def observe(reader: Reader, fetched: Fetched, quotations: Sequence[str] = ()) -> Observation:
    """The facts of one fetch with what its page says of itself, and of `quotations`.

    A body that cannot be read is a failure of the exchange: nothing is known of the page.
    """
    exchange = fetched.exchange
    if not fetched.body:
        return Observation(exchange)
    try:
        content_type = exchange.headers.get("content-type", "")
        page = await reader.read(fetched.body, content_type, exchange.final_url, quotations)
    except UnreadablePage as error:
        failure = Failure(FailureKind.UNSUPPORTED, f"the page could not be read: {error}", mine=error.ours)
        return Observation(replace(exchange, failure=failure))
    return Observation(exchange, page)


class Reader(Protocol):
    """From a body to what the page says of itself."""

    async def read(
        self, body: bytes, content_type: str, url: str, quotations: Sequence[str] = ()
    ) -> Page | None:
        """As `extract.page.read_page`. Raises UnreadablePage for this page, ReaderError for all."""
        ...

    async def close(self) -> None:
        """Release processes; what is read later starts new ones."""
        ...


class InlineReader:
    """Reads in this very process: for pages that nobody hostile wrote."""

    async def read(
        self, body: bytes, content_type: str, url: str, quotations: Sequence[str] = ()
    ) -> Page | None:
        """As `extract.page.read_page`."""
        return read_page(body, content_type, url, quotations)

    async def close(self) -> None:
        """Nothing to release."""


class BoxedReader:
    """Reads in a few child processes, which start when they are first needed."""

    def __init__(self, environ: Mapping[str, str], program: str = PROGRAM) -> None:
        # Last in, first out: a child that runs is used before another one is started.
        self._free: asyncio.Queue[Box] = asyncio.LifoQueue()
        passed_on = {name: environ[name] for name in _PASSED_ON if name in environ}
        self._boxes = [Box(passed_on, program) for _ in range(_CHILDREN)]
        for box in self._boxes:
            self._free.put_nowait(box)

    async def read(
        self, body: bytes, content_type: str, url: str, quotations: Sequence[str] = ()
    ) -> Page | None:
        """As `extract.page.read_page`. Raises UnreadablePage where the child did not survive it."""
        box = await self._free.get()
        try:
            return await box.read(body, content_type, url, quotations)
        finally:
            self._free.put_nowait(box)

    async def close(self) -> None:
        """Stop the children at once."""
        for box in self._boxes:
            await box.stop()
