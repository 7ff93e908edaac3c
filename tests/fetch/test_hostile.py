"""Servers that lie, drip, flood or fall silent: every case ends, in time, under the right word."""

from __future__ import annotations

import asyncio
import gzip
import time
import tracemalloc
import zlib
from typing import Any

import pytest

from tests.fetch.asking import ask, ask_server, config, failure, fetcher, run
from tests.loopback.plays import reset_at_once, silence
from tests.loopback.servers import Line, LoopbackServer, Play, Request, answer, redirect
from verifier.clock import SystemClock
from verifier.fetch.interface import Fetched
from verifier.model.observation import FailureKind
from verifier.model.source import parse_source

PAGE = b"<title>A page</title>" * 50
OK = b"HTTP/1.1 200 OK\r\n"
DEADLINE = 0.3


def outcome(play: Play, **changes: Any) -> Fetched:
    async def scene() -> Fetched:
        async with LoopbackServer({"*": play}) as server:
            return await ask_server(server, **changes)

    return run(scene())


async def headers_then_silence(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-Length: 10000000000000\r\n\r\nabc")
    await line.hear_out()


async def drip(line: Line, drop: bytes) -> None:
    while not line.reader.at_eof():
        await line.say(drop)
        await SystemClock().sleep(0.02)


async def dripping_body(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-Length: 100000\r\n\r\n")
    await drip(line, b"x")


async def dripping_headers(request: Request, line: Line) -> None:
    await line.say(OK)
    await drip(line, b"X-More: 1\r\n")


@pytest.mark.parametrize("play", [silence, headers_then_silence, dripping_body, dripping_headers])
def test_what_does_not_end_is_a_timeout_in_time(play: Play) -> None:
    begun = time.perf_counter()
    fetched = outcome(play, deadline=DEADLINE)
    assert failure(fetched).kind is FailureKind.TIMEOUT
    assert time.perf_counter() - begun < DEADLINE + 1
    answered = play in (headers_then_silence, dripping_body)
    assert fetched.exchange.status == (200 if answered else None)
    assert failure(fetched).detail == f"{'the body did not end' if answered else 'no answer'} within 0.3 s"


async def dripping_redirect(request: Request, line: Line) -> None:
    if request.target == "/end":
        await line.say(answer(PAGE))
        return
    await line.say(b"HTTP/1.1 302 Found\r\nLocation: /end\r\n\r\n")
    await drip(line, b"x")


def test_the_body_of_a_redirect_is_not_read() -> None:
    assert outcome(dripping_redirect).body == PAGE


async def reset_in_body(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-Length: 100000\r\n\r\nabc")
    line.reset()


async def end_in_body(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-Length: 10\r\n\r\nabc")


async def end_in_chunk(request: Request, line: Line) -> None:
    await line.say(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc")


async def end_in_headers(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-Le")


async def end_at_once(request: Request, line: Line) -> None:
    """Says nothing."""


async def truncated_gzip(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:-9])


@pytest.mark.parametrize(
    ("play", "detail"),
    [
        (reset_at_once, "connection"),
        (reset_in_body, "ended early"),
        (end_in_body, "the body ended early"),
        (end_in_chunk, "the body ended early"),
        (end_in_headers, "closed the connection in the middle of its headers"),
        (end_at_once, "closed the connection without an answer"),
        (truncated_gzip, "the body ended early"),
    ],
)
def test_what_ends_early_is_refused_and_never_ok(play: Play, detail: str) -> None:
    fetched = outcome(play)
    assert failure(fetched).kind is FailureKind.REFUSED
    assert detail in failure(fetched).detail
    assert (fetched.body, fetched.exchange.digest) == (b"", None)


BLANKS = b" " * 60_000


@pytest.mark.parametrize(
    "said",
    [
        b"<html>HTTP/0.9 has no status line</html>",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"220 mail.example ESMTP\r\n",
        b"ICY 200 OK\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 099 OK\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        OK + b"No colon here\r\n\r\n",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nabc",
        OK + b"Content-Length: -1\r\n\r\nabc",
        OK + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\nabc",
        OK + b"Transfer-Encoding: gzip\r\n\r\nabc",
        OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 5_000,
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 100_001,
        OK + b"X: a\x00b\r\n\r\n",
        OK + b"X:" + BLANKS + b"\x00\r\n\r\n",
        OK + b"X:" + BLANKS + b"\x0b\r\n\r\n",
        OK + b"X:" + BLANKS + b"\r.\r\n\r\n",
        OK + b"X: 1\r\n" * 100_000 + b"\r\n",
        OK + b"X: 1\r\n" * 1_000 + b"\r\n",
        OK + b"X: " + b"x" * 10_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000,
        b"\r\n\r\n",
    ],
    ids=lambda said: repr(said[-40:]) if isinstance(said, bytes) else None,
)
def test_what_is_not_http_is_refused_fast(said: bytes) -> None:
    begun = time.perf_counter()
    fetched = outcome(said)
    assert failure(fetched).kind is FailureKind.REFUSED
    assert "unexpected" not in failure(fetched).detail
    assert time.perf_counter() - begun < 3


def test_a_banner_that_comes_unasked_is_refused() -> None:
    async def scene() -> Fetched:
        async with LoopbackServer({"*": silence}, greeting=b"SSH-2.0-OpenSSH_9.2\r\n") as server:
            return await ask_server(server)

    assert failure(run(scene())).detail == "the answer is not HTTP"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", b"\x8b\x03\x80hello\x03"),
        ("zstd", b"\x28\xb5\x2f\xfd"),
        ("gzip, gzip", gzip.compress(gzip.compress(PAGE))),
        (", ".join(["gzip"] * 1_000), gzip.compress(PAGE)),
        ("rot13\x1b[31m", PAGE),
        ("gzip", PAGE),
        ("deflate", b"\x08 not deflate"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_a_coding_that_we_do_not_read_is_unsupported(coding: str, body: bytes) -> None:
    fetched = outcome(answer(body, headers=(f"Content-Encoding: {coding}",)))
    assert failure(fetched).kind is FailureKind.UNSUPPORTED
    assert failure(fetched).detail.isprintable()
    assert fetched.body == b""


def test_two_content_encoding_headers_are_stacked_codings() -> None:
    headers = ("Content-Encoding: gzip", "Content-Encoding: gzip")
    assert failure(outcome(answer(b"x", headers=headers))).kind is FailureKind.UNSUPPORTED


def bomb() -> bytes:
    """200 MB of zeros in 200 kB."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()


def test_a_gzip_bomb_is_cut_and_its_memory_is_bounded() -> None:
    said = answer(bomb(), headers=("Content-Encoding: gzip",))
    tracemalloc.start()
    try:
        fetched = outcome(said, body_limit=1 << 20)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert fetched.exchange.failure is None
    assert (len(fetched.body), fetched.exchange.body_complete) == (1 << 20, False)
    assert peak < 16 << 20


async def gzip_of_nothing(request: Request, line: Line) -> None:
    packer = zlib.compressobj(wbits=31)
    await line.say(OK + b"Content-Encoding: gzip\r\n\r\n" + packer.compress(b"x"))
    await line.say(packer.flush(zlib.Z_SYNC_FLUSH))
    while not line.reader.at_eof():
        await line.say(b"\x00\x00\x00\xff\xff" * 1_000)  # empty stored blocks


def test_a_gzip_stream_that_never_gives_anything_is_cut_too() -> None:
    fetched = outcome(gzip_of_nothing, body_limit=100_000)
    assert (fetched.body, fetched.exchange.body_complete) == (b"x", False)


def test_a_second_answer_on_the_same_connection_forges_nothing() -> None:
    forged = answer(b"forged")

    async def poison(request: Request, line: Line) -> None:
        await line.say((answer(b"true") + forged) if request.target == "/1" else answer(b"also true"))
        await line.hear_out()

    async def scene() -> None:
        async with LoopbackServer({"*": poison}) as server, fetcher(config(server)) as client:
            bodies = [(await client.fetch(parse_source(server.url(f"/{i}")))).body for i in (1, 2)]
            assert bodies == [b"true", b"also true"]
            assert server.connections == 2

    run(scene())


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("file:///etc/passwd", FailureKind.UNSUPPORTED),
        ("javascript:alert(1)", FailureKind.UNSUPPORTED),
        ("ftp://site.example/", FailureKind.UNSUPPORTED),
        ("http://user:secret@site.example/", FailureKind.MALFORMED),
        ("http://site.example\\@127.0.0.1/", FailureKind.MALFORMED),
        ("http://[::1/", FailureKind.MALFORMED),
        ("http://a..b/", FailureKind.MALFORMED),
        ("http://site.example:99999/", FailureKind.MALFORMED),
        ("http://.example/", FailureKind.MALFORMED),
        ("", FailureKind.MALFORMED),
        ("/" + "x" * 10_000, FailureKind.MALFORMED),
    ],
)
def test_a_redirect_to_what_cannot_be_asked_is_not_followed(location: str, kind: FailureKind) -> None:
    fetched = outcome(redirect(location))
    assert failure(fetched).kind is kind
    assert fetched.exchange.status == 302
    assert "secret" not in failure(fetched).detail


def test_conflicting_redirect_targets_are_refused_and_equal_ones_are_not() -> None:
    async def scene() -> None:
        plays: dict[str, Play] = {
            "/two": redirect("/end", "Location: /other"),
            "/same": redirect("/end", "Location: /end"),
            "/end": answer(PAGE),
        }
        async with LoopbackServer(plays) as server:
            assert failure(await ask_server(server, "/two")).kind is FailureKind.MALFORMED
            assert (await ask_server(server, "/same")).body == PAGE

    run(scene())


async def ping_pong(request: Request, line: Line) -> None:
    await line.say(redirect("/pong" if request.target == "/ping" else "/ping"))


async def staircase(request: Request, line: Line) -> None:
    step = int(request.target[1:] or 0)
    await line.say(redirect(f"/{step + 1}") if step < 10 else answer(PAGE))


async def growing(request: Request, line: Line) -> None:
    await line.say(redirect(request.target.rstrip("/") + "/more"))


@pytest.mark.parametrize(
    ("play", "requests"), [(redirect("/"), 1), (ping_pong, 3), (staircase, 10), (growing, 10)]
)
def test_redirects_that_do_not_arrive_are_too_many(play: Play, requests: int) -> None:
    fetched = outcome(play)
    assert failure(fetched).kind is FailureKind.TOO_MANY_REDIRECTS
    assert len(fetched.exchange.hops) == requests


def test_ten_hops_are_not_too_many() -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": staircase}) as server:
            fetched = await ask_server(server, "/1")
            assert (len(fetched.exchange.hops), fetched.body) == (10, PAGE)

    run(scene())


def test_five_hundred_cookies_cross_no_fetch() -> None:
    async def scene() -> None:
        cookies = tuple(f"Set-Cookie: c{i}=1" for i in range(200))
        async with LoopbackServer({"*": answer(PAGE, headers=cookies)}) as server:
            async with fetcher(config(server)) as client:
                for _ in range(2):
                    assert (await client.fetch(parse_source(server.url()))).body == PAGE
            assert [request.header("cookie") for request in server.requests] == [None, None]

    run(scene())


def test_a_host_where_nobody_listens_is_refused_there() -> None:
    async def scene() -> None:
        async with LoopbackServer() as server:
            settings, url = config(server), server.url()
        fetched = await ask(settings, url)
        assert failure(fetched).kind is FailureKind.REFUSED
        assert failure(fetched).detail == "connection refused"
        assert not failure(fetched).mine

    run(scene())


def test_a_name_that_does_not_exist_is_theirs() -> None:
    fetched = run(ask(config(), "http://nowhere.invalid/"))
    assert failure(fetched).kind is FailureKind.DNS
    assert "NXDOMAIN" in failure(fetched).detail
    assert not failure(fetched).mine


def test_a_flood_beside_it_does_not_spoil_a_good_page() -> None:
    async def flood(request: Request, line: Line) -> None:
        await line.say(OK + b"Transfer-Encoding: chunked\r\n\r\n")
        while not line.reader.at_eof():
            await line.say(b"1\r\na\r\n" * 5_000)

    async def scene() -> None:
        async with (
            LoopbackServer({"/flood": flood, "/good": answer(PAGE)}) as server,
            fetcher(config(server)) as client,
        ):
            targets = ["/flood", "/good"] * 4
            fetches = (client.fetch(parse_source(server.url(target))) for target in targets)
            fetched = await asyncio.gather(*fetches)
            assert all(one.exchange.failure for one in fetched[::2])
            assert [one.body for one in fetched[1::2]] == [PAGE] * 4

    run(scene())
