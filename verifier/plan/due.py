"""Which sources a run has to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta


def due(
    sources: Iterable[str],
    last_checked: Mapping[str, datetime],
    started_at: datetime,
    now: datetime,
    every: float,
) -> list[str]:
    """The sources whose last conclusive check is at least `every` seconds older than the run's start.

    A check later than `now` was made while the machine's clock was wrong, and does not count.
    Measured from the start of the run, a resumed run finds exactly what the first attempt left over.
    """
    limit = started_at - timedelta(seconds=every)
    fresh = {source for source, last in last_checked.items() if limit < last <= now}
    return [source for source in sources if source not in fresh]
