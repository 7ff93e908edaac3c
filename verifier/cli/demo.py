"""`verifier demo`: a guided tour that needs no network."""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from verifier.cli.session import run_use_case
from verifier.cli.settings import Settings
from verifier.cli.terminal import plain
from verifier.clock import SystemClock
from verifier.configfile import load_config
from verifier.demo.tour import Outcome, outcomes, small_world
from verifier.model.exitcode import ExitCode
from verifier.runs.nightly import nightly
from verifier.runs.reporting import stored_report
from verifier.store.database import Database

_INTRODUCTION = """\
A small web of planted cases and a small archive now answer on loopback, and nothing else is contacted.
The real job runs over a little corpus that cites them: verifier run --config {config}
"""
_FAREWELL = """
The report: {report}
Open it in a browser. Look at what needs attention first, then open a row: cited title against found title,
the reasons in sentences, every redirect, the archived copy. Filter by code, "CIT110" say, and ask
`verifier explain CIT110` what it means.
"""
_KEPT = """
Everything is kept in {folder}: corpus, config.toml, database and reports. Try for example
  verifier show --config {config} broken
  verifier scan --config {config}
  verifier demo --serve        (the same with the small web left running, to play with `run`)
"""
_SERVING = "\nThe small web and the small archive stay up. Stop them with Ctrl-C."


@click.command("demo")
@click.option("--keep", is_flag=True, help="Leave corpus, configuration and database to play with.")
@click.option("--serve", is_flag=True, help="Keep, and leave the small web and archive up until Ctrl-C.")
def command(keep: bool, serve: bool) -> ExitCode:
    """A guided tour of a planted web, archive and corpus: the real run over them, and its report.

    Ends with 2 where a planted case did not come out as planted.
    """
    folder = Path(tempfile.mkdtemp(prefix="verifier-demo-"))
    with small_world(folder) as config:
        click.echo(_INTRODUCTION.format(config=config))
        results = _run_and_compare(config)
        for line in _table(results):
            click.echo(plain(line))
        click.echo(_FAREWELL.format(report=folder / "reports" / "index.html"))
        if keep or serve:
            click.echo(_KEPT.format(folder=folder, config=config))
        else:
            _remove_all_but_reports(folder)
        if serve:
            _wait_for_interrupt()
    return ExitCode.PASS if all(result.as_planted for result in results) else ExitCode.ERROR


def _run_and_compare(config: Path) -> list[Outcome]:
    loaded = load_config(config, {}, (), Path.cwd())
    run_use_case(Settings(loaded.config, loaded.base, loaded.file, loaded.origins), nightly)
    with closing(Database.open(loaded.config.store.url, loaded.base)) as database, database.read() as db:
        return outcomes(stored_report(db, SystemClock().now()))


def _table(results: Sequence[Outcome]) -> list[str]:
    lines = [f"{'planted':<48}{'verdict':<13}{'codes'}"]
    for result in results:
        conclusion = result.row.conclusion if result.row else None
        verdict = str(conclusion.verdict) if conclusion else "missing"
        codes = " ".join(conclusion.codes) if conclusion else ""
        note = "" if result.as_planted else f"  <- expected {result.case.verdict} {result.case.code or ''}"
        lines.append(f"{result.case.what:<48}{verdict:<13}{codes}{note}")
    return lines


def _remove_all_but_reports(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "reports":
            shutil.rmtree(entry)
        elif entry.is_file():
            entry.unlink()


def _wait_for_interrupt() -> None:
    click.echo(_SERVING)
    try:
        signal.pause()
    except KeyboardInterrupt:
        return
