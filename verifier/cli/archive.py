"""`verifier archive`: look up, load and make copies, apart from a night."""

from __future__ import annotations

from functools import partial

import click

from verifier.cli.session import run_use_case
from verifier.cli.settings import Settings, pass_settings
from verifier.errors import CorpusError
from verifier.model.exitcode import ExitCode
from verifier.model.source import UnusableUrl, parse_source
from verifier.runs.archive import archive
from verifier.runs.archiving import Errand
from verifier.runs.wiring import sole_worker


@click.command("archive")
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option("--lookup-only", is_flag=True, help="Look copies up; load none and have none made.")
@click.option("--confirm", is_flag=True, help="Load known copies to see what they show; nothing else.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N of each kind of request.")
@pass_settings
def command(
    settings: Settings, urls: tuple[str, ...], lookup_only: bool, confirm: bool, limit: int | None
) -> ExitCode:
    """Look up archived copies, load them and compare them with what is cited, have missing ones made.

    What is due, within what is left of the day's budgets. URLs restrict it to these, which are looked up
    whether due or not. Copies are made where archive.mode is "capture" and keys are set. What was not done is
    due at the next time.
    """
    if lookup_only and confirm:
        raise click.UsageError("--lookup-only and --confirm exclude each other")
    only = frozenset(map(_source, urls)) if urls else None
    errand = Errand(not confirm, not lookup_only, not (confirm or lookup_only), only, limit)
    with sole_worker(settings.config, settings.base, "archive"):
        return run_use_case(settings, partial(archive, errand=errand))


def _source(url: str) -> str:
    try:
        return parse_source(url).url
    except UnusableUrl as error:
        raise CorpusError(
            f'"{url}" cannot be asked for: {error}', "Name a URL as a document cites it."
        ) from None
