"""Reading hostile bytes. A page that takes the parser down, or hangs it, takes nothing else with it.

The parsing itself is `extract.page.read_page`; here is where it happens: in child processes with a bound
on memory and processor time, which hold no secret, no database and no connection.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from verifier.extract.page import read_page
from verifier.fetch.interface import Fetched
from verifier.model.observation import Failure, FailureKind, Observation, Page
from verifier.runs.reader_child import CPU_SECONDS, LENGTH
from verifier.store.codec import decode

_WALL_SECONDS = 6 * CPU_SECONDS
"""A child that says nothing for so long is stopped, whatever it waits for."""
_CHILDREN = 2
_START = "import sys; sys.path[:] = {path!r}; from verifier.runs.reader_child import main; main()"
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH")
"""All that a child knows of the environment: the archive keys are there."""


class UnreadablePage(Exception):
    """A body could not be read; the message says why."""


async def observe(reader: Reader, fetched: Fetched) -> Observation:
    """The facts of one fetch with what its page says of itself.

    A body that cannot be read is a failure of the exchange: nothing is known of the page.
    """
    exchange = fetched.exchange
    if not fetched.body:
        return Observation(exchange)
    try:
        page = await reader.read(fetched.body, exchange.headers.get("content-type", ""), exchange.final_url)
    except UnreadablePage as error:
        failure = Failure(FailureKind.UNSUPPORTED, f"the page could not be read: {error}")
        return Observation(replace(exchange, failure=failure))
    return Observation(exchange, page)


class Reader(Protocol):
    """From a body to what the page says of itself."""

    async def read(self, body: bytes, content_type: str, url: str) -> Page | None:
        """As `extract.page.read_page`. Raises UnreadablePage."""
        ...

    async def close(self) -> None:
        """Release processes."""
        ...


class InlineReader:
    """Reads in this very process: for pages that nobody hostile wrote."""

    async def read(self, body: bytes, content_type: str, url: str) -> Page | None:
        """As `extract.page.read_page`."""
        return read_page(body, content_type, url)

    async def close(self) -> None:
        """Nothing to release."""


class BoxedReader:
    """Reads in a few child processes, which start when they are first needed."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        # Last in, first out: a child that runs is used before another one is started.
        self._free: asyncio.Queue[_Box] = asyncio.LifoQueue()
        passed_on = {name: environ[name] for name in _PASSED_ON if name in environ}
        self._boxes = [_Box(passed_on) for _ in range(_CHILDREN)]
        for box in self._boxes:
            self._free.put_nowait(box)

    async def read(self, body: bytes, content_type: str, url: str) -> Page | None:
        """As `extract.page.read_page`. Raises UnreadablePage where the child did not survive it."""
        box = await self._free.get()
        try:
            return await box.read(body, content_type, url)
        finally:
            self._free.put_nowait(box)

    async def close(self) -> None:
        """Stop the children at once."""
        for box in self._boxes:
            await box.stop()


class _Box:
    """One child at a time."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._child: Process | None = None

    async def read(self, body: bytes, content_type: str, url: str) -> Page | None:
        try:
            async with asyncio.timeout(_WALL_SECONDS):
                answer = await self._ask(body, json.dumps([content_type, url]).encode())
        except TimeoutError:
            await self.stop()
            raise UnreadablePage(f"the parser did not end within {_WALL_SECONDS:.0f} s") from None
        except (asyncio.IncompleteReadError, OSError):
            code = await self.stop()
            raise UnreadablePage(_last_words(code)) from None
        except BaseException:
            # The child may be in the middle of an answer that nobody waits for any more.
            await self.stop()
            raise
        text = answer.decode("utf-8", "surrogatepass")
        return None if text == "null" else decode(Page, text)

    async def _ask(self, body: bytes, head: bytes) -> bytes:
        child = self._child
        if child is None or child.returncode is not None:
            child = await self._start()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(b"".join((len(head).to_bytes(LENGTH), head, len(body).to_bytes(LENGTH), body)))
        await child.stdin.drain()
        length = int.from_bytes(await child.stdout.readexactly(LENGTH))
        return await child.stdout.readexactly(length)

    async def _start(self) -> Process:
        self._child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-c",
            _START.format(path=sys.path),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=self._environ,
        )
        return self._child

    async def stop(self) -> int | None:
        """Kill the child, if there is one; how it ended."""
        child, self._child = self._child, None
        if child is None:
            return None
        if child.returncode is None:
            with suppress(ProcessLookupError):
                # Not child.kill(): it may take the exit status away from the loop that waits for it.
                os.kill(child.pid, signal.SIGKILL)
        return await child.wait()


def _last_words(code: int | None) -> str:
    if code is not None and -code == signal.SIGPROF:
        return f"the parser needed more than {CPU_SECONDS:.0f} s of processor time"
    return f"the parser broke off ({'out of memory?' if code == 1 else f'signal {-(code or 0)}'})"
