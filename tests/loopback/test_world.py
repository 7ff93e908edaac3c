from __future__ import annotations

import ssl
import urllib.error
import urllib.request

import pytest

from verifier.demo.world import Answer, ProxyWorld, World

PAGES = {
    "https://site.example/a": Answer(headers={"X-Made": "here"}, body=b"page a"),
    "https://site.example/a?q=1": Answer(body=b"page a, asked"),
    "http://site.example/": Answer(410, body=b"gone"),
    "https://under_score.example/": Answer(body=b"odd name"),
    "https://site.example/web/20240101/https://other.example/": Answer(body=b"a URL in the path"),
}


def get(proxy: ProxyWorld, url: str) -> tuple[int, bytes]:
    """By a client that is not ours."""
    context = ssl.create_default_context(cafile=proxy.ca_file)
    through = urllib.request.ProxyHandler({"http": proxy.url, "https": proxy.url})
    opener = urllib.request.build_opener(through, urllib.request.HTTPSHandler(context=context))
    try:
        with opener.open(url, timeout=5) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_a_world_answers_each_url_by_its_page() -> None:
    with ProxyWorld(World(PAGES)) as proxy:
        assert get(proxy, "https://site.example/a") == (200, b"page a")
        assert get(proxy, "https://site.example/a?q=1") == (200, b"page a, asked")
        assert get(proxy, "https://site.example/a?q=2") == (200, b"page a")
        assert get(proxy, "http://site.example/") == (410, b"gone")
        assert get(proxy, "https://site.example/nothing")[0] == 404
        assert get(proxy, "https://under_score.example/") == (200, b"odd name")
        nested = "https://site.example/web/20240101/https://other.example/"
        assert get(proxy, nested) == (200, b"a URL in the path")
        assert [asked.url for asked in proxy.asked][:2] == [
            "https://site.example/a",
            "https://site.example/a?q=1",
        ]
        assert proxy.asked[0].headers["host"] == "site.example"


def test_an_unknown_host_cannot_be_reached() -> None:
    with ProxyWorld(World(PAGES)) as proxy:
        assert get(proxy, "http://nowhere.example/")[0] == 502
        with pytest.raises(urllib.error.URLError, match="502"):
            get(proxy, "https://nowhere.example/")


def test_any_handler_can_be_the_world_and_reaches_every_host() -> None:
    with ProxyWorld(lambda method, url, headers: Answer(body=f"{method} {url}".encode())) as proxy:
        for url in ("http://a.example/x?y", "https://b.example/%20", "https://c.example:8443/"):
            assert get(proxy, url) == (200, f"GET {url}".encode())


def test_a_world_ends_although_somebody_waits_for_an_answer() -> None:
    with ProxyWorld(lambda *_: Answer(delay=3600)) as proxy:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy.url}))
        with pytest.raises(TimeoutError):
            opener.open("http://slow.example/", timeout=0.1)
