"""What an archive says that an account may have made now."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many copies an archive lets us have made now."""

    at_once: int | None = None
    """How many may be under way beside those that are; None where it cannot be told."""
    today: int | None = None
    """How many more on this day; None where it cannot be told."""
    refusal: str = ""
    """Why none should be asked for; "" where nothing speaks against it."""
    unknown: str = ""
    """Why something cannot be told."""
    retry_after: float | None = None
    """Seconds for which the archive is left alone, where that is the refusal."""
