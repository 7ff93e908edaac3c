"""What the archive lets an account have made, asked before anything is submitted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.archive.world import PAGE, World
from tests.shared_data import shared_data
from verifier.demo.archive_replies import (
    Reply,
    Service,
    as_json,
    offline,
    rate_limited,
    server_error,
    silence,
)
from verifier.model.allowance import Allowance


def allowance(world: World) -> Allowance:
    return world.visit(lambda wayback: wayback.allowance())


def recorded(name: str) -> Any:
    answers = json.loads(shared_data("wayback", "spn2", "responses.json").read_text("utf-8"))
    return next(answer["body"] for answer in answers if answer["name"] == name)


def test_the_account_says_how_many_may_be_made_at_once_and_today(world: World) -> None:
    world.archive.limit_account(sessions=3, a_day=10)
    assert allowance(world) == Allowance(3, 10)
    world.submit()
    assert allowance(world) == Allowance(2, 9)


def test_no_cache_can_answer_for_the_account(world: World) -> None:
    allowance(world)
    world.clock.pass_by(0.01)
    allowance(world)
    system, first, _, second = (request.target for request in world.archive.requests)
    assert system == "/save/status/system"
    assert first.startswith("/save/status/user?_t=")
    assert first != second


def test_the_recorded_answers_are_read(world: World) -> None:
    world.archive.trouble(Service.SYSTEM, as_json(recorded("status_system")))
    world.archive.trouble(Service.ACCOUNT, as_json(recorded("status_user")))
    assert allowance(world) == Allowance(3, 29_951)


def test_an_overloaded_archive_is_given_nothing_to_do(world: World) -> None:
    world.archive.trouble(Service.SYSTEM, as_json(recorded("status_system_overloaded")))
    assert allowance(world).refusal == (
        "the archive says: Save Page Now servers are temporarily overloaded. Your captures may be delayed."
    )


@pytest.mark.parametrize(
    ("service", "reply", "says"),
    [
        (Service.SYSTEM, server_error(502), "down"),
        (Service.SYSTEM, rate_limited("30"), "nothing more is asked until"),
        (Service.ACCOUNT, rate_limited("30"), "nothing more is asked until"),
        (Service.ACCOUNT, as_json({"message": "You need to be logged in."}, 401), "IA_ACCESS_KEY_ID"),
        (
            Service.ACCOUNT,
            as_json({"available": 8, "daily_captures": 10199, "daily_captures_limit": 10000}),
            "10,000 captures of this day",
        ),
    ],
)
def test_what_speaks_against_submitting_is_said(
    world: World, service: Service, reply: Reply, says: str
) -> None:
    world.archive.trouble(service, reply)
    assert says in allowance(world).refusal
    assert (allowance(world).retry_after is not None) is (reply.status == 429)


UNREADABLE = [
    offline(),
    server_error(500),
    Reply(404),
    as_json([]),
    as_json({}),
    as_json({"status": 7, "available": "3", "daily_captures": True, "daily_captures_limit": -1}),
    as_json({"available": 10**30, "daily_captures": 1e3}),
    Reply(200, body=b"[" * 100_000),
]


@pytest.mark.parametrize("reply", UNREADABLE)
def test_a_status_that_cannot_be_read_is_no_reason_to_submit_nothing(world: World, reply: Reply) -> None:
    world.archive.trouble(Service.SYSTEM, reply)
    assert allowance(world) == Allowance(12, 30_000)
    world.archive.trouble(Service.ACCOUNT, reply)
    unknown = allowance(world)
    assert (unknown.at_once, unknown.today, unknown.refusal) == (None, None, "")
    assert unknown.unknown


def test_an_archive_that_does_not_answer_in_time_is_no_reason_either(world: World) -> None:
    world.config["deadline"] = 0.2
    world.archive.trouble(Service.ACCOUNT, silence())
    assert allowance(world) == Allowance(unknown="no answer within 0.2 s")


def test_without_keys_nothing_is_asked(world: World) -> None:
    world.keys = None
    assert "IA_ACCESS_KEY_ID" in allowance(world).refusal
    assert world.archive.requests == []


def test_the_stand_in_takes_no_more_than_it_says(world: World) -> None:
    world.archive.limit_account(sessions=1, a_day=1)
    assert world.submit().job_id is not None
    assert "captures per day" in world.submit(f"{PAGE}/2").message
    world.archive.limit_account(sessions=1)
    assert "active Save Page Now sessions" in world.submit(f"{PAGE}/2").message
