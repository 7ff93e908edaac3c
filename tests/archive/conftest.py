from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.archive.world import WaitingClock, World
from verifier.archive.keys import Keys
from verifier.demo.archive import StandInArchive


@pytest.fixture
def world() -> Iterator[World]:
    """Whatever a test does: the secret is never seen but in the Authorization header."""
    clock = WaitingClock()
    with StandInArchive(clock=clock) as archive:
        yield World(archive, clock, keys=Keys(archive.access, archive.secret))
        assert archive.violations == []
