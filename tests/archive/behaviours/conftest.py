from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.behaviours.night import ArchivedNight, archived_night


@pytest.fixture
def night(tmp_path: Path) -> Iterator[ArchivedNight]:
    """One citation of a page that is live and right; copies are made where none serves."""
    with archived_night(tmp_path) as night:
        yield night


@pytest.fixture
def onlooker(tmp_path: Path) -> Iterator[ArchivedNight]:
    """The same, and no copies are made."""
    with archived_night(tmp_path, mode="lookup") as night:
        yield night
