"""Runs: one execution of the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    """Under way, or killed: what is not finished is resumed."""
    INTERRUPTED = "interrupted"
    """Stopped on request, to be resumed."""
    COMPLETE = "complete"
    INCONCLUSIVE = "inconclusive"
    """Ended without being able to establish anything (network down)."""
    ABANDONED = "abandoned"
    """Interrupted, and too old to be resumed when the next one started."""


@dataclass(frozen=True, slots=True)
class Run:
    """One execution."""

    id: int
    started_at: datetime
    state: RunState
    finished_at: datetime | None = None
    note: str = ""
    """Why it is inconclusive, one sentence; else ""."""
