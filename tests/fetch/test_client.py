from __future__ import annotations

import asyncio
import gc
import gzip
import hashlib
import zlib
from itertools import pairwise

import pytest

from tests.fetch.asking import Names, ask, ask_server, config, failure, fetcher, run
from tests.loopback.servers import Line, LoopbackServer, Request, Script, answer, redirect
from verifier.clock import SystemClock
from verifier.config import FetchConfig
from verifier.errors import ConfigError
from verifier.fetch.client import HttpFetcher
from verifier.model.observation import FailureKind, Hop
from verifier.model.source import parse_source

PAGE = b"<html><title>A page</title></html>"


def test_a_page_is_brought_with_its_facts() -> None:
    async def scene() -> None:
        headers = ("Content-Type: text/html", 'ETag: "1"', "X-Secret: no", "Server: " + "s" * 3000)
        async with LoopbackServer({"/a?b=1": answer(PAGE, headers=headers)}) as server:
            fetched = await ask_server(server, "/a?b=1#top")
            exchange = fetched.exchange
            assert fetched.body == PAGE
            assert exchange.failure is None
            assert exchange.url == server.url("/a?b=1#top")
            assert exchange.hops == (Hop(exchange.url, 200),)
            assert exchange.digest == hashlib.sha256(PAGE).hexdigest()
            assert (exchange.body_bytes, exchange.body_complete) == (len(PAGE), True)
            assert exchange.content_type == "text/html"
            assert set(exchange.headers) == {"content-type", "etag", "server"}
            assert len(exchange.headers["server"]) == 1000
            assert exchange.started_at.tzinfo is not None
            assert 0 < exchange.seconds < 5

    run(scene())


def test_the_whole_head_of_every_answer_is_brought() -> None:
    async def scene() -> None:
        sent = ("X-Odd: Gr\xf6\xdfe", "X-Twice: 1", "X-Twice: 2")
        pages: dict[str, bytes | Script] = {
            "/old": redirect("/new?a=1#part", status="301 Moved Permanently"),
            "/new?a=1": answer(PAGE, "404 Not There", headers=sent),
        }
        async with LoopbackServer(pages) as server:
            moved, page = (await ask_server(server, "/old")).heads
            assert (moved.url, moved.status, moved.reason) == (server.url("/old"), 301, b"Moved Permanently")
            assert (b"Location", b"/new?a=1#part") in moved.answered
            assert (page.url, page.status, page.reason) == (server.url("/new?a=1"), 404, b"Not There")
            odd = (b"X-Odd", b"Gr\xf6\xdfe")
            assert page.answered[:3] == (odd, (b"X-Twice", b"1"), (b"X-Twice", b"2"))
            assert b"Host" in dict(page.asked)
            assert dict(page.asked)[b"Accept-Encoding"] == b"gzip"

    run(scene())


def test_the_request_says_who_asks_and_promises_gzip_only() -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": answer()}) as server:
            await ask_server(server, user_agent="verifier/9", contact="mailto:me@example.org")
            (request,) = server.requests
            assert request.head.startswith(b"GET / HTTP/1.1\r\n")
            assert request.header("host") == f"site.example:{server.port}"
            assert request.header("user-agent") == "verifier/9 (+mailto:me@example.org)"
            assert request.header("accept-encoding") == "gzip"
            assert request.header("accept-language") == "en;q=0.9,*;q=0.5"
            assert (request.header("accept") or "").startswith("text/html")
            assert request.header("connection") == "close"
            assert request.header("cookie") is None

    run(scene())


def test_a_user_agent_that_cannot_be_sent_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="User-Agent"):
        HttpFetcher(FetchConfig(contact="a\r\nCookie: b"), SystemClock())


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden", "500 Oops", "999 Denied"])
def test_every_status_is_an_answer_and_its_body_is_read(status: str) -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": answer(PAGE, status)}) as server:
            fetched = await ask_server(server)
            assert fetched.exchange.status == int(status[:3])
            assert fetched.exchange.failure is None
            assert fetched.body == PAGE

    run(scene())


def test_an_answer_without_a_body_has_no_digest() -> None:
    async def scene() -> None:
        said = b"HTTP/1.1 204 No Content\r\n\r\nnot a body"
        async with LoopbackServer({"*": said, "/empty": answer()}) as server:
            for target in ("/", "/empty"):
                fetched = await ask_server(server, target)
                assert (fetched.body, fetched.exchange.digest) == (b"", None)
                assert fetched.exchange.failure is None

    run(scene())


def test_interim_answers_are_skipped() -> None:
    async def scene() -> None:
        early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 3
        async with LoopbackServer({"*": early + answer(PAGE)}) as server:
            assert (await ask_server(server)).body == PAGE

    run(scene())


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE) + b"left over"),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("identity", PAGE),
    ],
)
def test_packed_bodies_are_unpacked(coding: str, packed: bytes) -> None:
    async def scene() -> None:
        said = answer(packed, headers=(f"Content-Encoding: {coding}",))
        async with LoopbackServer({"*": said}) as server:
            fetched = await ask_server(server)
            assert fetched.body == PAGE
            assert fetched.exchange.digest == hashlib.sha256(PAGE).hexdigest()

    run(scene())


def test_chunked_bodies_and_bodies_that_end_with_the_connection_are_read() -> None:
    chunked = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nT: r\r\n\r\n"
    )

    async def old(request: Request, line: Line) -> None:
        await line.say(b"HTTP/1.0 200 OK\n\n" + PAGE)

    async def scene() -> None:
        async with LoopbackServer({"/chunked": chunked, "/old": old}) as server:
            assert (await ask_server(server, "/chunked")).body == b"hello!"
            assert (await ask_server(server, "/old")).body == PAGE

    run(scene())


def test_redirects_are_followed_and_every_hop_is_on_record() -> None:
    async def scene() -> None:
        plays = {
            "/a": redirect("/b/c?d", status="301 Moved"),
            "/b/c?d": redirect("../e", status="308 Permanent"),
            "/e": answer(PAGE),
        }
        async with LoopbackServer(dict(plays)) as server:
            exchange = (await ask_server(server, "/a")).exchange
            assert [(hop.url, hop.status) for hop in exchange.hops] == [
                (server.url("/a"), 301),
                (server.url("/b/c?d"), 308),
                (server.url("/e"), 200),
            ]
            assert all(before.location == after.url for before, after in pairwise(exchange.hops))
            assert exchange.final_url == server.url("/e")

    run(scene())


def test_a_redirect_to_another_host_is_resolved_anew() -> None:
    async def scene() -> None:
        names = Names()
        async with (
            LoopbackServer({"/": answer(PAGE)}) as there,
            LoopbackServer({"/": redirect(there.url("/", "other.example"))}) as here,
        ):
            fetched = await ask(config(here, there), here.url(), names)
            assert fetched.body == PAGE
            assert names.asked == ["site.example", "other.example"]

    run(scene())


def test_a_redirect_status_without_a_target_is_an_answer() -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": answer(PAGE, "302 Found")}) as server:
            fetched = await ask_server(server)
            assert (fetched.exchange.status, fetched.body) == (302, PAGE)

    run(scene())


def test_cookies_cross_a_hop_but_not_a_fetch() -> None:
    async def wall(request: Request, line: Line) -> None:
        passed = request.header("cookie") == "seen=1"
        await line.say(answer(PAGE) if passed else redirect("/", "Set-Cookie: seen=1; Path=/"))

    async def scene() -> None:
        async with LoopbackServer({"/": wall}) as server, fetcher(config(server)) as client:
            for _ in range(2):
                fetched = await client.fetch(parse_source(server.url()))
                assert fetched.body == PAGE
                assert [hop.status for hop in fetched.exchange.hops] == [302, 200]
            assert [request.header("cookie") for request in server.requests] == [None, "seen=1"] * 2

    run(scene())


def test_a_cookie_that_no_header_can_hold_costs_nothing() -> None:
    async def play(request: Request, line: Line) -> None:
        first = request.target == "/"
        await line.say(redirect("/ok", "Set-Cookie: city=K\u00f6ln") if first else answer(PAGE))

    async def scene() -> None:
        async with LoopbackServer({"*": play}) as server, fetcher(config(server)) as client:
            fetched = await client.fetch(parse_source(server.url("/")))
            assert (fetched.exchange.failure, fetched.body) == (None, PAGE)

    run(scene())


def test_cookies_are_not_carried_to_another_host_and_never_make_a_giant_header() -> None:
    async def scene() -> None:
        giant = tuple(f"Set-Cookie: c{i}={'x' * 200}" for i in range(200))
        plays = {
            "/": redirect("http://other.example:{port}/end", "Set-Cookie: secret=1"),
            "/giant": redirect("/end", *giant),
            "/end": answer(PAGE),
        }
        async with LoopbackServer() as server:
            port = str(server.port).encode()
            server.plays = {target: said.replace(b"{port}", port) for target, said in plays.items()}
            for target in ("/", "/giant"):
                assert (await ask_server(server, target)).body == PAGE
                assert server.requests[-1].header("cookie") is None

    run(scene())


def test_paths_outside_ascii_and_spaces_arrive_percent_encoded() -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": answer(PAGE)}) as server:
            fetched = await ask_server(server, "/Zürich und %20?q=naïve|100%&a=[1]")
            assert fetched.exchange.url == server.url("/Zürich und %20?q=naïve|100%&a=[1]")
            assert server.targets == ["/Z%C3%BCrich%20und%20%20?q=na%C3%AFve%7C100%25&a=%5B1%5D"]

    run(scene())


def test_a_redirect_target_in_raw_utf8_is_followed() -> None:
    async def scene() -> None:
        plays = {"/": redirect("/Zürich".encode().decode("latin-1")), "/Z%C3%BCrich": answer(PAGE)}
        async with LoopbackServer(dict(plays)) as server:
            fetched = await ask_server(server)
            assert fetched.body == PAGE
            assert fetched.exchange.final_url == server.url("/Zürich")

    run(scene())


def test_hosts_outside_ascii_are_asked_by_their_idna_name() -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": answer(PAGE)}) as server:
            names = Names()
            url = server.url("/", "bücher.example")
            fetched = await ask(config(server), url, names)
            assert fetched.exchange.url == url
            assert fetched.exchange.failure is None
            assert names.asked == ["xn--bcher-kva.example"]
            assert server.requests[0].header("host") == f"xn--bcher-kva.example:{server.port}"

    run(scene())


def test_a_host_that_idna_does_not_know_is_malformed() -> None:
    async def scene() -> None:
        for host in ("a\u2260b.example", "xn--a", "xn--a.example"):
            fetched = await ask(config(), f"http://{host}/")
            assert failure(fetched).kind is FailureKind.MALFORMED, host

    run(scene())


def test_a_body_is_cut_at_the_limit_and_is_no_failure() -> None:
    async def endless(request: Request, line: Line) -> None:
        await line.say(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await line.say(b"x" * 10_000)

    async def scene() -> None:
        async with LoopbackServer({"/": endless, "/fits": answer(b"x" * 50_000)}) as server:
            fetched = await ask_server(server, body_limit=50_000)
            assert fetched.exchange.failure is None
            assert (fetched.exchange.body_bytes, fetched.exchange.body_complete) == (50_000, False)
            fetched = await ask_server(server, "/fits", body_limit=50_000)
            assert (fetched.exchange.body_bytes, fetched.exchange.body_complete) == (50_000, True)

    run(scene())


def test_names_are_looked_up_once_for_a_fetcher() -> None:
    async def scene() -> None:
        names = Names()
        async with LoopbackServer({"*": answer()}) as server, fetcher(config(server), names) as client:
            source = parse_source(server.url())
            await asyncio.gather(*(client.fetch(source) for _ in range(20)))
            await client.fetch(source)
            assert names.asked == ["site.example"]

    run(scene())


def test_cancelling_closes_the_socket() -> None:
    async def scene() -> None:
        heard, gone = asyncio.Event(), asyncio.Event()

        async def silent(request: Request, line: Line) -> None:
            heard.set()
            await line.hear_out()
            gone.set()

        async with LoopbackServer({"*": silent}) as server, fetcher(config(server)) as client:
            task = asyncio.create_task(client.fetch(parse_source(server.url())))
            await heard.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await gone.wait()

    run(scene())
    gc.collect()  # an unclosed socket would warn here, and a warning fails the test
