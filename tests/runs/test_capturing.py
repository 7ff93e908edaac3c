"""Having copies made in a simulated archive: what the account allows, what the archive refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.runs.builders import SimulatedNight, titled
from tests.simulator import SimulatedArchive, SimulatedClock
from verifier.model.allowance import Allowance
from verifier.model.exitcode import ExitCode
from verifier.model.memento import Capture, CaptureState
from verifier.model.outcome import OutcomeClass
from verifier.runs.events import Note


class Account(SimulatedArchive):
    """Makes copies; refuses what it is told to, and counts what is under way."""

    def __init__(self, clock: SimulatedClock) -> None:
        super().__init__(clock, can_capture=True)
        self.refusals: dict[str, Capture] = {}
        """By source: how the next submission ends instead."""
        self.under_way: set[str] = set()
        self.most_under_way = 0
        self.asked = 0
        self.takes_polls = 2
        self.left_alone = False
        """Whether nothing can be asked about jobs for two hours."""
        self._polls = 0

    async def allowance(self) -> Allowance:
        self.asked += 1
        return await super().allowance()

    async def submit(self, capture: Capture) -> Capture:
        if (refusal := self.refusals.pop(capture.source, None)) is not None:
            await self.clock.sleep(10)
            return replace(refusal, id=capture.id, at=capture.at)
        self.under_way.add(capture.source)
        self.most_under_way = max(self.most_under_way, len(self.under_way))
        return await super().submit(capture)

    async def poll(self, captures: Sequence[Capture]) -> list[Capture]:
        self._polls += 1
        if self.left_alone:
            due = self.clock.now() + timedelta(hours=2)
            return [replace(capture, due=due, stop=True) for capture in captures]
        if self._polls % self.takes_polls:
            await self.clock.sleep(1)
            return list(captures)
        self.under_way -= {capture.source for capture in captures}
        return await super().poll(captures)


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    night = SimulatedNight(tmp_path, settings={"archive": {"mode": "capture"}})
    night.archive = Account(night.clock)
    return night


def account(night: SimulatedNight) -> Account:
    assert isinstance(night.archive, Account)
    return night.archive


def pages(count: int) -> list[tuple[str, str]]:
    return [(f"https://host{n}.demo/a/story", titled(n)) for n in range(count)]


def notes(night: SimulatedNight) -> list[str]:
    return [event.text for event in night.events if isinstance(event, Note)]


def refused(night: SimulatedNight, source: str, outcome: OutcomeClass, state: CaptureState) -> None:
    stop = outcome is OutcomeClass.QUOTA_NOW
    account(night).refusals[source] = Capture(
        source, night.clock.now(), state, message=outcome.value, outcome=outcome, stop=stop
    )


def test_no_more_are_under_way_at_once_than_the_account_has_sessions(night: SimulatedNight) -> None:
    night.cite(*pages(8))
    account(night).allowances = [Allowance(2, 30_000)]
    night.run()

    assert account(night).most_under_way == 2
    assert len(account(night).submitted) == 8


def test_no_more_are_asked_for_than_the_day_leaves(night: SimulatedNight) -> None:
    night.cite(*pages(5))
    account(night).allowances = [Allowance(12, 3), Allowance(12, 0, "the account's 9 captures are used up")]
    night.run()

    assert len(account(night).submitted) == 3
    assert "No more copies are asked for in this run: the account's 9 captures are used up." in notes(night)
    assert "2 sources still wait for a copy: 1 more night at 200 captures a night." in notes(night)


@pytest.mark.parametrize(
    ("allowance", "says"),
    [
        (Allowance(refusal="the archive says: overloaded."), "the archive says: overloaded."),
        (Allowance(5, 0), "the account's captures of this day are used up."),
        (Allowance(0, 100), "all sessions of the archive's account are in use."),
        (Allowance(refusal="HTTP 429", retry_after=600.0), "HTTP 429."),
    ],
)
def test_an_archive_that_has_no_room_is_given_nothing_and_the_user_is_told_why(
    night: SimulatedNight, allowance: Allowance, says: str
) -> None:
    night.cite(*pages(3))
    account(night).allowances = [allowance]

    assert night.run() is ExitCode.PASS
    assert account(night).submitted == []
    assert f"No more copies are asked for in this run: {says}" in notes(night)


def test_a_short_pause_before_submitting_is_waited_for(night: SimulatedNight) -> None:
    night.cite(*pages(1))
    account(night).allowances = [Allowance(refusal="HTTP 429", retry_after=60.0), Allowance(3, 9)]
    night.run()

    assert len(account(night).submitted) == 1
    assert "The archive asks for a pause; going on in 61 s." in notes(night)


def test_an_account_that_says_nothing_of_itself_is_used_as_before(night: SimulatedNight) -> None:
    night.cite(*pages(3))
    account(night).allowances = [Allowance(unknown="HTTP 500")]
    night.run()

    assert len(account(night).submitted) == 3
    assert "What the archive's account may do is unknown: HTTP 500." in notes(night)


def test_nothing_is_asked_of_the_account_where_nothing_is_to_be_made(night: SimulatedNight) -> None:
    night.cite(*pages(2))
    night.run()
    assert account(night).asked == 1
    night.deal_with_the_archive()

    assert account(night).asked == 1


def test_when_all_sessions_are_in_use_after_all_the_account_is_asked_again(night: SimulatedNight) -> None:
    night.cite(*pages(3))
    refused(night, pages(1)[0][0], OutcomeClass.QUOTA_NOW, CaptureState.DEFERRED)
    account(night).allowances = [Allowance(3, 9), Allowance(1, 9)]
    night.run()

    assert account(night).asked == 2
    assert len(account(night).submitted) == 2


def test_a_session_limit_twice_in_a_row_ends_the_captures(night: SimulatedNight) -> None:
    night.cite(*pages(4))
    for source, _ in pages(2):
        refused(night, source, OutcomeClass.QUOTA_NOW, CaptureState.DEFERRED)
    account(night).allowances = [Allowance(3, 9)] * 3
    night.run()

    assert account(night).submitted == []
    assert "No more copies are asked for in this run: quota_now." in notes(night)


def test_where_earlier_captures_cannot_be_asked_about_no_more_are_submitted(night: SimulatedNight) -> None:
    night.cite(*pages(3))
    account(night).allowances = [Allowance(1, 9)]
    account(night).left_alone = True
    night.run()

    assert len(account(night).submitted) == 1
    assert "the earlier ones are under way, and cannot be asked about now." in " ".join(notes(night))


def test_a_short_pause_during_submissions_costs_no_capture(night: SimulatedNight) -> None:
    night.cite(*pages(2))
    source = pages(1)[0][0]
    due = night.clock.now() + timedelta(seconds=90)
    account(night).refusals[source] = Capture(source, due, CaptureState.DEFERRED, due=due, stop=True)
    night.run()

    assert set(account(night).submitted) == {url for url, _ in pages(2)}


def test_a_long_pause_during_submissions_ends_them_and_the_user_is_told(night: SimulatedNight) -> None:
    night.cite(*pages(2))
    source, due = pages(1)[0][0], night.clock.now() + timedelta(hours=2)
    account(night).refusals[source] = Capture(
        source, due, CaptureState.DEFERRED, message="HTTP 429", due=due, stop=True
    )
    night.run()

    assert account(night).submitted == []
    assert "No more copies are asked for in this run: HTTP 429." in notes(night)


def test_of_a_host_that_has_had_enough_no_other_page_is_submitted_on_that_day(night: SimulatedNight) -> None:
    urls = [f"https://host.demo/a/story-{n}" for n in range(3)]
    night.cite(*[(url, titled(n)) for n, url in enumerate(urls)], *pages(1))
    refused(night, urls[0], OutcomeClass.QUOTA_HOST_DAY, CaptureState.DEFERRED)
    night.run()
    assert account(night).submitted == [pages(1)[0][0]]
    night.deal_with_the_archive()
    assert account(night).submitted == [pages(1)[0][0]]

    night.clock.advance(days=1)
    night.deal_with_the_archive()
    assert set(account(night).submitted) == {pages(1)[0][0], *urls}


@pytest.mark.parametrize(
    ("outcome", "state", "days"),
    [
        (OutcomeClass.TARGET_REFUSED, CaptureState.REFUSED, 90),
        (OutcomeClass.UNARCHIVABLE, CaptureState.UNARCHIVABLE, 180),
    ],
)
def test_what_was_refused_is_asked_for_again_at_the_end_of_its_time(
    night: SimulatedNight, outcome: OutcomeClass, state: CaptureState, days: int
) -> None:
    night.cite(*pages(1))
    refused(night, pages(1)[0][0], outcome, state)
    night.run()
    night.clock.advance(days=days - 1)
    night.run()
    assert account(night).submitted == []

    night.clock.advance(days=1)
    night.run()
    assert len(account(night).submitted) == 1


def test_the_user_is_told_how_many_nights_the_rest_takes(night: SimulatedNight) -> None:
    night.cite(*pages(9))
    night.settings["archive"] |= {"nightly_lookups": 5, "nightly_captures": 2}
    night.run()

    assert "4 sources still wait for a look-up: 1 more night at 5 look-ups a night." in notes(night)
    assert "3 sources still wait for a copy: 2 more nights at 2 captures a night." in notes(night)


def test_nobody_is_told_of_nights_when_nothing_waits(night: SimulatedNight) -> None:
    night.cite(*pages(2))
    night.run()

    assert not [note for note in notes(night) if "still wait" in note]
