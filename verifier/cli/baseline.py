"""`verifier baseline`: known problems, frozen so that only new ones fail."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import click

from verifier.cli.settings import Settings, pass_settings
from verifier.cli.terminal import plain
from verifier.clock import SystemClock
from verifier.corpus.rulebooks import baseline_text, read_baseline, read_decisions
from verifier.errors import ConfigError, CorpusError
from verifier.gate.baseline import Known, freeze, renamed, stale
from verifier.gate.decisions import apply_decisions
from verifier.gate.judged import Judged, judged_in
from verifier.gate.rulings import rulings_of
from verifier.judge.claim_rules import check_claims
from verifier.judge.wording import count
from verifier.model.citation import Corpus
from verifier.model.exitcode import ExitCode
from verifier.model.gate import Ruling
from verifier.model.report import Report
from verifier.report.files import write_file
from verifier.runs.gating import policy_of
from verifier.runs.reporting import stored_report
from verifier.store.checks import last_checked
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
    stored = _stored(settings)
    rulings = _rulings(stored, settings)
    if write:
        _require_complete(stored.report)
        return _written(file, freeze(rulings))
    entries = read_baseline(file)
    gone, others = stale(rulings, entries, stored.judged), renamed(rulings, entries, stored.judged.is_there)
    if update and (gone or others):
        return _written(file, sorted({others.get(entry, entry) for entry in entries - set(gone)}))
    for entry in gone:
        click.echo(plain(f"stale: {entry.code} {entry.url or entry.document}"))
    click.echo(f"{count(len(entries), 'known problem')}, {len(gone):,} of them stale.")
    return ExitCode.PASS


class _Stored(NamedTuple):
    report: Report
    judged: Judged


def _stored(settings: Settings) -> _Stored:
    require_database(settings.config.store.url, settings.base)
    with closing(Database.open(settings.config.store.url, settings.base)) as database, database.read() as db:
        report, asked = stored_report(db, SystemClock().now()), last_checked(db)
    return _Stored(report, judged_in(report, is_whole=True, asked=asked))


def _rulings(stored: _Stored, settings: Settings) -> list[Ruling]:
    """What is found, as decided: an expired decision is told by the gate, and nothing to freeze either."""
    report = stored.report
    unreadable = check_claims(Corpus(report.root, (), report.unreadable))
    rulings = rulings_of(report, unreadable, policy_of(settings.config.gate))
    today = report.generated_at.date()
    decisions = read_decisions(settings.path(settings.config.gate.decisions), today=today)
    return apply_decisions(rulings, decisions, today).rulings


def _require_complete(report: Report) -> None:
    if not report.complete:
        state = "there was none" if report.run is None else f"the last one is {report.run.state}"
        raise CorpusError(
            f"a baseline is made of the results of a complete run, and {state}",
            "Let one run to its end: verifier run",
        )


def _written(file: Path, entries: list[Known]) -> ExitCode:
    write_file(file, baseline_text(entries).encode())
    click.echo(plain(f"{count(len(entries), 'known problem')} in {file}."))
    return ExitCode.PASS
