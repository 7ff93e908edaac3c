"""The end of a command that has no event loop and leaves something to be cleaned up."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from verifier.model.exitcode import ExitCode


@contextmanager
def sigterm_cleans_up() -> Iterator[None]:
    """Let SIGTERM end the block as an exception does, so that what is temporary is taken away; left to
    itself it ends the process at once. Also a decorator."""
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    # A second one would end the cleaning up halfway.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(ExitCode.TERMINATED)
