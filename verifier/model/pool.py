"""How the services of an archive stand towards us: what every process that asks them has to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Pool(StrEnum):
    """The services of an archive that are left alone separately."""

    CDX = "cdx"
    """The index."""
    REPLAY = "replay"
    """Loading copies."""
    SPN = "spn"
    """Having copies made, and asking what became of that."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far the requests of one kind are booked."""

    kind: str
    next_at: datetime
    """No request of this kind goes out before."""
    booked_at: datetime
    """When the last request was booked: later than now where the clock was set back."""


@dataclass(frozen=True, slots=True)
class PoolState:
    """One service at one moment."""

    until: datetime | None = None
    """Nothing is asked before; None where it never was left alone."""
    refusals: int = 0
    """In a row."""
    silences: int = 0
    """Requests in a row that had no answer in time."""
    next_probe: datetime | None = None
    """While it is half open: no further probe goes out before; None where none is out."""
    paces: tuple[Pace, ...] = ()
    """One for each kind of request."""
