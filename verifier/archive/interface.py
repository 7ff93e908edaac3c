"""What the rest of the program knows of web archives: calls that never raise for the network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from verifier.judge.cited_copy import CitedCopy
from verifier.model.allowance import Allowance
from verifier.model.memento import Capture, Lookup, Memento, ReplayState
from verifier.model.pool import Pool, PoolState

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading a copy. Its page is read and judged elsewhere."""

    state: ReplayState
    detail: str = ""
    """What the archive said or did, where the copy did not come."""
    status: int | None = None
    """The archived HTTP status."""
    content_type: str = ""
    """The raw header."""
    body: bytes = b""
    """As the site sent it once, unpacked."""
    whole: bool = True
    """False where the body was cut at the limit."""
    stop: bool = False
    """True where the archive asked to be left alone: nothing more can be loaded for now."""
    retry_after: float | None = None
    """Seconds for which it is left alone."""


class Ledger(Protocol):
    """What is known of the services of one archive, shared by all processes that ask it."""

    async def settle(self, pool: Pool, transition: Callable[[PoolState], tuple[PoolState, R]]) -> R:
        """Take a service from its state to the next, and give what the transition says besides. Atomic:
        nobody else's transition comes between."""
        ...


class Archive(Protocol):
    """One web archive. Pacing between calls is inside; budgets are the caller's (`plan.captures`)."""

    base: str
    """Its address, without a slash at the end."""
    can_capture: bool
    """Whether copies can be asked for (keys are configured)."""

    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        """Ask the index for copies of `source`; choose the one that serves a citation of date `near`
        (ISO 8601 date as far as known, "2021-04" say; None: the latest). Copies whose timestamps are in
        `avoid` were loaded and do not serve."""
        ...

    async def load(self, memento: Memento) -> Loaded:
        """Load a copy as its site sent it."""
        ...

    async def load_nearest(self, source: str, near: str | None) -> Loaded:
        """Ask in another way than a look-up does whether there is any copy of `source`: `absent` where there
        is none. Indexes were seen to answer with nothing about pages that they list."""
        ...

    async def allowance(self) -> Allowance:
        """How many copies the archive lets be made now."""
        ...

    def cited(self, copy: CitedCopy) -> Memento | None:
        """The copy that a citation names, as this archive has it; None where it is one of another archive."""
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
