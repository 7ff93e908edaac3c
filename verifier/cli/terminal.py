"""What the program says, made fit to be said: nothing that a stranger wrote acts on a terminal, and
neither a character nor a stream that cannot take it stops the program."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import select
import sys
from typing import Any, TextIO

import click

from verifier.report.inert import visible

_LINE_BREAKS = str.maketrans({"\n": "␊", "\r": "␍", "\t": "␉", "\x85": "␤", "\u2028": "␤", "\u2029": "␤"})


def plain(text: str) -> str:
    """`text` on one line, with a visible sign for every character that would act on a terminal.

    Controls, ESC, bidirectional overrides and lone surrogates are replaced (see `report.inert.visible`);
    what standard output's encoding lacks is written as an escape.
    """
    shown = visible(text.translate(_LINE_BREAKS))
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return shown.encode(encoding, "backslashreplace").decode(encoding)


def complain(message: str, hint: str) -> None:
    """Say what went wrong, where there is somebody to say it to; never fails."""
    lines = [f"verifier: {message}", *([f"  {hint}"] if hint else [])]
    # Closed, full, or gone: there is no other place left to say it.
    with contextlib.suppress(Exception):
        for line in "\n".join(lines).splitlines():
            click.echo(plain(line), err=True)


class PlainFormatter(logging.Formatter):
    """A log record on one line: libraries put what strangers sent into their warnings."""

    def format(self, record: logging.LogRecord) -> str:
        """The record, made `plain`."""
        return plain(super().format(record))


class LenientOutput(io.RawIOBase):
    """A file descriptor that never refuses: what it cannot take is dropped, and why is remembered.

    A reader who left, or a full disk behind a redirection, is no reason to end a command halfway or to
    change what its exit code says.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.failure: OSError | None = None
        """Why output was dropped; None where all of it was written."""

    def write(self, content: Any, /) -> int:  # noqa: ANN401 - whatever os.write takes
        """Write what can be written; whatever happens, it counts as taken."""
        while self.failure is None:
            try:
                return os.write(self._descriptor, content)
            except BlockingIOError:
                # Somebody who shares the pipe made it non-blocking.
                select.select([], [self._descriptor], [])
            except OSError as error:
                self.failure = error
        return len(content)

    def writable(self) -> bool:
        """It is."""
        return True

    def fileno(self) -> int:
        """The descriptor."""
        return self._descriptor

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return os.isatty(self._descriptor)


def make_streams_lenient() -> LenientOutput | None:
    """Let nothing that is printed fail; what became of standard output, where it is a file of the system's.

    A stream that was closed before the start leads nowhere: its number must not go to the next file
    that is opened, or messages would be written into the database.
    """
    for descriptor in range(3):
        with contextlib.suppress(OSError):
            _occupy(descriptor)
    sys.stderr, _ = _lenient(sys.stderr)
    sys.stdout, output = _lenient(sys.stdout)
    return output


def _occupy(descriptor: int) -> None:
    try:
        os.fstat(descriptor)
    except OSError:
        # The lowest free number is given, and those below are taken.
        os.open(os.devnull, os.O_RDWR)


def _lenient(stream: TextIO | None) -> tuple[TextIO, LenientOutput | None]:
    if stream is None:
        return _text_on(LenientOutput(os.open(os.devnull, os.O_WRONLY)), "utf-8", by_line=False), None
    try:
        raw = LenientOutput(stream.fileno())
        stream.flush()
    except (OSError, ValueError):
        return stream, None
    by_line = stream is sys.stderr or raw.isatty()
    return _text_on(raw, stream.encoding, by_line=by_line), raw


def _text_on(raw: LenientOutput, encoding: str, *, by_line: bool) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=encoding, errors="backslashreplace", line_buffering=by_line
    )
