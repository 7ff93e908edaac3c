"""No host is asked faster than agreed, and the run ends near its lower bound."""

from __future__ import annotations

import heapq
import random
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.plan.pacing import Pacing

Log = list[tuple[float, float, str]]


def simulate(turns: list[tuple[str, float]], interval: float, host_concurrency: int, concurrency: int) -> Log:
    """Drive the scheduler through all turns (host, duration); (start, end, host) of each."""
    pacing: Pacing[float] = Pacing(lambda host: (interval, host_concurrency), concurrency)
    for host, duration in turns:
        pacing.add(host, duration, 0.0)
    now, log = 0.0, []
    running: list[tuple[float, int, str]] = []
    while pacing.waiting or running:
        for host, duration in pacing.ready(now):
            log.append((now, now + duration, host))
            heapq.heappush(running, (now + duration, len(log), host))
        wakes = [at for at in (pacing.next_at(), running[0][0] if running else None) if at is not None]
        now = max(now, min(wakes))
        while running and running[0][0] <= now:
            pacing.answered(heapq.heappop(running)[2], now)
            pacing.finished()
    return log


def most_at_once(log: Log) -> int:
    moments = sorted([(start, 1) for start, _, _ in log] + [(end, -1) for _, end, _ in log])
    running = most = 0
    for _, change in moments:
        running += change
        most = max(most, running)
    return most


@given(
    turns=st.lists(
        st.tuples(st.sampled_from("abcd"), st.floats(0.01, 5.0)),
        min_size=1,
        max_size=60,
    ),
    interval=st.sampled_from([0.0, 0.5, 1.0, 3.0]),
    host_concurrency=st.integers(1, 3),
    concurrency=st.integers(1, 6),
)
def test_every_turn_starts_once_and_no_limit_is_passed(
    turns: list[tuple[str, float]], interval: float, host_concurrency: int, concurrency: int
) -> None:
    log = simulate(turns, interval, host_concurrency, concurrency)

    assert Counter(host for *_, host in log) == Counter(host for host, _ in turns)
    assert most_at_once(log) <= concurrency
    by_host: dict[str, Log] = defaultdict(list)
    for entry in log:
        by_host[entry[2]].append(entry)
    for entries in by_host.values():
        assert most_at_once(entries) <= host_concurrency
        starts = sorted(start for start, *_ in entries)
        gaps = [later - earlier for earlier, later in zip(starts, starts[1:], strict=False)]
        assert all(gap >= 0.9 * interval - 1e-9 for gap in gaps)


@pytest.mark.parametrize("sort_by_host", [False, True])
def test_a_long_list_ends_within_two_percent_of_the_lower_bound(sort_by_host: bool) -> None:
    chance = random.Random(7)
    sizes = [500, 240, 120, 60] + [8] * 100 + [1] * 800
    turns = [(f"h{n}", chance.uniform(0.05, 0.3)) for n, size in enumerate(sizes) for _ in range(size)]
    chance.shuffle(turns)
    if sort_by_host:
        turns.sort(key=lambda turn: turn[0])

    log = simulate(turns, interval=1.0, host_concurrency=2, concurrency=32)

    work = sum(duration for _, duration in turns)
    bound = max(499 * 1.0, work / 32)
    assert max(end for _, end, _ in log) <= 1.02 * bound


def test_a_held_host_waits_and_the_others_go_on() -> None:
    pacing: Pacing[str] = Pacing(lambda host: (1.0, 2), 10)
    for host in ("held", "free"):
        pacing.add(host, "first", 0.0)
    pacing.hold("held", until=30.0, now=0.0)

    assert [host for host, _ in pacing.ready(0.0)] == ["free"]
    assert pacing.next_at() == 30.0
    assert [host for host, _ in pacing.ready(30.0)] == ["held"]


def test_a_retry_does_not_start_before_its_time_but_others_of_the_host_do() -> None:
    pacing: Pacing[str] = Pacing(lambda host: (1.0, 1), 10)
    pacing.add("host", "retry", 0.0, not_before=5.0)
    pacing.add("host", "other", 0.0)

    assert [turn for _, turn in pacing.ready(0.0)] == ["other"]
    pacing.answered("host", 0.5)
    pacing.finished()
    assert list(pacing.ready(4.9)) == []
    assert [turn for _, turn in pacing.ready(5.0)] == ["retry"]


def test_a_host_may_be_asked_again_while_its_page_is_still_read() -> None:
    pacing: Pacing[str] = Pacing(lambda host: (0.0, 1), concurrency=2)
    for name in ("first", "second", "third"):
        pacing.add("host", name, 0.0)

    assert [turn for _, turn in pacing.ready(0.0)] == ["first"]
    pacing.answered("host", 1.0)
    assert [turn for _, turn in pacing.ready(1.0)] == ["second"]
    pacing.answered("host", 2.0)
    assert list(pacing.ready(2.0)) == []
    pacing.finished()
    assert [turn for _, turn in pacing.ready(2.0)] == ["third"]
