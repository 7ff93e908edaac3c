"""How a run is shown on stderr: a live line on a terminal, a plain line every 30 seconds elsewhere."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from verifier.cli.terminal import plain
from verifier.clock import Clock
from verifier.judge.wording import count
from verifier.model.verdict import Access
from verifier.report.timestamps import duration
from verifier.runs.events import (
    Asking,
    Captured,
    Checked,
    Event,
    LookedUp,
    Note,
    Replayed,
    Reported,
    Started,
    Trouble,
)

_EVERY = 30.0


def start_line(event: Started) -> str:
    """What the first line of a run says."""
    verb = "Resuming" if event.resumed else "Starting"
    asked = f"{event.due:,} of {event.sources:,} sources are due"
    if event.due:
        asked += f", about {duration(event.seconds)} at the configured politeness"
    return (
        f"{verb} run {event.run.id}: {count(event.documents, 'document')}, "
        f"{count(event.citations, 'citation')}; {asked}."
    )


def report_line(event: Reported) -> str:
    """Where the report is, and whether it tells of the whole run."""
    if not event.files:
        return "No report is configured."
    return f"Report{'' if event.complete else ' (INCOMPLETE)'}: {event.files[0]}"


class PlainProgress:
    """Lines for logs and cron. Quiet mode says only what is trouble."""

    def __init__(self, clock: Clock, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._clock = clock
        self._quiet = quiet
        self._stream = stream or sys.stderr
        self._last = clock.monotonic()
        self._accesses: Counter[Access] = Counter()
        self._so_far = ""

    def __call__(self, event: Event) -> None:
        """Show one event."""
        match event:
            case Started():
                self._say(start_line(event))
            case Asking():
                self._so_far = f"0 of {event.due:,} checked"
            case Checked():
                self._accesses[event.access] += 1
                self._so_far = f"{event.done:,} of {event.total:,} checked ({self.summary()})"
                self._now_and_then(self._so_far)
            case LookedUp():
                self._now_and_then(f"{event.done:,} of {event.total:,} looked up in the archive")
            case Replayed():
                self._now_and_then(f"{event.done:,} of {event.total:,} copies loaded")
            case Captured():
                self._now_and_then(f"capture of {event.capture.source}: {event.capture.state}")
            case Reported():
                self._say(report_line(event))
            case Note():
                self._say(event.text)
            case Trouble():
                self._print(event.text)

    def beat(self) -> None:
        """Time goes by, and perhaps nothing happens: say so far now and then."""
        if self._so_far:
            self._now_and_then(self._so_far)

    def summary(self) -> str:
        """How the sources answered so far."""
        return ", ".join(f"{count:,} {access}" for access, count in self._accesses.most_common())

    def close(self) -> None:
        """Nothing to tidy."""

    def _now_and_then(self, line: str) -> None:
        now = self._clock.monotonic()
        if now - self._last >= _EVERY:
            self._last = now
            self._say(line)

    def _say(self, line: str) -> None:
        if not self._quiet:
            self._print(line)

    def _print(self, line: str) -> None:
        print(plain(line), file=self._stream, flush=True)


class LiveProgress:
    """A bar on a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._accesses: Counter[Access] = Counter()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[detail]}"),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, event: Event) -> None:
        """Show one event."""
        match event:
            case Started():
                self._line(start_line(event))
                self._progress.start()
            case Asking():
                self._progress.start()
                self._advance("checking", 0, event.due, "")
            case Checked():
                self._accesses[event.access] += 1
                self._advance("checking", event.done, event.total, self._summary())
            case LookedUp():
                self._advance("archive", event.done, event.total, str(event.lookup.state))
            case Replayed():
                self._advance("copies", event.done, event.total, str(event.replay.state))
            case Captured():
                self._line(f"{event.capture.state}: {event.capture.source}")
            case Reported():
                self._line(report_line(event))
            case Note() | Trouble():
                self._line(event.text)

    def _line(self, text: str) -> None:
        self._console.print(Text(plain(text)))

    def beat(self) -> None:
        """Nothing to do: the bar moves by itself."""

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._progress.stop()

    def _summary(self) -> str:
        return ", ".join(f"{count} {access}" for access, count in self._accesses.most_common(4))

    def _advance(self, name: str, done: int, total: int, detail: str) -> None:
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=total, detail=detail)
        self._progress.update(self._tasks[name], completed=done, total=total, detail=detail)


def progress_for(clock: Clock, *, quiet: bool) -> PlainProgress | LiveProgress:
    """The right one for this stderr."""
    if not quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        return LiveProgress(Console(stderr=True, no_color="NO_COLOR" in os.environ))
    return PlainProgress(clock, quiet=quiet)
