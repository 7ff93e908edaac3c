"""`verifier demo`: a guided tour that needs no network."""

from __future__ import annotations

import shlex
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
The real job, verifier run, works on a little corpus that cites them.
"""
_FAREWELL = """
The report: {report}
Open it in a browser. Look at what needs attention first, then open a row: cited title against found title,
the reasons in sentences, every redirect, the archived copy. Filter by code, "CIT110" say, and ask
`verifier explain CIT110` what it means.
"""
_NOT_KEPT = """
Only the reports are kept. With --keep the corpus, config.toml and the database are, too.
"""
_KEPT = """
Everything is kept in {folder}: corpus, config.toml, database and reports. Try for example
  verifier show --config {config} broken
  verifier scan --config {config}
"""
_SERVING = """
The small web and the small archive stay up until Ctrl-C; so long this works from another terminal:
  verifier run --config {config} --set check.every=0s
"""
_AT_REST = """
The small web is gone, so a run finds no network. To play with one: verifier demo --serve
"""


class _Terminated(BaseException):
    """SIGTERM came."""


@click.command("demo")
@click.option("--keep", is_flag=True, help="Leave corpus, configuration and database to play with.")
@click.option("--serve", is_flag=True, help="Keep, and leave the small web and archive up until Ctrl-C.")
def command(keep: bool, serve: bool) -> ExitCode:
    """A guided tour of a planted web, archive and corpus: the real run over them, and its report.

    Ends with 2 where a planted case did not come out as planted, with 130 or 143 where it is interrupted.
    """
    keep = keep or serve
    folder = Path(tempfile.mkdtemp(prefix="verifier-demo-"))
    code = ExitCode.ERROR
    before = signal.getsignal(signal.SIGTERM)
    try:
        _obey_sigterm()
        with small_world(folder) as config:
            code = _guide(folder, config, keep=keep, serve=serve)
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except _Terminated:
        code = ExitCode.TERMINATED
    finally:
        # A second signal must not leave the rest lying about.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _tidy(folder, keep=keep, interrupted=code in _INTERRUPTIONS)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, before)
    return code


_INTERRUPTIONS = (ExitCode.INTERRUPTED, ExitCode.TERMINATED)


def _guide(folder: Path, config: Path, *, keep: bool, serve: bool) -> ExitCode:
    """The tour itself."""
    click.echo(_INTRODUCTION)
    settings = _settings_of(config)
    code = run_use_case(settings, nightly, environ={})
    # The run's event loop has put back what was there before it, which ends the process at once.
    _obey_sigterm()
    if code in _INTERRUPTIONS:
        return code
    results = _results(settings)
    for line in _table(results):
        click.echo(plain(line))
    click.echo(_FAREWELL.format(report=folder / "reports" / "index.html"), nl=False)
    known = {"folder": folder, "config": shlex.quote(str(config))}
    click.echo((_KEPT if keep else _NOT_KEPT).format(**known), nl=False)
    click.echo(_SERVING.format(**known) if serve else _AT_REST if keep else "", nl=False)
    while serve:
        signal.pause()
    return ExitCode.PASS if all(result.as_planted for result in results) else ExitCode.ERROR


def _obey_sigterm() -> None:
    def obey(*_: object) -> None:
        raise _Terminated

    signal.signal(signal.SIGTERM, obey)


def _settings_of(config: Path) -> Settings:
    loaded = load_config(config, {}, (), Path.cwd())
    return Settings(loaded.config, loaded.base, loaded.file, loaded.origins)


def _results(settings: Settings) -> list[Outcome]:
    url, base = settings.config.store.url, settings.base
    with closing(Database.open(url, base)) as database, database.read() as db:
        return outcomes(stored_report(db, SystemClock().now()))


def _tidy(folder: Path, *, keep: bool, interrupted: bool) -> None:
    """Leave what is promised and nothing else."""
    if keep:
        if interrupted:
            click.echo(f"Interrupted. Everything is kept in {folder}", err=True)
    elif interrupted or not (folder / "reports").is_dir():
        shutil.rmtree(folder, ignore_errors=True)
    else:
        _remove_all_but_reports(folder)


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
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.is_file():
            entry.unlink(missing_ok=True)
