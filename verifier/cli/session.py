"""Running a use case from the command line: signals, progress, neighbours, the lock."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

from verifier.cli.progress import progress_for
from verifier.cli.settings import Settings
from verifier.clock import SystemClock
from verifier.model.exitcode import ExitCode
from verifier.runs.events import Emit
from verifier.runs.neighbours import Neighbours
from verifier.runs.stopping import Stop
from verifier.runs.wiring import Places, open_neighbours

UseCase = Callable[[Neighbours, Stop, Emit], Awaitable[ExitCode]]

_SIGNALS = {signal.SIGINT: ExitCode.INTERRUPTED, signal.SIGTERM: ExitCode.TERMINATED}


def places_of(settings: Settings) -> Places:
    """Where the configuration says things are."""
    return Places(settings.base, settings.root, settings.path(settings.config.report.dir))


def run_use_case(settings: Settings, use_case: UseCase) -> ExitCode:
    """Run it in an event loop of its own with the real neighbours.

    The first SIGINT or SIGTERM asks it to stop, the second ends the process at once.
    """
    clock = SystemClock()
    progress = progress_for(clock, quiet=settings.quiet)

    async def session() -> ExitCode:
        stop = Stop()
        obey_signals(stop)
        async with open_neighbours(settings.config, places_of(settings), os.environ, clock) as world:
            return await use_case(world, stop, progress)

    try:
        return asyncio.run(session())
    finally:
        progress.close()


def obey_signals(stop: Stop) -> None:
    """Let SIGINT and SIGTERM ask `stop`; a second one leaves at once (the database is safe)."""
    loop = asyncio.get_running_loop()

    def obey(number: signal.Signals, code: ExitCode) -> None:
        if stop.requested:
            os._exit(code)
        stop.request(code)

    for number, code in _SIGNALS.items():
        loop.add_signal_handler(number, obey, number, code)
