"""Waiting while an archive wants to be left alone for a moment."""

from __future__ import annotations

from verifier.clock import Clock
from verifier.runs.events import Emit, Note
from verifier.runs.stopping import Stop

PATIENCE = 120.0
"""Seconds of a pause that a run waits; a longer one ends this kind of work for the run."""


class Patience:
    """What a run has of it. Three refusals in a row mean more than an hour, so that it comes to an end."""

    def __init__(self, clock: Clock, stop: Stop, emit: Emit, longest: float = PATIENCE) -> None:
        """`longest` is how many seconds of a pause are waited."""
        self._clock = clock
        self._stop = stop
        self._emit = emit
        self._longest = longest

    async def outlasts(self, pause: float | None) -> bool:
        """Wait until a pause of so many seconds is over; False, and at once, where it is too long or no
        length is known, and where somebody asks to stop."""
        if pause is None or pause > self._longest:
            return False
        # A whole second more, so that rounding does not lead to a second pause of no time.
        seconds = int(pause) + 1
        self._emit(Note(f"The archive asks for a pause; going on in {seconds} s."))
        return await self._stop.unless(self._wait(seconds)) is not None

    async def _wait(self, seconds: float) -> bool:
        await self._clock.sleep(seconds)
        return True
