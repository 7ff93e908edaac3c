"""`verifier run`: the nightly job."""

from __future__ import annotations

import shlex
import sys

import click

from verifier.cli.session import run_use_case
from verifier.cli.settings import Settings, pass_settings
from verifier.cli.terminal import plain
from verifier.model.exitcode import ExitCode
from verifier.runs.nightly import nightly
from verifier.runs.wiring import sole_worker


@click.command("run")
@pass_settings
def command(settings: Settings) -> ExitCode:
    """Check what is due, look up archived copies, write the reports.

    Goes on where an interrupted run stopped. Ends with 0 whatever it found, with 3 where nothing could be
    established (no network), with 130 or 143 where it was interrupted.
    """
    with sole_worker(settings.config, settings.base, "run"):
        code = run_use_case(settings, nightly)
    if code in (ExitCode.INTERRUPTED, ExitCode.TERMINATED):
        command_line = shlex.join(["verifier", *sys.argv[1:]])
        click.echo(plain(f"Interrupted. Resume with: {command_line}"), err=True)
    return code
