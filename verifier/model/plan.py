"""What the next run will cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostEstimate:
    """One host's share of the plan."""

    host: str
    sources: int
    seconds: float
    """sources × interval of the host."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The plan of a first run: every source once."""

    requests: int
    seconds: float
    """Lower bound of the whole: max(slowest host, all work / concurrency)."""
    slowest_hosts: tuple[HostEstimate, ...]
    """At most ten, slowest first."""
    archive_mode: str
    lookup_nights: int
    """Nights until every source was looked up in the archive; 0 where archiving is off."""
    capture_nights: int
    """Nights until every source was submitted, if none had a copy; 0 unless mode is "capture"."""
