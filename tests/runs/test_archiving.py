"""The archive's part of a night, in a simulated archive."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.runs.builders import SimulatedNight, stop_after, titled, write_document
from tests.simulator import SimulatedArchive, SimulatedClock
from verifier.errors import CorpusError
from verifier.model.exitcode import ExitCode
from verifier.model.memento import Capture, CaptureState, Lookup
from verifier.runs.archiving import Errand
from verifier.store.archive import open_captures
from verifier.store.database import Database


class Wayback(SimulatedArchive):
    """Makes copies; what it does with a submission or a job can be told."""

    def __init__(self, clock: SimulatedClock, folder: Path) -> None:
        super().__init__(clock, can_capture=True)
        self.folder = folder
        self.on_record: list[list[tuple[str, CaptureState]]] = []
        self.near: dict[str, str | None] = {}
        self.polled: list[str] = []
        self.full_after = 1_000
        self.jobs_end = True

    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        self.near[source] = near
        return await super().look_up(source, near, avoid)

    async def submit(self, capture: Capture) -> Capture:
        with closing(Database.open("sqlite:///night.db", self.folder)) as database, database.read() as db:
            self.on_record.append([(c.source, c.state) for c in open_captures(db)])
        if len(self.submitted) >= self.full_after:
            return replace(capture, state=CaptureState.DEFERRED, message="quota", stop=True)
        return await super().submit(capture)

    async def poll(self, captures: Sequence[Capture]) -> list[Capture]:
        self.polled += [capture.source for capture in captures]
        if self.jobs_end:
            return await super().poll(captures)
        await self.clock.sleep(1)
        return list(captures)


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    night = SimulatedNight(tmp_path, settings={"archive": {"mode": "capture", "job_deadline": "10m"}})
    night.archive = Wayback(night.clock, tmp_path)
    return night


def archive_of(night: SimulatedNight) -> Wayback:
    assert isinstance(night.archive, Wayback)
    return night.archive


def pages(count: int) -> list[tuple[str, str]]:
    return [(f"https://host{n}.demo/a/story", titled(n)) for n in range(count)]


def test_the_intent_is_on_record_before_the_archive_hears_of_it(night: SimulatedNight) -> None:
    night.cite(*pages(1))
    night.run()

    assert archive_of(night).on_record == [[("https://host0.demo/a/story", CaptureState.WANTED)]]


def test_the_captures_of_a_night_stay_within_the_budget_across_an_interruption(night: SimulatedNight) -> None:
    night.cite(*pages(8))
    night.settings["archive"]["nightly_captures"] = 5

    stop_during_captures = stop_after(45.0, ExitCode.INTERRUPTED)
    assert night.run(stop_during_captures) is ExitCode.INTERRUPTED
    assert 0 < len(archive_of(night).submitted) < 5
    night.run()

    submitted = archive_of(night).submitted
    assert len(archive_of(night).on_record) == 5
    assert len(set(submitted)) == len(submitted)


def test_an_archive_that_has_enough_is_not_asked_for_more(night: SimulatedNight) -> None:
    night.cite(*pages(6))
    archive_of(night).full_after = 2
    night.run()

    assert len(archive_of(night).on_record) == 3
    preservations = [row["preservation"] for row in night.report["citations"]]
    assert sorted(preservations) == ["none", "none", "none", "none", "reported", "reported"]


def test_a_job_of_an_interrupted_night_is_asked_about_and_not_submitted_again(night: SimulatedNight) -> None:
    night.cite(*pages(1))
    archive_of(night).jobs_end = False

    stop_while_waiting = stop_after(60.0, ExitCode.INTERRUPTED)
    assert night.run(stop_while_waiting) is ExitCode.INTERRUPTED
    archive_of(night).jobs_end = True
    archive_of(night).polled.clear()
    night.run()

    assert archive_of(night).submitted == ["https://host0.demo/a/story"]
    assert archive_of(night).polled == ["https://host0.demo/a/story"]
    assert night.report["citations"][0]["preservation"] == "reported"


def test_a_job_that_never_ends_is_given_up_and_does_not_keep_the_night(night: SimulatedNight) -> None:
    night.cite(*pages(1))
    archive_of(night).jobs_end = False

    assert night.run() is ExitCode.PASS
    with closing(Database.open("sqlite:///night.db", night.folder)) as database, database.read() as db:
        assert [capture.state for capture in open_captures(db)] == [CaptureState.OUTCOME_UNKNOWN]
    assert night.report["run"]["state"] == "complete"


def test_the_copy_is_sought_near_the_date_that_the_citation_names(night: SimulatedNight) -> None:
    (url, title), *_ = pages(1)
    night.cite((url, title))
    document = night.corpus / "doc.md"
    document.write_text(document.read_text().replace("---\n\nText", "    date: May 7, 2024\n---\n\nText"))
    night.run()

    assert archive_of(night).near == {url: "2024-05-07"}


def test_the_only_source_of_a_document_comes_first(night: SimulatedNight) -> None:
    many = pages(4)
    night.cite(*many[:3], name="many")
    night.cite(many[3], name="single")
    write_document(night.corpus, "twice", [many[2], (many[2][0], "The same page again")])
    night.settings["archive"]["nightly_lookups"] = 2
    night.run()

    assert set(archive_of(night).lookups) == {many[3][0], many[2][0]}


SOURCES = [url for url, _ in pages(4)]


def test_the_archive_is_dealt_with_apart_from_a_night(night: SimulatedNight) -> None:
    night.cite(*pages(4))
    night.settings["archive"]["mode"] = "off"
    night.archive, kept = None, night.archive
    night.run()
    night.archive, night.settings["archive"]["mode"] = kept, "capture"

    assert night.deal_with_the_archive() is ExitCode.PASS
    assert archive_of(night).submitted == SOURCES
    assert {row["preservation"] for row in night.report["citations"]} == {"reported"}


def test_looking_up_alone_makes_no_copy(night: SimulatedNight) -> None:
    night.cite(*pages(4))
    night.deal_with_the_archive(Errand(confirm=False, capture=False))

    assert archive_of(night).lookups == SOURCES
    assert archive_of(night).submitted == []


def test_only_so_many_are_asked_about(night: SimulatedNight) -> None:
    night.cite(*pages(4))
    night.deal_with_the_archive(Errand(limit=2))

    assert len(archive_of(night).lookups) == 2


def test_a_named_source_is_looked_up_though_it_is_not_due(night: SimulatedNight) -> None:
    night.cite(*pages(4))
    for _ in range(2):
        night.deal_with_the_archive(Errand(capture=False, only=frozenset(SOURCES[:1])))

    assert archive_of(night).lookups == SOURCES[:1] * 2


def test_the_day_s_budget_holds_for_nights_and_errands_together(night: SimulatedNight) -> None:
    night.cite(*pages(4))
    night.settings["archive"]["nightly_lookups"] = 3
    night.deal_with_the_archive(Errand(capture=False, limit=2))
    night.deal_with_the_archive(Errand(capture=False))

    assert len(archive_of(night).lookups) == 3


def test_the_budget_is_for_a_day_whatever_number_of_nights_it_has(night: SimulatedNight) -> None:
    night.cite(*pages(8))
    night.settings["archive"] |= {"mode": "lookup", "nightly_lookups": 2}
    asked = []
    for hours in (0, 1, 20, 4):
        night.clock.advance(hours=hours)
        night.run()
        asked.append(len(archive_of(night).lookups))

    assert asked == [2, 2, 4, 4]


def test_a_run_that_is_resumed_on_the_next_day_has_that_day_s_budget(night: SimulatedNight) -> None:
    night.cite(*pages(8))
    night.settings["archive"] |= {"mode": "lookup", "nightly_lookups": 4}
    night.settings["check"] = {"resume_within": "3d"}
    assert night.run(stop_after(6.0, ExitCode.INTERRUPTED)) is ExitCode.INTERRUPTED
    before = len(archive_of(night).lookups)
    assert 0 < before <= 4
    night.clock.advance(days=1)
    night.run()

    assert len(archive_of(night).lookups) == before + 4


def test_a_night_with_the_clock_ahead_does_not_keep_from_the_nights_after_it(night: SimulatedNight) -> None:
    night.cite(*pages(4))
    night.settings["archive"] |= {"mode": "lookup", "nightly_lookups": 4}
    night.clock.advance(days=3650)
    night.run()
    night.clock.advance(days=-3649)
    night.run()
    assert archive_of(night).lookups == SOURCES * 2

    night.clock.advance(days=1)
    night.run()
    assert archive_of(night).lookups == SOURCES * 2


def test_a_job_submitted_with_the_clock_ahead_does_not_keep_the_night(night: SimulatedNight) -> None:
    night.cite(*pages(1))
    archive_of(night).jobs_end = False
    night.clock.advance(days=365)
    night.run(stop_after(100.0, ExitCode.INTERRUPTED))
    assert len(archive_of(night).submitted) == 1
    night.clock.advance(days=-365)
    begins = night.clock.now()

    assert night.run() is ExitCode.PASS
    assert night.clock.now() - begins < timedelta(minutes=15)


def test_a_clock_that_is_set_back_again_and_again_does_not_keep_the_night(night: SimulatedNight) -> None:
    night.cite(*pages(1))
    wayback = SetBack(night.clock, night.folder)
    wayback.jobs_end = False
    night.archive = wayback

    assert night.run() is ExitCode.PASS
    assert len(wayback.polled) < 100


class SetBack(Wayback):
    """Whenever it is asked what became of a job, somebody sets the clock back by 15 seconds."""

    async def poll(self, captures: Sequence[Capture]) -> list[Capture]:
        self.clock.advance(seconds=-15)
        return await super().poll(captures)


def test_a_source_that_nobody_cites_is_not_asked_about(night: SimulatedNight) -> None:
    night.cite(*pages(1))
    with pytest.raises(CorpusError, match="no document cites"):
        night.deal_with_the_archive(Errand(only=frozenset({"https://elsewhere.demo/"})))
    assert archive_of(night).lookups == []
