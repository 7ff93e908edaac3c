"""Which hosts are down for now? Pure.

One of the largest hosts that never answers would keep a run for hours: at 20 s a request, two at once, a
thousand sources take three. After three failures in a row the rest is set aside until the end, when one
request tells for all (design: fetching, 299 s against 61 s).
"""

from __future__ import annotations

from collections import Counter

IN_A_ROW = 3
"""Failures after which a host counts as down."""


class Breaker:
    """Failures in a row, by host."""

    def __init__(self) -> None:
        self._failures: Counter[str] = Counter()

    def failed(self, host: str) -> bool:
        """Nothing was heard from the host; True where it counts as down now."""
        self._failures[host] += 1
        return self._failures[host] >= IN_A_ROW

    def answered(self, host: str) -> None:
        """Something was heard from the host."""
        del self._failures[host]

    def forget(self) -> None:
        """The failures so far were our own."""
        self._failures.clear()
