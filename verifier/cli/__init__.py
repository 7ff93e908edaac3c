"""The command line: one module a command, imported only when it is called.

Every command returns an `ExitCode`; the one handler of errors is here.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import sys
import traceback
from collections.abc import Iterator, Sequence
from typing import NoReturn

import click

from verifier import __version__
from verifier.cli.settings import common_options, takes_settings
from verifier.cli.terminal import PlainFormatter, complain, make_streams_lenient
from verifier.errors import VerifierError
from verifier.model.exitcode import ExitCode

COMMANDS = {
    "archive": "Look up, load and make archived copies, apart from a night.",
    "baseline": "Known problems, frozen so that only new ones fail the gate.",
    "config": "Show the effective configuration and where each value comes from.",
    "daemon": "Run the nightly job by the schedule in config.toml.",
    "demo": "A guided tour in under a minute that needs no network.",
    "explain": "Say what a rule code means, why it matters and what to do.",
    "fix": "Propose repairs of citations as a diff; write them byte for byte.",
    "gate": "Pass or fail for a change: judge the citations that it added or altered.",
    "init": "Write a commented config.toml.",
    "inspect": "Judge a saved page and say why.",
    "report": "Write the reports again from the database.",
    "run": "The nightly job: check what is due, look up copies, write the reports.",
    "scan": "Inventory, offline findings and plan; opens no connection.",
    "show": "Everything known about a URL or a document.",
}
"""The commands and their one-line help. A command's module has its name and holds `command`."""


class _LazyGroup(click.Group):
    """Knows its commands by name and imports one when it is called: starting stays cheap."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        with _without_collections():
            command: click.Command = importlib.import_module(f"verifier.cli.{cmd_name}").command
        known = {param.name for param in command.params}
        if takes_settings(command):
            command.params.extend(option for option in common_options() if option.name not in known)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@contextlib.contextmanager
def _without_collections() -> Iterator[None]:
    """What is loaded stays: to look for garbage in it takes a tenth of the start (bench/startup)."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@click.group(cls=_LazyGroup, params=common_options())
@click.version_option(__version__, prog_name="verifier")
def group() -> None:
    """Does each cited source answer, is it the document that the citation names, is a copy safe?"""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its code, which no trouble of our output changes."""
    output = make_streams_lenient()
    code = run_command(arguments)
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    if output is not None and output.failure is not None and not isinstance(output.failure, BrokenPipeError):
        complain(
            f"the result could not be written to standard output: {output.failure.strerror}",
            f"What was written is cut off. The command itself ended with code {code:d}.",
        )
    sys.exit(code)


def run_command(arguments: Sequence[str] | None = None) -> ExitCode:
    """Run one command; whatever goes wrong ends as a sentence and an exit code."""
    _log_to_stderr()
    try:
        result = _invoke(list(sys.argv[1:] if arguments is None else arguments))
    except (KeyboardInterrupt, click.Abort):
        return ExitCode.INTERRUPTED
    except (VerifierError, OSError) as error:
        complain(str(error), getattr(error, "hint", ""))
        return ExitCode.ERROR
    except Exception:  # noqa: BLE001 - Python would exit with 1, which means "the gate failed"
        complain(traceback.format_exc(), "This is a defect of verifier: please report it.")
        return ExitCode.ERROR
    return result if isinstance(result, ExitCode) else ExitCode.PASS


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainFormatter("%(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _invoke(arguments: list[str]) -> object:
    # Not `group.main`: it ends a closed pipe with 1, which means "the gate failed".
    try:
        with group.make_context("verifier", arguments) as context:
            return group.invoke(context)
    except click.exceptions.Exit as end:
        return ExitCode(end.exit_code)
    except click.ClickException as error:
        with contextlib.suppress(OSError, ValueError):
            error.show()
        return ExitCode.ERROR
