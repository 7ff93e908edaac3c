"""Only the copy itself is a copy: what an archive says instead is told from it."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest

from tests.archive.world import PAGE, World
from tests.shared_data import shared_data
from verifier.archive.interface import Loaded
from verifier.demo.archive_replies import (
    Reply,
    Service,
    cut_off,
    offline,
    page,
    rate_limited,
    server_error,
    silence,
)
from verifier.model.memento import LookupState, Memento, ReplayState

STAMP = "20210405060708"
BODY = b"<title>Story</title><p>What stood there.</p>"
COPY = Memento(STAMP, PAGE, f"https://web.archive.org/web/{STAMP}/{PAGE}", 200)
MEMENTO = {"Memento-Datetime": "Mon, 05 Apr 2021 06:07:08 GMT", "Content-Type": "text/html"}


def load(world: World, memento: Memento = COPY) -> Loaded:
    return world.visit(lambda wayback: wayback.load(memento))


def trouble(world: World, reply: Reply) -> None:
    world.archive.trouble(Service.REPLAY, reply)


def test_a_copy_comes_as_its_site_sent_it(world: World) -> None:
    world.archive.add_copy(PAGE, STAMP, body=BODY)
    loaded = load(world)

    assert (loaded.state, loaded.status, loaded.body, loaded.whole) == (ReplayState.LOADED, 200, BODY, True)
    assert loaded.content_type == "text/html"
    assert world.archive.requests[-1].target == f"/web/{STAMP}id_/{PAGE}"


def test_another_instant_is_another_copy(world: World) -> None:
    world.archive.add_copy(PAGE, "20200101000001", body=BODY)
    loaded = load(world)

    assert loaded.state is ReplayState.ELSEWHERE
    assert "20200101000001" in loaded.detail
    assert len(world.archive.requests) == 1


def test_an_archived_error_is_a_copy_of_an_error_and_no_refusal(world: World) -> None:
    world.archive.add_copy(PAGE, STAMP, status=429)
    assert (load(world).state, load(world).stop) == (ReplayState.BAD_STATUS, False)
    assert world.look_up().state is LookupState.CAPTURED_BAD_ONLY


def test_what_was_never_archived_is_absent(world: World) -> None:
    assert load(world).state is ReplayState.ABSENT


def test_an_exclusion_with_status_200_is_no_copy(world: World) -> None:
    world.archive.add_copy(PAGE, STAMP, body=BODY)
    world.archive.exclude(PAGE)
    assert load(world).state is ReplayState.EXCLUDED


@pytest.mark.parametrize(
    "headers",
    [
        {**MEMENTO, "Memento-Datetime": "Sun, 04 Apr 2021 06:07:08 GMT"},
        {**MEMENTO, "Memento-Datetime": "yesterday"},
        {**MEMENTO, "Memento-Datetime": f"Mon, 05 Apr {'9' * 20} 06:07:08 GMT"},
        {**MEMENTO, "Link": '<https://news.example/login>; rel="original"'},
    ],
)
def test_a_copy_of_something_else_is_not_the_one_that_was_asked_for(
    world: World, headers: dict[str, str]
) -> None:
    trouble(world, Reply(200, headers, BODY))
    assert load(world).state is ReplayState.ELSEWHERE


@pytest.mark.parametrize(
    "reply",
    [
        offline(),
        server_error(503),
        server_error(500),
        page(b"<h1>Something else</h1>"),
        Reply(200, {**MEMENTO, "Content-Encoding": "br"}, b"\x8b"),
        Reply(200, {**MEMENTO, "Content-Encoding": "gzip"}, gzip.compress(BODY)[:-9]),
        Reply(200, {**MEMENTO, "Content-Encoding": "gzip"}, BODY),
        cut_off("half a page"),
    ],
)
def test_what_cannot_be_read_says_nothing_about_the_copy(world: World, reply: Reply) -> None:
    trouble(world, reply)
    loaded = load(world)
    assert (loaded.state, loaded.stop) == (ReplayState.FAILED, False)
    assert loaded.detail.isprintable()


def test_silence_says_nothing_about_the_copy(world: World) -> None:
    world.config = {"deadline": 0.2}
    trouble(world, silence())
    assert load(world).state is ReplayState.FAILED


def test_a_refusal_stops_the_loading_and_not_the_looking_up(world: World) -> None:
    trouble(world, rate_limited())
    loaded = load(world)
    assert (loaded.state, loaded.stop) == (ReplayState.FAILED, True)
    assert world.look_up().state is LookupState.NONE


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_copy_that_was_kept_compressed_is_unpacked(world: World, coding: str) -> None:
    packed = gzip.compress(BODY)
    trouble(world, Reply(200, {**MEMENTO, "Content-Encoding": coding}, packed))
    assert load(world).body == BODY


def test_a_copy_of_a_redirect_may_have_no_body_to_unpack(world: World) -> None:
    trouble(world, Reply(301, {**MEMENTO, "Content-Encoding": "gzip", "Location": "/web/elsewhere"}))
    assert load(world).state is ReplayState.BAD_STATUS


def test_a_copy_without_end_is_cut_at_the_limit_of_a_page(world: World) -> None:
    world.fetch = {"body_limit": 1_000}
    trouble(world, Reply(200, {**MEMENTO, "Content-Encoding": "gzip"}, gzip.compress(b"x" * 10_000_000)))
    loaded = load(world)
    assert (loaded.state, len(loaded.body), loaded.whole) == (ReplayState.LOADED, 1_000, False)


_COUNT = 62
_HOP_BY_HOP = {"connection", "transfer-encoding", "content-encoding", "content-length", "server", "date"}
_ASKED = re.compile(r"https?://web\.archive\.org/web/(\d{14})[a-z_]*/(.+)")


def recorded() -> list[dict[str, Any]]:
    path = shared_data("wayback", "edgi_cassettes", "memento.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def body_of(exchange: dict[str, Any]) -> str:
    """Of a long one only the beginning was recorded."""
    return str(exchange.get("body", exchange.get("body_head", "")))


def expected(exchange: dict[str, Any]) -> ReplayState:
    names = {name.lower() for name in exchange["headers"]}
    status = exchange["status"]["code"]
    if "memento-datetime" in names:
        return ReplayState.LOADED if status == 200 else ReplayState.BAD_STATUS
    if status in (301, 302):
        return ReplayState.ELSEWHERE
    if status == 404:
        return ReplayState.ABSENT
    return ReplayState.EXCLUDED if "excluded" in body_of(exchange) else ReplayState.FAILED


@pytest.mark.parametrize("number", range(_COUNT))
def test_every_recorded_answer_gets_its_class(world: World, number: int) -> None:
    exchanges = recorded()
    assert len(exchanges) == _COUNT
    exchange = exchanges[number]
    asked = _ASKED.fullmatch(exchange["uri"])
    if asked is None:
        pytest.skip(f"no request for one copy: {exchange['uri']}")
    headers = {k: v for k, v in exchange["headers"].items() if k.lower() not in _HOP_BY_HOP}
    trouble(world, Reply(exchange["status"]["code"], headers, body_of(exchange).encode()))
    loaded = load(world, Memento(asked[1], asked[2], exchange["uri"]))
    assert loaded.state is expected(exchange), loaded.detail
