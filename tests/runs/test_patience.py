"""A short pause that the archive asks for does not end a night's work with it; a long one does."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from tests.runs.builders import SimulatedNight, stop_after, titled
from tests.simulator import SimulatedArchive
from verifier.archive.interface import Loaded
from verifier.demo.pages import article
from verifier.model.exitcode import ExitCode
from verifier.model.memento import Lookup, LookupState, Memento, ReplayState
from verifier.runs.events import Note

STAMP = "20240507120000"
PAGES = [(f"https://host{n}.demo/a/story", titled(n)) for n in range(3)]


class Tired(SimulatedArchive):
    """Asks for peace after some requests of one kind, and whenever it is asked before the peace is over."""

    fine_for = 0
    rests = 60.0
    until: float | None = None
    disturbed = 0

    def _rest(self) -> float | None:
        now = self.clock.monotonic()
        if self.fine_for > 0:
            self.fine_for -= 1
            return None
        if self.until is None:
            self.until = now + self.rests
        if now >= self.until:
            return None
        self.disturbed += 1
        return self.until - now


class TiredIndex(Tired):
    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        if (left := self._rest()) is None:
            return await super().look_up(source, near, avoid)
        detail = "HTTP 429"
        return Lookup(
            source, self.clock.now(), LookupState.FAILED, detail=detail, stop=True, retry_after=left
        )


class TiredReplay(Tired):
    async def load(self, memento: Memento) -> Loaded:
        if (left := self._rest()) is None:
            return await super().load(memento)
        return Loaded(ReplayState.FAILED, "HTTP 429", stop=True, retry_after=left)


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    night = SimulatedNight(tmp_path)
    night.cite(*PAGES)
    return night


def hold(night: SimulatedNight, archive: Tired) -> Tired:
    """The night's archive has a copy of every page, which shows it."""
    for url, title in PAGES:
        archive.copies[url] = STAMP
        body = article(title, "Gazette")
        archive.shows[url] = Loaded(ReplayState.LOADED, "", 200, "text/html; charset=utf-8", body)
    night.archive = archive
    return archive


def notes(night: SimulatedNight) -> list[str]:
    return [event.text for event in night.events if isinstance(event, Note)]


def preserved(night: SimulatedNight) -> int:
    return sum(row["preservation"] == "preserved" for row in night.report["citations"])


@pytest.mark.parametrize("kind", [TiredIndex, TiredReplay])
@pytest.mark.parametrize("rests", [1.0, 60.0, 120.0])
def test_a_pause_of_two_minutes_is_waited_for(night: SimulatedNight, kind: type[Tired], rests: float) -> None:
    archive = hold(night, kind(night.clock))
    archive.rests = rests
    night.run()

    assert preserved(night) == len(PAGES)
    assert archive.disturbed == 1
    assert "No more" not in " ".join(notes(night))


@pytest.mark.parametrize("kind", [TiredIndex, TiredReplay])
def test_a_longer_pause_ends_this_work_for_the_run_and_is_told_once(
    night: SimulatedNight, kind: type[Tired]
) -> None:
    archive = hold(night, kind(night.clock))
    archive.rests = 3900.0
    night.run()

    assert preserved(night) == 0
    assert archive.disturbed == 1
    assert len([note for note in notes(night) if "No more" in note]) == 1


@pytest.mark.parametrize(("kind", "fine_for"), [(TiredIndex, len(PAGES)), (TiredReplay, 1)])
def test_a_search_for_other_copies_does_not_disturb_an_archive_that_wants_peace(
    night: SimulatedNight, kind: type[Tired], fine_for: int
) -> None:
    archive = hold(night, kind(night.clock))
    archive.fine_for, archive.rests = fine_for, 3900.0
    for url, _ in PAGES:
        archive.shows[url] = Loaded(ReplayState.ELSEWHERE, "the archive has no such copy")
    night.run()

    assert archive.disturbed == 1
    assert len([note for note in notes(night) if "No more" in note]) == 1


def test_a_look_up_that_succeeds_after_a_pause_is_not_told_as_failed(night: SimulatedNight) -> None:
    hold(night, TiredIndex(night.clock))
    night.run()

    assert not [note for note in notes(night) if "failed" in note]


def test_whoever_asks_to_stop_does_not_wait_for_the_pause(night: SimulatedNight) -> None:
    hold(night, TiredIndex(night.clock)).rests = 119.0
    before = night.clock.now()

    assert night.run(stop_after(30.0, ExitCode.INTERRUPTED)) is ExitCode.INTERRUPTED
    assert (night.clock.now() - before).total_seconds() < 40
    assert "No more" not in " ".join(notes(night))
