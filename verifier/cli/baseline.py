"""`verifier baseline`: known problems, frozen so that only new ones fail."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from verifier.cli.settings import Settings, pass_settings
from verifier.cli.terminal import plain
from verifier.clock import SystemClock
from verifier.corpus.rulebooks import baseline_text, read_baseline
from verifier.errors import ConfigError
from verifier.gate.baseline import Known, citation_of, freeze, stale
from verifier.gate.rulings import rulings_of
from verifier.judge.wording import count
from verifier.model.exitcode import ExitCode
from verifier.model.gate import Ruling
from verifier.model.report import Report
from verifier.report.files import write_file
from verifier.runs.gating import policy_of
from verifier.runs.reporting import stored_report
from verifier.store.database import Database
from verifier.store.location import require_database


@click.command("baseline")
@click.option(
    "--write", is_flag=True, help="Make the first baseline of all that fails by the stored results."
)
@click.option("--update", is_flag=True, help="Take out what is found no more; nothing is ever added.")
@pass_settings
def command(settings: Settings, *, write: bool, update: bool) -> ExitCode:
    """Show the baseline and what of it is stale, by the stored results; no connection is opened.

    What is in the baseline is told by the gate and does not fail. It only shrinks.
    """
    if write and update:
        raise click.UsageError("--write and --update exclude each other")
    file = settings.path(settings.config.gate.baseline)
    if write and file.exists():
        raise ConfigError(f"{file} exists already, and a baseline only shrinks", "Use --update.")
    report = _stored(settings)
    rulings = rulings_of(report, (), policy_of(settings.config.gate))
    if write:
        return _written(file, freeze(rulings))
    entries = read_baseline(file)
    gone = _gone(entries, rulings, report)
    if update and gone:
        return _written(file, sorted(entries - set(gone)))
    for entry in gone:
        click.echo(plain(f"stale: {entry.code} {entry.url or entry.document}"))
    click.echo(f"{count(len(entries), 'known problem')}, {len(gone):,} of them stale.")
    return ExitCode.PASS


def _stored(settings: Settings) -> Report:
    require_database(settings.config.store.url, settings.base)
    with closing(Database.open(settings.config.store.url, settings.base)) as database, database.read() as db:
        return stored_report(db, SystemClock().now())


def _gone(entries: frozenset[Known], rulings: list[Ruling], report: Report) -> list[Known]:
    """What is stale, and what no document says any more."""
    ids = {row.document.path: row.document.id for row in report.documents}
    judged = {citation_of(ids[row.citation.path], row.citation) for row in report.citations}
    left = {entry.citation for entry in entries} - judged
    return stale(rulings, entries, judged | left)


def _written(file: Path, entries: list[Known]) -> ExitCode:
    write_file(file, baseline_text(entries).encode())
    click.echo(plain(f"{count(len(entries), 'known problem')} in {file}."))
    return ExitCode.PASS
