"""Which sources a run has to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta


def due(
    sources: Iterable[str], last_checked: Mapping[str, datetime], started_at: datetime, every: float
) -> list[str]:
    """The sources whose last conclusive check is at least `every` seconds older than the run's start.

    Measured from the start of the run, a resumed run finds exactly what the first attempt left over.
    """
    limit = started_at - timedelta(seconds=every)
    return [source for source in sources if (last := last_checked.get(source)) is None or last <= limit]
