"""Weeks of archiving with every trouble at once, in short: the same code as `python -m bench.archive`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.archive.fortnight import Fortnight, play
from bench.archive.measures import Measure, measures
from verifier.demo.archive_replies import Service

pytestmark = pytest.mark.slow
NIGHTS = 13


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Fortnight:
    folder: Path = tmp_path_factory.mktemp("fortnight")
    return play(folder, sources=100, nights=NIGHTS, seed=7)


def test_every_demand_holds(story: Fortnight) -> None:
    missed: list[Measure] = [measure for measure in measures(story, NIGHTS) if not measure.holds]
    assert missed == []


def test_there_was_trouble_enough(story: Fortnight) -> None:
    refused = [seen for seen in story.archive.seen if not seen.taken]
    asked_for = {fate.capture for fate in story.fates if story.archive.attempts[fate.url]}

    assert story.kills >= 3
    assert len(refused) >= 3
    assert len(asked_for) >= 5
    assert sum(seen.service is Service.SAVE for seen in story.archive.seen) >= 20
