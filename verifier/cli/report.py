"""`verifier report`: write the reports again from the database."""

from __future__ import annotations

from contextlib import closing

import click

from verifier.cli.settings import Settings, pass_settings
from verifier.cli.terminal import plain
from verifier.clock import SystemClock
from verifier.model.exitcode import ExitCode
from verifier.runs.reporting import write_stored_reports
from verifier.store.database import Database
from verifier.store.location import require_database


@click.command("report")
@click.option("--format", "formats", multiple=True, metavar="NAME", help="Write only this one; repeatable.")
@pass_settings
def command(settings: Settings, formats: tuple[str, ...]) -> ExitCode:
    """Write the reports again from the database. No network."""
    config = settings.config
    require_database(settings.config.store.url, settings.base)
    with closing(Database.open(config.store.url, settings.base)) as database:
        files = write_stored_reports(
            database,
            settings.path(config.report.dir),
            formats or config.report.formats,
            SystemClock().now(),
        )
    for file in files:
        click.echo(plain(str(file)))
    return ExitCode.PASS
