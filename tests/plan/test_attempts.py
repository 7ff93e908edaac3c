from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from verifier.model.holding import Holding
from verifier.model.memento import Capture, CaptureState, Lookup, LookupState
from verifier.model.outcome import OutcomeClass
from verifier.model.verdict import Access, PageClass
from verifier.plan.attempts import ENDS, due_again, due_from, full_hosts, nights
from verifier.plan.captures import ArchiveCandidate, captures_due, lookups_due

NOW = datetime(2026, 3, 2, 22, 17, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)
MONTH = 30 * 86400.0


def candidate(url: str) -> ArchiveCandidate:
    return ArchiveCandidate(url, url.split("/")[2], access=Access.OK, page_class=PageClass.DOCUMENT)


A, B, C = map(candidate, ("https://a.example/1", "https://a.example/2", "https://c.example/1"))


def failed(outcome: OutcomeClass, state: CaptureState, at: datetime = NOW) -> Capture:
    return Capture(A.source, at, state, outcome=outcome, due=due_again(outcome, at))


def held(capture: Capture | None, known: datetime, source: str = A.source) -> Holding:
    lookup = Lookup(source, known, LookupState.NONE)
    return Holding(source, lookup, lookup, capture)


def is_due(capture: Capture, at: datetime, known: datetime | None = None) -> bool:
    return captures_due([A], {A.source: held(capture, known or at)}, at, 9) == [A.source]


def test_every_kind_of_failure_has_an_end() -> None:
    assert set(ENDS) == set(OutcomeClass)
    assert all(NOW < due_again(outcome, NOW) <= NOW + timedelta(days=180) for outcome in OutcomeClass)


@pytest.mark.parametrize(
    ("outcome", "state", "days"),
    [
        (OutcomeClass.TARGET_GONE, CaptureState.REFUSED, 30),
        (OutcomeClass.TARGET_REFUSED, CaptureState.REFUSED, 90),
        (OutcomeClass.UNARCHIVABLE, CaptureState.UNARCHIVABLE, 180),
    ],
)
def test_what_was_refused_is_tried_again_after_its_time_and_a_look_up(
    outcome: OutcomeClass, state: CaptureState, days: int
) -> None:
    capture, end = failed(outcome, state), NOW + timedelta(days=days)
    assert not is_due(capture, end - timedelta(seconds=1))
    assert is_due(capture, end)
    never_looked_up_since = held(capture, NOW)
    assert not captures_due([A], {A.source: never_looked_up_since}, end, 9)
    turns = lookups_due([A], {A.source: never_looked_up_since}, end, 999 * MONTH, 9)
    assert [turn.source for turn in turns] == [A.source]


@pytest.mark.parametrize("outcome", [outcome for outcome, end in ENDS.items() if end is None])
def test_what_a_quota_or_an_outage_stopped_is_tried_again_on_the_next_day(outcome: OutcomeClass) -> None:
    capture = failed(outcome, CaptureState.DEFERRED)
    assert not is_due(capture, MIDNIGHT - timedelta(seconds=1))
    assert is_due(capture, MIDNIGHT, known=MIDNIGHT)


def test_an_attempt_on_record_without_an_end_has_that_of_its_state() -> None:
    refused = Capture(A.source, NOW, CaptureState.REFUSED)
    assert due_from(refused) == NOW + timedelta(days=90)
    assert due_from(replace(refused, state=CaptureState.UNARCHIVABLE)) == NOW + timedelta(days=180)
    assert due_from(replace(refused, state=CaptureState.WANTED)) == MIDNIGHT


def test_of_a_host_that_the_archive_has_enough_of_nothing_is_submitted_on_that_day() -> None:
    full = held(failed(OutcomeClass.QUOTA_HOST_DAY, CaptureState.DEFERRED), NOW)
    holdings = {A.source: full} | {each.source: held(None, NOW, each.source) for each in (B, C)}
    assert full_hosts(holdings.values(), NOW) == {"a.example"}
    assert captures_due([A, B, C], holdings, NOW, 9) == [C.source]
    assert captures_due([A, B, C], holdings, MIDNIGHT, 9) == [B.source, C.source]


def test_nights_are_counted_up() -> None:
    assert [nights(due, 200) for due in (0, 1, 200, 201, 412)] == [0, 1, 1, 2, 3]
    assert nights(5, 0) == 0
