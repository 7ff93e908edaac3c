"""`verifier daemon`: the nightly job by the schedule."""

from __future__ import annotations

import asyncio
import os

import click

from verifier.cli.progress import PlainProgress
from verifier.cli.session import places_of, signals_obeyed
from verifier.cli.settings import Settings, pass_settings
from verifier.clock import SystemClock
from verifier.daemon import serve
from verifier.model.exitcode import ExitCode
from verifier.runs.nightly import nightly
from verifier.runs.stopping import Stop
from verifier.runs.wiring import has_unfinished_run, open_neighbours, sole_worker


@click.command("daemon")
@pass_settings
def command(settings: Settings) -> ExitCode:
    """Run the nightly job whenever [schedule] says so, until SIGTERM or Ctrl-C.

    An interrupted run is resumed at once. One daemon per database.
    """
    with sole_worker(settings.config, settings.base, "daemon"):
        return asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> ExitCode:
    clock = SystemClock()
    stop = Stop()
    progress = PlainProgress(clock, quiet=settings.quiet)

    async def job() -> ExitCode:
        async with open_neighbours(settings.config, places_of(settings), os.environ, clock) as world:
            return await nightly(world, stop, progress)

    at_once = has_unfinished_run(settings.config, settings.base)
    with signals_obeyed(stop, progress):
        return await serve(settings.config.schedule, job, at_once=at_once, stop=stop, emit=progress)
