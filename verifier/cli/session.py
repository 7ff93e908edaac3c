"""Running a use case from the command line: signals, progress, neighbours, the lock."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

from verifier.cli.interrupts import SIGNALS
from verifier.cli.progress import progress_for
from verifier.cli.settings import Settings
from verifier.clock import SystemClock
from verifier.errors import ConfigError
from verifier.model.exitcode import ExitCode
from verifier.runs.events import Emit, Note
from verifier.runs.neighbours import Neighbours
from verifier.runs.stopping import Stop
from verifier.runs.wiring import Places, open_neighbours

UseCase = Callable[[Neighbours, Stop, Emit], Awaitable[ExitCode]]

_SHOW_CURSOR = b"\x1b[?25h\n"
_STOPPING = "Stopping; another Ctrl-C leaves at once."


def places_of(settings: Settings) -> Places:
    """Where the configuration says things are.

    Raises ConfigError where the reports would be written among the documents.
    """
    root, reports = settings.root, settings.path(settings.config.report.dir)
    if reports.resolve() == root.resolve():
        raise ConfigError(
            f'report.dir and corpus.root are one directory ("{root}"): reports would be read as documents',
            "Set report.dir to a directory of its own; it may lie in the corpus.",
        )
    return Places(settings.base, root, reports)


def run_use_case(settings: Settings, use_case: UseCase, environ: Mapping[str, str] = os.environ) -> ExitCode:
    """Run it in an event loop of its own with the real neighbours.

    The first SIGINT or SIGTERM asks it to stop, the second ends the process at once. The archive's keys
    come from `environ`.
    """
    clock = SystemClock()
    progress = progress_for(clock, quiet=settings.quiet)

    async def session() -> ExitCode:
        stop = Stop()
        with signals_obeyed(stop, progress):
            async with open_neighbours(settings.config, places_of(settings), environ, clock) as world:
                return await use_case(world, stop, progress)

    try:
        return asyncio.run(session())
    finally:
        progress.close()


@contextmanager
def signals_obeyed(stop: Stop, emit: Emit) -> Iterator[None]:
    """Let SIGINT and SIGTERM ask `stop`; a second one leaves at once (the database is safe).

    To be used inside the event loop. The handlers are the process's, not the loop's: they act while the
    loop is busy writing a report, too.
    """
    loop = asyncio.get_running_loop()
    asked = False

    def obey(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        code = SIGNALS[signal.Signals(number)]
        if asked:
            _leave(code)
        asked = True
        loop.call_soon_threadsafe(stop.request, code)
        loop.call_soon_threadsafe(emit, Note(_STOPPING))

    before = {number: signal.signal(number, obey) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(code: ExitCode) -> NoReturn:
    with suppress(OSError):
        if os.isatty(2):
            os.write(2, _SHOW_CURSOR)
    os._exit(code)
