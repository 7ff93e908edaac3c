"""The gate where sources may be asked: what that takes is loaded only then."""

from __future__ import annotations

import asyncio
from pathlib import Path

from verifier.cli.progress import LiveProgress, PlainProgress, progress_for
from verifier.cli.session import places_of, signals_obeyed
from verifier.cli.settings import Settings
from verifier.clock import Clock, SystemClock
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport
from verifier.runs.gate_online import gate_online
from verifier.runs.gating import Wish
from verifier.runs.scoping import Scope
from verifier.runs.stopping import Stop
from verifier.runs.wiring import open_neighbours
from verifier.store.copying import open_copy

_EVERY = 1.0
"""Seconds between two looks at whether there is something to say."""


def judge_online(settings: Settings, scope: Scope, wish: Wish, folder: Path) -> GateReport | ExitCode:
    """The report, or how the command ends where somebody interrupted it. `folder` is for a copy of the
    database."""
    clock = SystemClock()
    progress = progress_for(clock, quiet=settings.quiet)

    async def session() -> GateReport | ExitCode:
        stop = Stop()
        database = open_copy(settings.config.store.url, settings.base, folder)
        heart = asyncio.create_task(_beat(progress, clock))
        try:
            with signals_obeyed(stop, progress):
                places = places_of(settings)
                async with open_neighbours(settings.config, places, {}, clock, database) as world:
                    report = await gate_online(world, scope, wish, stop, progress)
        finally:
            heart.cancel()
        return report if stop.code is None else stop.code

    try:
        return asyncio.run(session())
    finally:
        progress.close()


async def _beat(progress: PlainProgress | LiveProgress, clock: Clock) -> None:
    """Somebody waits for the gate: it is never silent for long."""
    while True:
        await clock.sleep(_EVERY)
        progress.beat()
