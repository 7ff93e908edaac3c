"""One child process that reads pages, and a new one where it died (`runs.reader` has several)."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress

from verifier.errors import ReaderError
from verifier.model.observation import Page
from verifier.runs.reader_child import CPU_SECONDS, DEFECT, LENGTH, OUT_OF_MEMORY
from verifier.store.codec import decode

_WALL_SECONDS = 10 * CPU_SECONDS
"""A child that says nothing for so long is stopped, whatever it waits for."""
PROGRAM = f"import sys; sys.path[:] = {sys.path!r}; from verifier.runs.reader_child import main; main()"


class UnreadablePage(Exception):
    """A body could not be read; the message says why."""

    def __init__(self, message: str, *, ours: bool) -> None:
        super().__init__(message)
        self.ours = ours
        """True where it may be no fault of the page."""


class Box:
    """One child at a time."""

    def __init__(self, environ: Mapping[str, str], program: str) -> None:
        """`program` is what the child runs: `PROGRAM`, or what a test has in its place."""
        self._environ = environ
        self._program = program
        self._child: Process | None = None

    async def read(
        self, body: bytes, content_type: str, url: str, quotations: Sequence[str] = ()
    ) -> Page | None:
        """As `extract.page.read_page`. Raises UnreadablePage for this page, ReaderError for all.

        Once more in a new child where the first one died: something else may have killed it.
        """
        head = json.dumps([content_type, url, list(quotations)]).encode()
        with suppress(_ChildDied):
            return await self._attempt(head, body)
        try:
            return await self._attempt(head, body)
        except _ChildDied as died:
            if died.unborn:
                raise _no_process(str(died)) from None
            # Whoever runs out of memory kills like this, too.
            raise UnreadablePage(f"{died}, twice", ours=died.killed) from None

    async def _attempt(self, head: bytes, body: bytes) -> Page | None:
        try:
            async with asyncio.timeout(_WALL_SECONDS):
                answer = await self._ask(body, head)
        except TimeoutError:
            await self.stop()
            raise UnreadablePage(f"the parser did not end within {_WALL_SECONDS:.0f} s", ours=False) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise _how_it_ended(await self.stop()) from None
        except BaseException:
            # The child may be in the middle of an answer that nobody waits for any more.
            await self.stop()
            raise
        return _page(answer)

    async def _ask(self, body: bytes, head: bytes) -> bytes:
        child = self._child
        if child is None or child.returncode is not None:
            child = await self._start()
        assert child.stdin is not None
        child.stdin.write(b"".join((len(head).to_bytes(LENGTH), head, len(body).to_bytes(LENGTH), body)))
        await child.stdin.drain()
        return await _frame(child)

    async def _start(self) -> Process:
        """A child that said that it is there."""
        command = (sys.executable, "-I", "-c", self._program)
        try:
            self._child = child = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=self._environ
            )
        except OSError as error:
            raise _no_process(str(error)) from error
        try:
            await _frame(child)
        except asyncio.IncompleteReadError:
            code = await self.stop()
            raise _ChildDied(f"it ended at once with exit code {code}", unborn=True) from None
        return child

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


class _ChildDied(Exception):
    """The child ended instead of answering, and the page may not be the cause."""

    def __init__(self, message: str, *, killed: bool = False, unborn: bool = False) -> None:
        super().__init__(message)
        self.killed = killed
        self.unborn = unborn


async def _frame(child: Process) -> bytes:
    assert child.stdout is not None
    length = int.from_bytes(await child.stdout.readexactly(LENGTH))
    return await child.stdout.readexactly(length)


def _page(answer: bytes) -> Page | None:
    text = answer.decode("utf-8", "surrogatepass")
    if text.startswith(DEFECT):
        raise UnreadablePage(f"a defect of verifier, please report it: {text[len(DEFECT) :]}", ours=True)
    return None if text == "null" else decode(Page, text)


def _how_it_ended(code: int | None) -> UnreadablePage | _ChildDied:
    if code == -signal.SIGPROF:
        seconds = f"{CPU_SECONDS:.0f} s of processor time"
        return UnreadablePage(f"the parser needed more than {seconds}", ours=False)
    if code == OUT_OF_MEMORY:
        return UnreadablePage("the parser needed too much memory", ours=False)
    return _ChildDied(f"the parser broke off with exit code {code}", killed=code == -signal.SIGKILL)


def _no_process(why: str) -> ReaderError:
    return ReaderError(
        f"no process to read pages in can be started: {why}",
        "Is this machine out of memory or processes? Is the installation whole?",
    )
