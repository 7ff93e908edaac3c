"""What one process learns of an archive, the next one keeps to: through a real database and sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.archive.world import WaitingClock, World
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_replies import rate_limited
from verifier.model.memento import Lookup, LookupState
from verifier.runs.ledger import StoredLedger
from verifier.store.database import Database


@pytest.fixture
def world() -> Iterator[World]:
    clock = WaitingClock()
    with StandInArchive(clock=clock) as archive:
        yield World(archive, clock)


@contextmanager
def process(world: World, folder: Path, base: str = "") -> Iterator[World]:
    """The world as a process of its own sees it."""
    with (
        closing(Database.open("sqlite:///verifier.db", folder)) as database,
        closing(StoredLedger(database, base or world.archive.base)) as ledger,
    ):
        world.ledger = ledger
        yield world


def look_up(world: World, folder: Path, base: str = "") -> Lookup:
    with process(world, folder, base) as seen:
        return seen.look_up()


def test_pace_pause_and_break_outlive_the_process(world: World, tmp_path: Path) -> None:
    assert look_up(world, tmp_path).state is LookupState.NONE
    assert look_up(world, tmp_path).state is LookupState.NONE
    assert world.clock.waited == [2.5]
    world.index_trouble(rate_limited(), times=3)
    pauses = []
    for _ in range(3):
        world.clock.pass_by(60)
        pauses.append(look_up(world, tmp_path).retry_after)
    assert pauses == [60.0, 60.0, 3900.0]
    world.clock.pass_by(3899)
    assert look_up(world, tmp_path).retry_after == 1.0
    assert len(world.archive.requests) == 5
    world.clock.pass_by(1)
    assert look_up(world, tmp_path).state is LookupState.NONE
    world.clock.pass_by(3)
    assert look_up(world, tmp_path).state is LookupState.NONE


def test_another_archive_has_nothing_to_do_with_it(world: World, tmp_path: Path) -> None:
    world.index_trouble(rate_limited("600"), times=1)
    assert look_up(world, tmp_path).stop
    assert look_up(world, tmp_path, "https://another.example").state is LookupState.NONE


def test_a_slash_at_the_end_of_its_address_makes_no_other_archive(world: World, tmp_path: Path) -> None:
    world.index_trouble(rate_limited("600"), times=1)
    assert look_up(world, tmp_path).stop
    assert look_up(world, tmp_path, f"{world.archive.base}/").stop
