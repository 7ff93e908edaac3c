"""What the hostile cases did, for the summary of a test run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One case."""

    name: str
    word: str
    seconds: float
    growth: int
    """Bytes by which the process's highest memory grew."""


TABLE: list[Row] = []
