from __future__ import annotations

import asyncio
import socket
from urllib.parse import urlsplit

import pytest

from tests.archive.world import PAGE, World
from verifier.archive.wayback import Wayback
from verifier.archive.wayback_find import ROW_LIMIT
from verifier.archive.wire import BODY_LIMIT
from verifier.demo.archive_replies import (
    Reply,
    cut_off,
    excluded,
    false_empty,
    offline,
    page,
    rate_limited,
    server_error,
    silence,
    text,
)
from verifier.model.memento import LookupState

ROW = f"example,news)/2021/04/story 20210405060708 {PAGE} text/html 200 {'A' * 32} 1234"


def test_a_good_copy_is_found_with_its_address_and_facts(world: World) -> None:
    world.archive.add_copy(PAGE, "20210405060708", 200, b"text", "text/html")
    found = world.look_up()
    assert found.state is LookupState.CAPTURED
    assert found.captures == 1
    assert found.at == world.clock.now()
    assert found.memento is not None
    assert found.memento.uri == f"{world.archive.base}/web/20210405060708/{PAGE}"
    assert found.memento.original == PAGE
    assert (found.memento.status, found.memento.mimetype) == (200, "text/html")
    assert len(found.memento.digest or "") == 32


def test_zero_bytes_mean_that_there_is_no_copy(world: World) -> None:
    world.archive.add_copy("https://news.example/another", "20210405060708")
    found = world.look_up()
    assert (found.state, found.captures, found.memento, found.stop) == (LookupState.NONE, 0, None, False)


def test_copies_of_errors_and_redirects_only_are_told_from_good_ones(world: World) -> None:
    world.archive.add_copy(PAGE, "20210405060708", 404)
    world.archive.add_copy(PAGE, "20220405060708", 301)
    found = world.look_up()
    assert (found.state, found.captures, found.memento) == (LookupState.CAPTURED_BAD_ONLY, 2, None)
    assert "301, 404" in found.detail


def test_a_row_of_a_time_to_come_is_not_chosen(world: World) -> None:
    ahead = ROW.replace("20210405060708", "20990405060708")
    world.index_trouble(text(f"{ahead}\n"))
    found = world.look_up()
    assert (found.state, found.captures, found.memento) == (LookupState.CAPTURED_BAD_ONLY, 1, None)
    world.archive.recover()
    world.index_trouble(text(f"{ROW}\n{ahead}\n"))
    for near in (None, "2022", "2098"):
        memento = world.look_up(near=near).memento
        assert memento is not None
        assert memento.timestamp == "20210405060708"


@pytest.mark.parametrize(
    ("near", "chosen"),
    [
        ("2021-04-01", "20210405060708"),
        ("2021-04-05", "20210405060708"),
        ("2021-04-06", "20230101000000"),
        ("2021-04", "20210405060708"),
        ("2021", "20210301000000"),
        ("2024-01-01", "20230101000000"),
        ("2021-04-01T12:00:00Z", "20210405060708"),
        (None, "20230101000000"),
        ("no date", "20230101000000"),
        ("2021-13-45", "20230101000000"),
    ],
)
def test_the_copy_is_chosen_by_the_date_of_the_citation(world: World, near: str | None, chosen: str) -> None:
    for timestamp in ("20210301000000", "20210405060708", "20230101000000"):
        world.archive.add_copy(PAGE, timestamp)
    world.archive.add_copy(PAGE, "20210402000000", 404)
    world.archive.add_copy(PAGE, "20240101000000", 404)
    found = world.look_up(near=near)
    assert found.memento is not None
    assert found.memento.timestamp == chosen
    assert found.captures == 5


def test_duplicate_and_malformed_rows_are_dropped_and_cost_no_good_one(world: World) -> None:
    malformed = [
        ROW.replace("20210405060708", "20211399000000"),
        ROW.replace("20210405060708", "2021"),
        ROW.replace(" 200 ", " 200 200 "),
        ROW.replace("https://", "javascript://"),
        ROW.replace("news.example/2021", "news.example/\x1b[2J2021"),
        "",
        "example%2Cnews%29%2F+20210405",
    ]
    world.index_trouble(text("\n".join([*malformed, ROW, ROW, ROW]) + "\n"))
    found = world.look_up()
    assert (found.state, found.captures) == (LookupState.CAPTURED, 1)


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (offline(), "Temporarily Offline"),
        (Reply(200, {"Content-Type": "text/plain"}, offline().body), "Temporarily Offline"),
        (page(b""), "a page instead of the index"),
        (server_error(503), "HTTP 503"),
        (server_error(500), "HTTP 500"),
        (page(b"<h1>Not\x1b[31m here</h1>", 404), "HTTP 404"),
        (cut_off(ROW + "\n"), "failed"),
        (text(ROW + "\n" + ROW[:80]), "cut off"),
        (text('[["urlkey","timestamp"]]'), "not an answer of the index"),
        (text((ROW + "\n") * (BODY_LIMIT // len(ROW) + 1)), "2,000,000 bytes"),
        (Reply(200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"), "compressed"),
        (Reply(302, {"Location": "http://elsewhere.example/"}), "redirected out of the archive"),
        (Reply(302, {"Location": "/cdx/search/cdx?url=again"}), "more than 3 redirects"),
        (Reply(302), "HTTP 302"),
    ],
)
def test_an_answer_that_is_no_list_is_a_failed_lookup_and_never_no_copy(
    world: World, reply: Reply, says: str
) -> None:
    world.archive.add_copy(PAGE, "20210405060708")
    world.index_trouble(reply)
    found = world.look_up()
    assert (found.state, found.memento, found.stop) == (LookupState.FAILED, None, False)
    assert says in found.detail
    assert found.detail.isprintable()


def test_a_silent_archive_ends_at_the_deadline(world: World) -> None:
    world.config["deadline"] = 0.2
    world.index_trouble(silence())
    found = world.look_up()
    assert (found.state, found.stop) == (LookupState.FAILED, False)
    assert "no answer within 0.2 s" in found.detail


def test_an_archive_that_stays_silent_is_left_alone_after_the_third_time(world: World) -> None:
    world.config["deadline"] = 0.1

    async def visit(wayback: Wayback) -> list[tuple[bool, bool]]:
        stops = []
        for silent in (True, True, False, True, True, True, True):
            world.archive.recover()
            if silent:
                world.index_trouble(silence())
            found = await wayback.look_up(PAGE, None)
            stops.append((found.state is LookupState.FAILED, found.stop))
        return stops

    silent, answered = (True, False), (False, False)
    assert world.visit(visit) == [silent, silent, answered, silent, silent, (True, True), (True, True)]
    assert len(world.archive.requests) <= 6


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (rate_limited(), 60.0),
        (rate_limited("120"), 120.0),
        (rate_limited("Sun, 01 Mar 2026 03:10:00 GMT"), 600.0),
        (rate_limited("99999999999999999999"), 6 * 3600.0),
        (rate_limited("-5"), 60.0),
        (rate_limited("soon"), 60.0),
        (Reply(503, {"Retry-After": "30"}), 30.0),
    ],
)
def test_a_rate_limit_is_a_failed_lookup_that_stops_and_says_for_how_long(
    world: World, reply: Reply, seconds: float
) -> None:
    world.index_trouble(reply)
    found = world.look_up()
    assert (found.state, found.stop, found.retry_after) == (LookupState.FAILED, True, seconds)
    assert f"HTTP {reply.status}" in found.detail


def test_a_refused_connection_counts_as_a_rate_limit(world: World) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        world.config["base"] = f"http://127.0.0.1:{unused.getsockname()[1]}"
        found = world.look_up()
    assert (found.state, found.stop, found.retry_after) == (LookupState.FAILED, True, 60.0)
    assert "no connection" in found.detail


@pytest.mark.parametrize("reply", [excluded(), excluded("RobotAccessControlException: Blocked By Robots")])
def test_an_exclusion_is_told_from_no_copy_and_from_failure(world: World, reply: Reply) -> None:
    world.archive.exclude(PAGE, reply)
    found = world.look_up()
    assert (found.state, found.stop) == (LookupState.EXCLUDED, False)
    assert "does not show this URL" in found.detail


def test_a_false_empty_looks_like_no_copy(world: World) -> None:
    world.archive.add_copy(PAGE, "20210405060708")
    world.index_trouble(false_empty())
    assert world.look_up().state is LookupState.NONE


def test_a_revisit_of_good_bytes_is_a_good_copy(world: World) -> None:
    world.archive.add_copy(PAGE, "20190101000000", 200, b"same", "application/pdf")
    world.archive.add_copy(PAGE, "20210405060708", body=b"same", revisit=True)
    found = world.look_up(near="2021-01-01")
    assert found.memento is not None
    assert found.memento.timestamp == "20210405060708"
    assert (found.memento.status, found.memento.mimetype) == (200, "application/pdf")


@pytest.mark.parametrize("others", [(), (200, 301)])
def test_a_revisit_of_unknown_bytes_is_not_taken_for_a_good_copy(
    world: World, others: tuple[int, ...]
) -> None:
    for status in others:
        world.archive.add_copy(PAGE, f"2019010100000{status % 7}", status, b"", "unk")
    world.archive.add_copy(PAGE, "20210405060708", revisit=True)
    found = world.look_up(near="2021-01-01")
    assert found.memento is None or found.memento.timestamp < "2020"
    if not others:
        assert (found.state, found.captures) == (LookupState.CAPTURED_BAD_ONLY, 1)
        assert "unknown" in found.detail


def test_one_question_is_enough_when_the_list_is_whole(world: World) -> None:
    world.archive.add_copy(PAGE, "20210405060708", 404)
    world.look_up(near="2021-01-01")
    assert len(world.archive.requests) == 1


@pytest.mark.parametrize(("near", "chosen"), [("2021-01-01", "20220101000000"), (None, "20220101000000")])
def test_a_good_copy_beyond_a_full_list_of_bad_ones_is_still_found(
    world: World, near: str | None, chosen: str
) -> None:
    world.archive.add_copy(PAGE, "20200101000000")
    world.archive.add_copy(PAGE, "20220101000000")
    for second in range(ROW_LIMIT):
        world.archive.add_copy(PAGE, f"20210101{second // 60:04}{second % 60:02}", 404)
        world.archive.add_copy(PAGE, f"20230101{second // 60:04}{second % 60:02}", 404)
    found = world.look_up(near=near)
    assert found.memento is not None
    assert found.memento.timestamp == chosen


def test_an_older_good_copy_is_found_last_when_none_is_younger(world: World) -> None:
    world.archive.add_copy(PAGE, "20200101000000")
    for second in range(ROW_LIMIT):
        world.archive.add_copy(PAGE, f"20210101{second // 60:04}{second % 60:02}", 404)
    found = world.look_up(near="2021-01-01")
    assert found.memento is not None
    assert found.memento.timestamp == "20200101000000"
    assert len(world.archive.requests) == 3


def test_a_further_question_that_fails_leaves_the_whole_lookup_failed(world: World) -> None:
    bad = ROW.replace(" 200 ", " 404 ")
    world.index_trouble(text("".join(f"{bad}{n}\n" for n in range(ROW_LIMIT))), times=1)
    world.index_trouble(server_error())
    assert world.look_up().state is LookupState.FAILED


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("https://news.example/a?b=1&c=%26d%2Fe+f", "https://news.example/a?b=1&c=%26d%2Fe+f"),
        ("https://news.example/a#part", "https://news.example/a"),
        ("https://news.example/straße", "https://news.example/stra%C3%9Fe"),
        ("https://bücher.example:8443/", "https://xn--bcher-kva.example:8443/"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://news.example/all/*", "https://news.example/all/%2A"),
    ],
)
def test_the_index_is_asked_about_exactly_this_page(world: World, source: str, asked: str) -> None:
    world.look_up(source)
    (request,) = world.archive.requests
    assert request.url == asked
    assert request.query["matchType"] == ["exact"]
    assert urlsplit(request.target).path == "/cdx/search/cdx"


@pytest.mark.parametrize("source", ["https://[::1/", "New York Times", f"https://{'ü' * 70}.example/"])
def test_a_source_that_no_archive_can_be_asked_about_costs_no_request(world: World, source: str) -> None:
    found = world.look_up(source)
    assert (found.state, found.stop) == (LookupState.FAILED, False)
    assert world.archive.requests == []


def test_a_redirect_inside_the_archive_is_followed(world: World) -> None:
    world.archive.add_copy(PAGE, "20210405060708")
    world.index_trouble(Reply(301, {"Location": f"/cdx/search/cdx?url={PAGE}"}), times=1)
    assert world.look_up().state is LookupState.CAPTURED


def test_a_cancelled_lookup_ends_at_once(world: World) -> None:
    world.index_trouble(silence())

    async def cancel(wayback: Wayback) -> None:
        task = asyncio.ensure_future(wayback.look_up(PAGE, None))
        async with asyncio.timeout(5):
            while not world.archive.requests:
                await asyncio.wait([task], timeout=0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    world.visit(cancel)
