"""The outputs that the gate was asked for: which and where, tried before anything is asked, and put out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import click

from verifier.cli.settings import Settings
from verifier.cli.terminal import complain, plain
from verifier.corpus.history import is_document
from verifier.corpus.selection import relative_to_root
from verifier.errors import ReportError, VerifierError
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport
from verifier.report.files import append_file, try_file, write_file
from verifier.report.gate_formats import GateFormat
from verifier.report.gate_plugins import gate_format
from verifier.report.gate_wording import outcome_sentence

_STDOUT = "-"


class Output(NamedTuple):
    """One output."""

    format: GateFormat
    file: Path | None
    """None: standard output."""


def outputs_of(texts: Sequence[str]) -> list[Output]:
    """What `--format` said, each time that it was given.

    Raises click.UsageError where two share one place, and ConfigError as `gate_format` does.
    """
    outputs = [_output(text) for text in texts]
    for one, other in combinations(outputs, 2):
        if _place(one) == _place(other):
            raise click.UsageError(_shared(one, other))
    return outputs


def try_outputs(outputs: Sequence[Output], settings: Settings, *, ci: bool) -> None:
    """Whether they can be written, before anybody waits for what stands in them; no file changes.

    Raises ReportError, also where the next one who reads the corpus would take an output for a document, and
    in CI mode where a link that the change may have brought leads somewhere else.
    """
    for file in filter(None, (output.file for output in outputs)):
        if ci and _is_led_away(file):
            raise ReportError(
                f"{file}: a link on the way leads to {os.path.realpath(file)}, and in CI mode none in the"
                " working directory is followed",
                "Remove the link first, or name a file outside the working directory.",
            )
        if any(_is_read(path, settings) for path in (file, Path(os.path.realpath(file)))):
            raise ReportError(
                f"{file}: would be read as a document, for it lies in the corpus "
                f"(corpus.root is {settings.root})",
                "Name a file outside, or in a folder whose name begins with a dot, or take it out by"
                " corpus.exclude.",
            )
        try_file(file)


def put_out(report: GateReport, outputs: Sequence[Output], *, quiet: bool) -> ExitCode:
    """Write all that can be written; how the command ends.

    Where nothing goes to standard output, or an output fails, the outcome is told on standard error.
    """
    failures = list(_failures(report, outputs))
    has_stdout = any(output.file is None for output in outputs)
    if failures or not (has_stdout or quiet):
        click.echo(plain(outcome_sentence(report)), err=True)
    for failure in failures:
        complain(failure.message, failure.hint)
    return ExitCode.ERROR if failures else report.outcome


def _output(text: str) -> Output:
    name, equals, file = text.partition("=")
    found = gate_format(name)
    if equals and not file:
        raise click.UsageError(f'--format {text}: no file is named after "="; {_STDOUT} is standard output')
    return Output(found, Path(file) if file and file != _STDOUT else None)


def _place(output: Output) -> str | None:
    return None if output.file is None else os.path.realpath(output.file)


def _shared(one: Output, other: Output) -> str:
    names = " and ".join(dict.fromkeys((one.format.NAME, other.format.NAME)))
    example = f"--format {other.format.NAME}=FILE"
    if one.file is None:
        where = "one output only can have standard output"
        return f"--format: {where}, not two ({names}); write one to a file: {example}"
    return f"--format: {one.file} is named for two outputs ({names}); name a file for each: {example}"


def _is_led_away(file: Path) -> bool:
    """Whether it lies in the working directory by its name, and not there by the links on the way."""
    here = Path.cwd()
    named = Path(os.path.normpath(here / file))
    return named.is_relative_to(here) and Path(os.path.realpath(named)) != named


def _is_read(file: Path, settings: Settings) -> bool:
    """Whether the corpus takes a file of this name for a document."""
    inside = relative_to_root(file, settings.root)
    if inside is None or not is_document(inside, settings.config.corpus):
        return False
    return relative_to_root(file, settings.path(settings.config.report.dir)) is None


def _failures(report: GateReport, outputs: Sequence[Output]) -> Iterator[VerifierError]:
    for output in outputs:
        try:
            _put_out(output, output.format.render(report))
        except VerifierError as error:
            yield error


def _put_out(output: Output, content: bytes) -> None:
    if output.file is not None:
        # Of one step's summary each tool writes a part.
        write = append_file if getattr(output.format, "APPENDS", False) else write_file
        write(output.file, content)
    elif sys.stdout.isatty():
        for line in content.decode("utf-8", "replace").removesuffix("\n").split("\n"):
            click.echo(plain(line))
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
