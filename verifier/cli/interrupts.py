"""Work in small steps that a signal ends after a step, and never within one."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from verifier.model.exitcode import ExitCode

SIGNALS = {signal.SIGINT: ExitCode.INTERRUPTED, signal.SIGTERM: ExitCode.TERMINATED}
"""What asks a command to end, and what it ends with."""


@dataclass(slots=True)
class Asked:
    """Whether the command was asked to end."""

    code: ExitCode | None = None
    """What it has to end with; None where nobody asked."""


@contextmanager
def interrupts_noted() -> Iterator[Asked]:
    """SIGINT and SIGTERM are only noted, for whoever looks between two steps."""
    asked = Asked()

    def note(number: int, frame: FrameType | None) -> None:
        asked.code = asked.code or SIGNALS[signal.Signals(number)]

    before = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
