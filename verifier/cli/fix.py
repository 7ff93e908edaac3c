"""`verifier fix`: repairs of citations as a diff, in the files, or on a branch of their own."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from verifier.cli.fix_text import Outcome, last_line, record, summary
from verifier.cli.interrupts import interrupts_noted
from verifier.cli.settings import Settings, pass_settings
from verifier.cli.terminal import plain
from verifier.clock import SystemClock
from verifier.corpus.branching import NewState, commit_on_new_branch
from verifier.corpus.diff_place import diff_place
from verifier.corpus.selection import relative_to_root
from verifier.errors import CorpusError
from verifier.model.exitcode import ExitCode
from verifier.runs.repair_message import commit_message
from verifier.runs.repairing import Repairs, find_repairs, write_repairs
from verifier.store.database import Database
from verifier.store.location import require_database


@click.command("fix")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Write the changes into the documents.")
@click.option("--branch", metavar="NAME", help="Commit them on a new git branch; no document is touched.")
@click.option("--unsafe", is_flag=True, help="Also what a person should look at first.")
@click.option("--json", "as_json", is_flag=True, help="Print proposals and evidence as one JSON object.")
@pass_settings
def command(
    settings: Settings,
    paths: tuple[Path, ...],
    *,
    write: bool,
    branch: str | None,
    unsafe: bool,
    as_json: bool,
) -> ExitCode:
    """Propose repairs of citations as a unified diff, by what was recorded; opens no connection.

    The address of a confirmed copy where a citation names none, or one that is none; the new address of a
    source that moved for good. PATHs restrict it to files or directories of the corpus. Everything else in
    a document stays as it is, byte for byte; where that is in doubt it is left alone.
    """
    if write and branch is not None:
        raise click.UsageError("--write and --branch exclude each other")
    repairs = _found(settings, paths, unsafe=unsafe)
    outcome = None
    if branch is not None:
        outcome = _commit(settings.root, repairs, branch)
    elif write:
        outcome = _write(settings.root, repairs)
    place = diff_place(settings.root, Path.cwd())
    if as_json:
        click.echo(json.dumps(record(repairs, outcome, place.prefix), indent=2))
    else:
        _print_diffs(repairs, place.prefix)
    if not settings.quiet:
        for line in summary(repairs, outcome, place.apply_in):
            click.echo(plain(line), err=True)
    if outcome is None:
        return ExitCode.PASS
    if outcome.interrupted is not None:
        click.echo(plain(last_line(repairs, outcome)), err=True)
    return outcome.code


def _found(settings: Settings, paths: Sequence[Path], *, unsafe: bool) -> Repairs:
    config, root = settings.config, settings.root
    within = [_within(path, root) for path in paths]

    def wanted(path: str) -> bool:
        return not within or any(path == one or not one or path.startswith(f"{one}/") for one in within)

    require_database(config.store.url, settings.base)
    with closing(Database.open(config.store.url, settings.base)) as database, database.read() as connection:
        return find_repairs(
            connection,
            root,
            config,
            SystemClock().now(),
            skip=[settings.path(config.report.dir)],
            wanted=wanted,
            unsafe=unsafe,
        )


def _within(path: Path, root: Path) -> str:
    found = relative_to_root(path, root) if path.exists() else None
    if found is None:
        raise CorpusError(
            f"{path} is no file or directory of the corpus {root}",
            "Name documents as the working directory sees them.",
        )
    return found


def _write(root: Path, repairs: Repairs) -> Outcome:
    said: dict[str, str] = {}
    with interrupts_noted() as asked:
        for repaired, reason in write_repairs(root, repairs.documents):
            said[repaired.document.path] = reason
            if asked.code is not None:
                break
    return Outcome.of(said, "written", asked.code)


def _commit(root: Path, repairs: Repairs, branch: str) -> Outcome:
    states = [NewState(each.document.path, each.before, each.after) for each in repairs.documents]
    proposals = {each.document.path: each.proposals for each in repairs.documents}

    def message(paths: Sequence[str]) -> str:
        return commit_message([proposal for path in paths for proposal in proposals[path]])

    left = commit_on_new_branch(root, branch, states, message)
    said = {state.path: left.get(state.path, "") for state in states}
    nothing = f"Nothing to commit: the branch {branch} was not made."
    return Outcome.of(said, f"committed on the branch {branch}", nothing=nothing)


def _print_diffs(repairs: Repairs, prefix: str) -> None:
    if sys.stdout.isatty():
        for repaired in repairs.documents:
            for line in repaired.diff(prefix).removesuffix("\n").split("\n"):
                click.echo(plain(line))
        return
    # For `git apply`: no text layer may touch line ends.
    for repaired in repairs.documents:
        sys.stdout.buffer.write(repaired.diff(prefix).encode())
    sys.stdout.buffer.flush()
