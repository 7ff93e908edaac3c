"""What a run tells while it works. The shell emits, the command line shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from verifier.model.memento import Capture, Lookup, Replay
from verifier.model.run import Run
from verifier.model.verdict import Access, PageClass


@dataclass(frozen=True, slots=True)
class Started:
    """A run begins or goes on."""

    run: Run
    resumed: bool
    documents: int
    citations: int
    due: int
    """Sources to ask now."""
    sources: int
    """Sources in all."""
    seconds: float
    """Lower bound of the time that asking them takes at the configured politeness."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Sources are going to be asked for the gate."""

    due: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One source was asked and judged."""

    source: str
    access: Access
    page_class: PageClass | None
    done: int
    total: int
    """Grows when a source needs a second fetch."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The archive was asked for copies of one source."""

    lookup: Lookup
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """A copy was loaded, or not."""

    replay: Replay
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Captured:
    """An attempt to have a source archived reached a new state."""

    capture: Capture


@dataclass(frozen=True, slots=True)
class Reported:
    """The reports are written."""

    files: tuple[Path, ...]
    complete: bool
    """False where the run that they tell of did not come to its end, or not yet."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something good to know."""

    text: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that the user has to know, even one who wants quiet."""

    text: str


Event = Started | Asking | Checked | LookedUp | Replayed | Captured | Reported | Note | Trouble
Emit = Callable[[Event], None]
