"""What the rest of the program knows of web archives: calls that never raise for the network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from verifier.model.memento import Capture, Lookup


class Archive(Protocol):
    """One web archive. Pacing between calls is inside; budgets are the caller's (`plan.captures`)."""

    can_capture: bool
    """Whether copies can be asked for (keys are configured)."""

    async def look_up(self, source: str, near: str | None) -> Lookup:
        """Ask the index for copies of `source`; choose the one that serves a citation of date `near`
        (ISO 8601 date as far as known, "2021-04" say; None: the latest)."""
        ...

    async def submit(self, capture: Capture) -> Capture:
        """Ask for a copy of `capture.source`; the answer is the same attempt in its next state."""
        ...

    async def poll(self, captures: Sequence[Capture]) -> list[Capture]:
        """How submitted attempts stand now, in the order given."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...
