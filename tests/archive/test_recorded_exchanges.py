"""Real answers of the real index (recorded 2020 to 2024), read as they came."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.archive.world import World
from tests.shared_data import shared_data
from verifier.demo.archive_replies import Reply
from verifier.model.memento import LookupState

_HOP_BY_HOP = {"connection", "transfer-encoding", "content-encoding", "content-length", "server", "date"}
_REDIRECTS_ONLY = {28, 29, 30}
_ERRORS_ONLY = {32, 34, 35}
_EMPTY = {17}
_EXCLUDED = {18}
_COUNT = 38


def recorded() -> list[dict[str, Any]]:
    path = shared_data("wayback", "edgi_cassettes", "cdx.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def expected(number: int) -> LookupState:
    if number in _EMPTY:
        return LookupState.NONE
    if number in _EXCLUDED:
        return LookupState.EXCLUDED
    bad = number in _REDIRECTS_ONLY | _ERRORS_ONLY
    return LookupState.CAPTURED_BAD_ONLY if bad else LookupState.CAPTURED


def reply_of(exchange: dict[str, Any], body: str) -> Reply:
    headers = {k: v for k, v in exchange["headers"].items() if k.lower() not in _HOP_BY_HOP}
    return Reply(exchange["status"]["code"], headers, body.encode())


@pytest.mark.parametrize("number", range(_COUNT))
def test_every_recorded_answer_gets_its_class(world: World, number: int) -> None:
    exchanges = recorded()
    assert len(exchanges) == _COUNT
    exchange = exchanges[number]
    body = exchange["body"]
    whole = len(body.encode()) == exchange["body_len"]
    # The recording cuts bodies at 20 kB, in the middle of a row: its whole rows are what was answered.
    world.index_trouble(reply_of(exchange, body if whole else body[: body.rindex("\n") + 1]))
    found = world.look_up("https://recorded.example/")
    assert found.state is expected(number), found.detail
    rows = {line for line in body.split("\n") if len(line.split(" ")) == 7 and (whole or line in body[:-1])}
    if found.state in (LookupState.CAPTURED, LookupState.CAPTURED_BAD_ONLY):
        assert 0 < found.captures <= len(rows)
    if found.memento is not None:
        assert f" {found.memento.timestamp} {found.memento.original} " in body
        assert found.memento.status == 200


@pytest.mark.parametrize("number", [0, 28, 36])
def test_a_recorded_answer_that_ends_within_a_row_is_no_answer(world: World, number: int) -> None:
    exchange = recorded()[number]
    world.index_trouble(reply_of(exchange, exchange["body"]))
    found = world.look_up("https://recorded.example/")
    assert found.state is LookupState.FAILED
    assert "cut off" in found.detail


def test_rows_that_the_real_index_repeated_are_counted_once(world: World) -> None:
    exchange = recorded()[1]
    world.index_trouble(reply_of(exchange, exchange["body"]))
    assert exchange["body"].count("\n") == 3
    assert world.look_up("http://www.nasa.gov/").captures == 1


def test_the_rows_of_another_index_implementation_are_read_too(world: World) -> None:
    lines = shared_data("wayback", "pywb", "cdx_fl_7cols.txt").read_text("utf-8").partition("\n\n")[2]
    world.index_trouble(Reply(200, {"Content-Type": "text/plain"}, lines.encode()))
    found = world.look_up("https://example.com/story?id=1", "2023-01-01")
    assert found.captures == 4
    assert found.memento is not None
    assert found.memento.timestamp == "20230601120000"
