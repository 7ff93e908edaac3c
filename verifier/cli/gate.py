"""`verifier gate`: pass or fail for a change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click

from verifier.cli.gate_ground import ground_of
from verifier.cli.gate_list import Listed, read_list
from verifier.cli.gate_outputs import outputs_of, put_out, try_outputs
from verifier.cli.gate_place import Place, doubted, place_of
from verifier.cli.settings import Call, Settings, pass_call
from verifier.cli.terminal import plain
from verifier.cli.termination import sigterm_cleans_up
from verifier.clock import SystemClock
from verifier.config_values import parse_duration
from verifier.judge.wording import count
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport
from verifier.runs.gating import Wish, gate_offline
from verifier.runs.naming import names_in
from verifier.runs.scoping import Scope, scope_of
from verifier.store.copying import open_to_read

_NAMED = 3
"""Files that are named of those that are passed over."""


@click.command("gate")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--since", metavar="REV", help="Judge what changed since REV and this branch parted, only.")
@click.option(
    "--files-from",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="More PATHs, one a line; - is stdin.",
)
@click.option("--offline", is_flag=True, help="Open no connection: stored results and the documents alone.")
@click.option(
    "--offline-ok", is_flag=True, help="With --offline: what is unknown, or was seen once, makes no 3."
)
@click.option(
    "--max-age",
    metavar="DURATION",
    help="Use stored results that are younger: 12h, 7d; a number alone is seconds (else gate.max_age).",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    help="Output, to standard output where no FILE is named or it is -; repeatable (else text).",
)
@pass_call
@sigterm_cleans_up()
def command(
    call: Call,
    paths: tuple[Path, ...],
    *,
    since: str | None,
    files_from: Path | None,
    offline: bool,
    offline_ok: bool,
    max_age: str | None,
    formats: tuple[str, ...],
) -> ExitCode:
    """Judge the citations that a change added or altered, those in PATHs, or all.

    Ends with 1 where a finding fails (`[gate]` in config.toml says which do), with 3 where it could not be
    established. Only positive evidence fails. Nothing is written but the outputs that are asked for.
    """
    outputs = outputs_of(formats or ("text",))
    settings, baseline, decisions, notes = ground_of(call, since)
    place = place_of(call, settings, since)
    settings = place.settings
    try_outputs(outputs, settings, ci=call.ci)
    age = _max_age(settings, max_age)
    listed = None if files_from is None else read_list(files_from)
    is_whole = since is None and listed is None and not paths
    wish = Wish(
        age,
        offline_ok,
        _prefix(settings.root),
        baseline,
        decisions,
        (*notes, *place.notes),
        is_whole=is_whole,
    )
    report = _judged(place, since, (paths, listed), wish, offline=offline)
    if isinstance(report, ExitCode):
        return report
    return put_out(doubted(report, place.doubt), outputs, quiet=settings.quiet)


def _judged(
    place: Place,
    since: str | None,
    named: tuple[Sequence[Path], Listed | None],
    wish: Wish,
    *,
    offline: bool,
) -> GateReport | ExitCode:
    settings = place.settings
    skip = [settings.path(settings.config.report.dir)]
    paths, listed = named
    files = None if listed is None else listed.paths
    scope = scope_of(settings.root, settings.config, skip, since, paths, files, place.was)
    if listed is not None and listed.missing:
        _tell(settings, f"Not there (deleted, or misspelt): {_some(listed.missing)}.")
    if scope.passed_over:
        _tell(settings, _passed_over(scope.passed_over, settings.root))
    wish = replace(wish, notes=(*wish.notes, *scope.notes))
    if since is not None:
        wish = replace(wish, names=names_in(scope, settings.root, settings.config, skip))
    with tempfile.TemporaryDirectory(prefix="verifier-gate-") as folder:
        if offline or not scope.citations:
            return _offline(settings, scope, wish, Path(folder))
        from verifier.cli.gate_online import judge_online  # noqa: PLC0415 - what it takes is slow to load

        return judge_online(settings, scope, wish, Path(folder))


def _tell(settings: Settings, sentence: str) -> None:
    if not settings.quiet:
        click.echo(plain(sentence), err=True)


def _passed_over(files: Sequence[Path], root: Path) -> str:
    what = "no document" if len(files) == 1 else "no documents"
    return f"Passed over: {_some(files)}, {what} of the corpus {root}."


def _some(files: Sequence[Path]) -> str:
    named = ", ".join(map(str, files[:_NAMED]))
    return named + (f" and {count(len(files) - _NAMED, 'more file')}" if len(files) > _NAMED else "")


def _offline(settings: Settings, scope: Scope, wish: Wish, folder: Path) -> GateReport:
    database = open_to_read(settings.config.store.url, settings.base, folder)
    try:
        return gate_offline(database, scope, settings.config.gate, wish, SystemClock().now())
    finally:
        database.close()


def _max_age(settings: Settings, text: str | None) -> timedelta:
    if text is None:
        return timedelta(seconds=settings.config.gate.max_age)
    try:
        return timedelta(seconds=parse_duration(text))
    except ValueError as error:
        raise click.UsageError(f"--max-age: {error}") from None


def _prefix(root: Path) -> str:
    """What leads from the working directory to the corpus root."""
    relative = os.path.relpath(root).replace(os.sep, "/")
    return "" if relative == "." else f"{relative}/"
