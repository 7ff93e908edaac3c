"""Asking for a page only if it changed, over real sockets."""

from __future__ import annotations

from tests.fetch.asking import config, failure, fetcher, run
from tests.loopback.servers import Line, LoopbackServer, Request, answer, redirect
from verifier.fetch.interface import Fetched
from verifier.model.observation import FailureKind, Validators
from verifier.model.source import parse_source

TAG, DATE = '"abc"', "Sun, 01 Feb 2026 10:00:00 GMT"


class Site:
    """Redirects / to /page, which honours conditions."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None, str | None]] = []

    async def play(self, request: Request, line: Line) -> None:
        conditions = request.header("if-none-match"), request.header("if-modified-since")
        self.heard.append((request.target, *conditions))
        if request.target == "/":
            await line.say(redirect("/page"))
        elif request.target == "/never-conditional" or TAG in conditions:
            await line.say(
                b"HTTP/1.1 304 Not Modified\r\nContent-Encoding: br\r\nETag: " + TAG.encode() + b"\r\n\r\n"
            )
        else:
            await line.say(answer(b"<title>A page</title>", headers=(f"ETag: {TAG}",)))


def ask_if_changed(site: Site, target: str, etag: str = "", modified: str = "", at: str = "/page") -> Fetched:
    async def scene() -> Fetched:
        async with LoopbackServer({"*": site.play}) as server, fetcher(config(server)) as client:
            known = Validators(server.url(at), etag, modified)
            return await client.fetch(parse_source(server.url(target)), known)

    return run(scene())


def test_an_unchanged_page_comes_without_a_body() -> None:
    fetched = ask_if_changed(Site(), "/page", TAG)

    assert (fetched.exchange.failure, fetched.body) == (None, b"")
    assert fetched.exchange.unchanged
    assert fetched.exchange.status == 200
    assert [hop.status for hop in fetched.exchange.hops] == [304]


def test_a_changed_page_comes_whole() -> None:
    fetched = ask_if_changed(Site(), "/page", '"older"', DATE)

    assert fetched.body == b"<title>A page</title>"
    assert not fetched.exchange.unchanged


def test_only_the_url_that_gave_the_validators_hears_of_them() -> None:
    site = Site()
    fetched = ask_if_changed(site, "/", TAG, DATE)

    assert [hop.status for hop in fetched.exchange.hops] == [302, 304]
    assert site.heard == [("/", None, None), ("/page", TAG, DATE)]


def test_what_no_header_may_hold_is_not_sent() -> None:
    site = Site()
    ask_if_changed(site, "/page", "a\r\nHost: other", "März")

    assert site.heard == [("/page", None, None)]


def test_an_unchanged_page_that_nobody_knew_is_no_answer() -> None:
    fetched = ask_if_changed(Site(), "/never-conditional", TAG)

    assert failure(fetched).kind is FailureKind.REFUSED
    assert "304" in failure(fetched).detail
