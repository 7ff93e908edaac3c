"""When the archive refuses: for how long it is left alone, and how it is found to be there again."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from tests.archive.world import PAGE, MemoryLedger, WaitingClock, World
from verifier.archive.wayback import Wayback
from verifier.demo.archive_replies import Reply, Service, offline, rate_limited, server_error, silence
from verifier.model.memento import CaptureState, Lookup, LookupState
from verifier.model.pool import Pool
from verifier.plan.governor import refused

BREAK = 65 * 60.0


def asked(world: World) -> int:
    return len(world.archive.requests)


@pytest.fixture
def shared(world: World) -> World:
    """Every visit is by another process: what they share is the ledger alone."""
    world.ledger = MemoryLedger()
    return world


def refuse_until_it_breaks(world: World) -> None:
    world.index_trouble(rate_limited(), times=3)
    for _ in range(3):
        found = world.look_up()
        world.clock.pass_by(found.retry_after or 0)
    assert found.retry_after == BREAK


def test_a_second_process_keeps_to_the_pace_of_the_first(shared: World) -> None:
    shared.look_up()
    shared.clock.pass_by(1)
    shared.look_up()
    assert shared.clock.waited == [1.5]


@pytest.mark.parametrize(("reply", "seconds"), [(rate_limited("100"), 100.0), (rate_limited(), 60.0)])
def test_a_second_process_keeps_to_the_pause_of_the_first(
    shared: World, reply: Reply, seconds: float
) -> None:
    shared.index_trouble(reply, times=1)
    assert shared.look_up().retry_after == seconds
    shared.clock.pass_by(seconds - 1)
    left = shared.look_up()
    assert (left.state, left.stop, left.retry_after) == (LookupState.FAILED, True, 1.0)
    assert asked(shared) == 1
    shared.clock.pass_by(1)
    assert shared.look_up().state is LookupState.NONE


def test_refused_connections_count_as_refusals_in_every_process(shared: World) -> None:
    here, shared.config["base"] = shared.archive.base, "http://127.0.0.1:9"
    pauses = []
    for _ in range(3):
        found = shared.look_up()
        pauses.append(found.retry_after)
        shared.clock.pass_by(60)
    assert pauses == [60.0, 60.0, BREAK]
    assert "no connection" in found.detail
    shared.config["base"] = here
    assert shared.look_up().stop


def test_when_the_break_is_over_one_request_of_one_process_shows_that_the_archive_is_there(
    shared: World,
) -> None:
    refuse_until_it_breaks(shared)
    shared.clock.pass_by(-1)
    assert shared.look_up().retry_after == 1.0
    shared.clock.pass_by(1)
    assert [shared.look_up().state for _ in range(3)] == [LookupState.NONE] * 3
    assert asked(shared) == 6


def test_a_bad_answer_to_the_probe_holds_all_others_back_for_a_minute(shared: World) -> None:
    refuse_until_it_breaks(shared)
    shared.index_trouble(server_error(), times=1)
    assert not shared.look_up().stop
    held = shared.look_up()
    assert (held.stop, held.retry_after) == (True, 60.0)
    assert "being tried" in held.detail
    assert asked(shared) == 4
    shared.clock.pass_by(60)
    assert shared.look_up().state is LookupState.NONE


def test_a_refused_probe_doubles_the_break(shared: World) -> None:
    refuse_until_it_breaks(shared)
    shared.index_trouble(rate_limited("5"), times=1)
    assert shared.look_up().retry_after == 2 * BREAK
    shared.clock.pass_by(2 * BREAK - 1)
    assert shared.look_up().stop
    assert asked(shared) == 4


def test_while_a_probe_is_under_way_nobody_else_asks(shared: World) -> None:
    """The first process waits for the answer to its probe; the second one comes meanwhile."""
    refuse_until_it_breaks(shared)
    shared.config["deadline"] = 1.0
    shared.index_trouble(silence(), times=1)

    async def both(first: Wayback) -> list[Lookup]:
        async with shared.client() as second:
            probe = asyncio.create_task(first.look_up(PAGE, None))
            while asked(shared) < 4:
                await asyncio.wait([probe], timeout=0.01)
            return [await second.look_up(PAGE, None), await probe]

    beside, probe = shared.visit(both)
    assert "being tried" in beside.detail
    assert "no answer within" in probe.detail
    assert asked(shared) == 4


def test_submissions_and_questions_about_jobs_share_one_pause(shared: World) -> None:
    submitted = shared.submit()
    shared.archive.trouble(Service.STATUS, rate_limited("30"), times=1)
    (held,) = shared.poll(submitted)
    assert held.stop
    answered = shared.submit()
    assert (answered.state, answered.stop) == (CaptureState.DEFERRED, True)
    assert answered.due is not None
    assert (answered.due - shared.clock.now()).total_seconds() == 30.0
    assert asked(shared) == 2


def test_an_outage_page_is_an_answer_and_no_reason_to_be_silent(shared: World) -> None:
    shared.index_trouble(offline())
    assert [shared.look_up().stop for _ in range(4)] == [False] * 4


def test_a_clock_that_was_set_back_locks_nobody_out_for_longer_than_six_hours(shared: World) -> None:
    refuse_until_it_breaks(shared)
    shared.clock.pass_by(-30 * 86400)
    assert shared.look_up().retry_after == 6 * 3600
    shared.clock.pass_by(6 * 3600)
    assert shared.look_up().state is LookupState.NONE


class RefusedMeanwhile(WaitingClock):
    """While this process waits for its turn, another one is refused."""

    def __init__(self, ledger: MemoryLedger) -> None:
        super().__init__()
        self.ledger = ledger

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        await self.ledger.settle(Pool.CDX, partial(refused, asked=None, now=self.now()))


def test_a_request_whose_turn_comes_in_a_pause_is_not_sent(world: World) -> None:
    world.ledger = ledger = MemoryLedger()
    world.clock = RefusedMeanwhile(ledger)
    assert not world.look_up().stop
    assert world.look_up().retry_after == 60.0
    assert asked(world) == 1
