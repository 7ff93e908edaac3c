from __future__ import annotations

import asyncio

import pytest

from tests.fetch.asking import ask_server, config, failure, fetcher, run
from tests.loopback.servers import Line, LoopbackServer, Play, Request, answer, redirect
from verifier.config import Config, FetchConfig, HostConfig
from verifier.fetch.robots import CRAWL_DELAY_LIMIT, parse_robots
from verifier.model.observation import FailureKind
from verifier.model.source import parse_source

RULES = answer(b"User-agent: verifier\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n")
PAGE = answer(b"page")


def served(plays: dict[str, Play], *targets: str, **changes: str) -> tuple[list[bytes], list[str]]:
    """The bodies of `targets` asked at once by one fetcher, and what the server was asked for."""

    async def scene() -> tuple[list[bytes], list[str]]:
        async with LoopbackServer(plays) as server:
            async with fetcher(config(server, **({"robots": "respect"} | changes))) as client:
                sources = [parse_source(server.url(target)) for target in targets]
                fetched = await asyncio.gather(*(client.fetch(source) for source in sources))
            return [one.body for one in fetched], server.targets

    return run(scene())


def test_a_forbidden_page_is_not_asked_for() -> None:
    async def scene() -> None:
        async with LoopbackServer({"/robots.txt": RULES, "*": PAGE}) as server:
            failed = failure(await ask_server(server, "/private/a", robots="respect"))
            assert failed.kind is FailureKind.UNSUPPORTED
            assert failed.detail == "robots.txt does not allow us to ask for this page"
            assert server.targets == ["/robots.txt"]

    run(scene())


def test_robots_txt_is_asked_once_for_all_pages_of_a_site() -> None:
    plays: dict[str, Play] = {"/robots.txt": RULES, "*": PAGE}
    bodies, asked = served(plays, "/a", "/b", "/private")
    assert bodies == [b"page", b"page", b""]
    assert sorted(asked) == ["/a", "/b", "/robots.txt"]


def test_robots_txt_is_not_asked_unless_it_is_to_be_respected() -> None:
    bodies, asked = served({"/robots.txt": RULES, "*": PAGE}, "/private", robots="ignore")
    assert (bodies, asked) == ([b"page"], ["/private"])


async def hang_up(request: Request, line: Line) -> None:
    line.reset()


@pytest.mark.parametrize(
    "robots",
    [
        answer(status="404 Not Found"),
        answer(b"User-agent: *\nDisallow: /", status="403 Forbidden"),
        answer(b"User-agent: *\nDisallow: /", status="503 Unavailable"),
        answer(b"\xff\xfe\x00 no rules at all"),
        hang_up,
    ],
)
def test_a_robots_txt_that_says_nothing_forbids_nothing(robots: Play) -> None:
    assert served({"/robots.txt": robots, "*": PAGE}, "/a")[0] == [b"page"]


def test_a_robots_txt_behind_a_redirect_counts() -> None:
    plays: dict[str, Play] = {"/robots.txt": redirect("/rules"), "/rules": RULES, "*": PAGE}
    assert served(plays, "/private", "/a")[0] == [b"", b"page"]


def test_a_redirect_into_a_forbidden_page_is_not_followed() -> None:
    plays: dict[str, Play] = {"/robots.txt": RULES, "/a": redirect("/private"), "*": PAGE}
    bodies, asked = served(plays, "/a")
    assert bodies == [b""]
    assert "/private" not in asked


def test_a_gigantic_robots_txt_is_read_up_to_500_kib() -> None:
    rules = b"User-agent: *\nDisallow: /early\n" + b"# filler\n" * 60_000 + b"Disallow: /late\n"
    bodies, _ = served({"/robots.txt": answer(rules), "*": PAGE}, "/early", "/late")
    assert bodies == [b"", b"page"]


@pytest.mark.parametrize("delay", ["²", "9" * 5_000, "-1", "1e9"])
def test_a_crawl_delay_without_sense_breaks_nothing(delay: str) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {delay}\n".encode()).can_fetch("verifier", "/a")


@pytest.mark.parametrize(("delay", "seconds"), [("1" + "0" * 400, CRAWL_DELAY_LIMIT), ("7", 7.0), ("x", 0.0)])
def test_a_crawl_delay_of_any_size_is_one_that_can_be_waited(delay: str, seconds: float) -> None:
    async def scene() -> None:
        pages: dict[str, Play] = {
            "/robots.txt": answer(f"User-agent: *\nCrawl-delay: {delay}\n".encode()),
            "*": PAGE,
        }
        async with LoopbackServer(pages) as server, fetcher(config(server, robots="respect")) as client:
            fetched = await client.fetch(parse_source(server.url("/page")))
            assert fetched.crawl_delay == seconds

    run(scene())


def test_the_first_override_that_covers_a_host_and_sets_it_counts() -> None:
    hosts = (
        HostConfig(match="a.example", interval=2.0),
        HostConfig(match="*.example", robots="respect"),
        HostConfig(match="a.example", robots="ignore"),
    )
    respects = Config(host=hosts).respects_robots
    assert respects("a.example")
    assert respects("example")
    assert not respects("site.test")
    assert Config(fetch=FetchConfig(robots="respect")).respects_robots("site.test")


def test_an_override_decides_for_its_host_only() -> None:
    async def scene() -> None:
        async with (
            LoopbackServer({"/robots.txt": RULES, "*": PAGE}) as server,
            fetcher(config(server), respects=lambda host: host == "kept.example") as client,
        ):
            for host, body in (("kept.example", b""), ("other.example", b"page")):
                fetched = await client.fetch(parse_source(server.url("/private", host)))
                assert fetched.body == body

    run(scene())
