from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.model.pool import PoolState
from verifier.plan.governor import (
    LONGEST,
    Closed,
    Slot,
    answered,
    left_alone,
    refused,
    reserve,
    silent,
)

NOW = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
EVERY = 2.5


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def slot(state: PoolState, seconds: float, kind: str = "look-up") -> tuple[PoolState, Slot | Closed]:
    return reserve(state, kind, EVERY, after(seconds))


def broken(times: int = 3) -> PoolState:
    """Refused so many times in a row, the last time at `NOW`."""
    state = PoolState()
    for _ in range(times):
        state = replace(refused(state, None, NOW)[0], until=None)
    return refused(replace(state, refusals=times - 1), None, NOW)[0]


def test_requests_of_one_kind_keep_their_distance_and_those_of_another_are_not_held_up() -> None:
    state, first = slot(PoolState(), 0)
    state, second = slot(state, 0)
    state, other = slot(state, 0, "status")
    state, late = slot(state, 60)
    assert (first, second, other, late) == (Slot(NOW), Slot(after(EVERY)), Slot(NOW), Slot(after(60)))


def test_nothing_is_asked_during_a_pause_and_everything_after_it() -> None:
    state, until = refused(PoolState(), 120.0, NOW)
    assert until == after(120)
    assert slot(state, 119)[1] == Closed(until)
    assert left_alone(state, after(119))[1] == Closed(until)
    assert slot(state, 120)[1] == Slot(until)
    assert left_alone(state, until)[1] is None


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    state, _ = refused(PoolState(), 600.0, NOW)
    assert refused(state, 1.0, after(5))[1] == after(600)


def test_an_answer_that_arrives_during_a_pause_was_asked_for_before_it() -> None:
    state, _ = refused(PoolState(), None, NOW)
    assert answered(state, good=True, now=after(5)) == (state, None)


def test_after_a_break_one_probe_goes_out_and_no_second_one_within_a_minute() -> None:
    over = 65 * 60.0
    state, probe = slot(broken(), over)
    assert probe == Slot(after(over))
    state, beside = slot(state, over + 1)
    assert beside == Closed(after(over + 60), probing=True)
    state, other = slot(state, over + 59, "status")
    assert other == Closed(after(over + 60), probing=True)
    assert slot(state, over + 60)[1] == Slot(after(over + 60))


def test_only_a_good_answer_closes_the_breaker() -> None:
    over = 65 * 60.0
    probed, _ = slot(broken(), over)
    bad, _ = answered(probed, good=False, now=after(over + 1))
    assert isinstance(slot(bad, over + 2)[1], Closed)
    good, _ = answered(probed, good=True, now=after(over + 1))
    state, first = slot(good, over + 2)
    assert (first, good.refusals) == (Slot(after(over + EVERY)), 0)
    assert slot(state, over + 2)[1] == Slot(after(over + 2 * EVERY))


def test_bad_answers_to_three_probes_open_it_again() -> None:
    at = 65 * 60.0
    state, until = broken(), None
    for _ in range(3):
        state, _ = slot(state, at)
        state, until = answered(state, good=False, now=after(at))
        at += 60
    assert until == after(at - 60 + 2 * 65 * 60)


def test_refusals_between_errors_are_refusals_in_a_row() -> None:
    state, at, until = PoolState(), 0.0, NOW
    for _ in range(3):
        state, until = refused(state, None, after(at))
        at += 61
        state, _ = answered(state, good=False, now=after(at))
    assert until == after(2 * 61 + 65 * 60)


def test_silences_between_errors_are_silences_in_a_row() -> None:
    state, ends = PoolState(), []
    for _ in range(3):
        state, end = silent(state, NOW)
        state, _ = answered(state, good=False, now=NOW)
        ends.append(end)
    assert ends == [None, None, after(60)]


def test_a_good_answer_between_refusals_ends_the_row() -> None:
    state, at, until = PoolState(), 0.0, NOW
    for _ in range(4):
        state, until = refused(state, None, after(at))
        at += 61
        state, _ = answered(state, good=True, now=after(at))
    assert until == after(3 * 61 + 60)


def test_a_probe_that_went_out_with_the_clock_ahead_is_waited_for_a_minute_at_most() -> None:
    ahead = 10 * 365 * 86400.0
    state, _ = slot(replace(broken(), until=None), ahead)
    state, closed = slot(state, 0)
    assert closed == Closed(after(60), probing=True)
    assert slot(state, 60)[1] == Slot(after(60 + EVERY))


@pytest.mark.parametrize(
    ("refusals", "minutes"), [(1, 1), (2, 1), (3, 65), (4, 130), (5, 260), (6, 360), (50, 360)]
)
def test_breaks_double_up_to_six_hours(refusals: int, minutes: int) -> None:
    assert broken(refusals).until == after(minutes * 60)


def test_silence_counts_as_a_refusal_from_the_third_time_on() -> None:
    state, ends = PoolState(), []
    for _ in range(5):
        state, end = silent(state, NOW)
        ends.append(end)
    assert ends == [None, None, after(60), after(60), after(65 * 60)]


seconds = st.floats(-1e7, 1e7)
kinds = st.sampled_from(["look-up", "status"])
steps = st.one_of(
    st.builds(
        lambda kind: partial(reserve, kind=kind, interval=EVERY), st.sampled_from(["look-up", "status"])
    ),
    st.builds(lambda asked: partial(refused, asked=asked), st.none() | st.floats(0, 1e9)),
    st.just(silent),
    st.builds(lambda good: partial(answered, good=good), st.booleans()),
)


@given(st.lists(st.tuples(steps, seconds)), seconds)
def test_whatever_the_clock_did_nobody_waits_longer_than_six_hours(
    history: list[tuple[partial[tuple[PoolState, object]], float]], moment: float
) -> None:
    state = PoolState()
    for step, at in history:
        state, _ = step(state, now=after(at))
    state, first = slot(state, moment)
    if isinstance(first, Closed):
        assert first.until <= after(moment + LONGEST)
    state, later = slot(state, moment + LONGEST)
    assert isinstance(later, Slot)
    assert later.at <= after(moment + LONGEST + 60 + EVERY * (len(history) + 2))


@given(st.lists(st.floats(0, 10), max_size=40))
def test_no_two_requests_are_closer_than_the_pace(pauses: list[float]) -> None:
    state, now, slots = PoolState(), 0.0, []
    for pause in pauses:
        now += pause
        state, given = slot(state, now)
        assert isinstance(given, Slot)
        slots.append(given.at)
    distances = [later - earlier for earlier, later in zip(slots, slots[1:], strict=False)]
    assert all(distance >= timedelta(seconds=EVERY) for distance in distances)
