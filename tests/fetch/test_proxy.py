from __future__ import annotations

import asyncio
import gc

import pytest

from tests.fetch.asking import Names, ask, config, failure, fetcher, run
from tests.loopback.proxy import Answer, ProxyWorld, World, dead_proxy, proxy_url, stubborn_proxy
from verifier.clock import SystemClock
from verifier.config import FetchConfig
from verifier.errors import ConfigError
from verifier.fetch.client import HttpFetcher
from verifier.fetch.interface import Fetched
from verifier.model.observation import Failure, FailureKind
from verifier.model.source import parse_source

PAGES = {
    "http://site.example/a b": Answer(301, {"Location": "https://site.example/b?c#d"}),
    "https://site.example/b": Answer(body=b"page"),
    "https://xn--bcher-kva.example/": Answer(body="Bücher".encode()),
    "http://site.example/inside": Answer(302, {"Location": "http://127.0.0.1/"}),
}


def through(proxy: ProxyWorld, **changes: object) -> FetchConfig:
    """Only the proxy, with the default ports and no opened network."""
    return FetchConfig.model_validate(
        {"proxy": proxy.url, "ca_file": proxy.ca_file, "deadline": 5.0} | changes
    )


def test_http_and_https_go_through_the_proxy_and_nothing_is_resolved_here() -> None:
    async def scene(proxy: ProxyWorld) -> None:
        names = Names()
        fetched = await ask(through(proxy), "http://site.example/a b", names)
        assert fetched.body == b"page"
        assert [hop.status for hop in fetched.exchange.hops] == [301, 200]
        fetched = await ask(through(proxy), "https://bücher.example/", names)
        assert fetched.body == "Bücher".encode()
        assert names.asked == []
        assert [asked.url for asked in proxy.asked] == [
            "http://site.example/a%20b",
            "https://site.example/b?c",
            "https://xn--bcher-kva.example/",
        ]
        assert proxy.asked[1].headers["host"] == "site.example"

    world = {url.replace("a b", "a%20b"): page for url, page in PAGES.items()}
    with ProxyWorld(World(world)) as proxy:
        run(scene(proxy))


def test_the_environment_names_no_proxy() -> None:
    """What the environment says is not read: there is no code that could."""

    async def scene(proxy: ProxyWorld) -> Fetched:
        return await ask(config(), "http://nowhere.invalid/")

    with ProxyWorld(World(PAGES)) as proxy:
        assert failure(run(scene(proxy))).kind is FailureKind.DNS
        assert proxy.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "https://0x7f.1/",
        "http://[::1]/",
        "http://site.example/inside",
        "http://localhost/",
        "https://metadata.google.internal./",
        "https://printer/",
        "http://site.example:0/",
    ],
)
def test_hosts_written_as_private_addresses_do_not_reach_the_proxy(url: str) -> None:
    with ProxyWorld(World(PAGES)) as proxy:
        assert failure(run(ask(through(proxy), url))).kind is FailureKind.FORBIDDEN_ADDRESS
        assert all("127." not in asked.url for asked in proxy.asked)


def test_odd_ports_are_forbidden_behind_a_proxy_too() -> None:
    with ProxyWorld(World(PAGES)) as proxy:
        failed = failure(run(ask(through(proxy), "http://site.example:22/")))
        assert failed.kind is FailureKind.FORBIDDEN_ADDRESS


def test_a_certificate_behind_the_proxy_is_checked() -> None:
    with ProxyWorld(World(PAGES)) as proxy:
        failed = failure(run(ask(through(proxy, ca_file=""), "https://site.example/b")))
        assert failed.kind is FailureKind.TLS
        assert "unknown authority" in failed.detail


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_down_is_our_trouble(scheme: str) -> None:
    async def scene() -> Fetched:
        return await ask(config(proxy=await dead_proxy()), f"{scheme}://site.example/")

    failed = failure(run(scene()))
    assert (failed.kind, failed.mine) == (FailureKind.REFUSED, True)
    assert failed.detail.startswith("the proxy 127.0.0.1:")
    assert failed.detail.endswith("cannot be reached: connection refused")


def test_a_proxy_whose_name_does_not_exist_is_our_trouble() -> None:
    failed = failure(run(ask(config(proxy="http://proxy.invalid:3128"), "http://site.example/")))
    assert (failed.kind, failed.mine) == (FailureKind.REFUSED, True)


def tunnel_failure(said: bytes) -> Failure:
    async def scene() -> Fetched:
        async with stubborn_proxy(said) as server:
            return await ask(config(proxy=proxy_url(server)), "https://site.example/")

    return failure(run(scene()))


@pytest.mark.parametrize(
    ("said", "detail", "mine"),
    [
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "(it answered 502)", False),
        (b"HTTP/1.1 503 Unavailable\r\n\r\n", "(it answered 503)", False),
        (b"HTTP/1.1 504 Gateway Timeout\r\n\r\n", "(it answered 504)", False),
        (b"HTTP/1.1 407 Who are you\r\n\r\n", "(it answered 407)", True),
        (b"HTTP/1.1 403 No\r\n\r\n", "(it answered 403)", True),
        (b"", "closed the connection without an answer", True),
        (b"SSH-2.0-x\r\n", "not HTTP", True),
        (b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\nforged", "before the tunnel's handshake", True),
        (b"HTTP/1.1 200 OK\r\n\r\n", "connection", False),
    ],
)
def test_a_tunnel_that_does_not_open_is_refused(said: bytes, detail: str, mine: bool) -> None:
    failed = tunnel_failure(said)
    assert (failed.kind, failed.mine) == (FailureKind.REFUSED, mine)
    assert detail in failed.detail


def test_a_page_that_drips_through_a_tunnel_times_out_and_leaves_no_socket() -> None:
    async def scene(proxy: ProxyWorld) -> Fetched:
        return await ask(through(proxy, deadline=0.3), "https://slow.example/")

    with ProxyWorld(lambda *_: Answer(delay=60)) as proxy:
        failed = failure(run(scene(proxy)))
    gc.collect()
    assert (failed.kind, failed.detail) == (FailureKind.TIMEOUT, "no answer within 0.3 s")


def test_many_pages_at_once_come_through_the_proxy_unmixed() -> None:
    async def scene(proxy: ProxyWorld) -> None:
        async with fetcher(through(proxy)) as client:
            urls = [f"{scheme}://h{i}.example/{i}" for i in range(40) for scheme in ("http", "https")]
            fetched = await asyncio.gather(*(client.fetch(parse_source(url)) for url in urls))
            assert [one.body.decode() for one in fetched] == urls

    with ProxyWorld(lambda _method, url, _headers: Answer(body=url.encode())) as proxy:
        run(scene(proxy))


@pytest.mark.parametrize(
    "proxy",
    ["127.0.0.1:3128", "https://127.0.0.1:1", "http://", "http://a:b@c:1", "http://[::1", "socks5://a:1"],
)
def test_a_proxy_that_cannot_be_used_is_a_configuration_error(proxy: str) -> None:
    with pytest.raises(ConfigError, match=r"fetch\.proxy") as caught:
        HttpFetcher(FetchConfig().model_copy(update={"proxy": proxy}), SystemClock())
    assert "http://host:port" in caught.value.hint
