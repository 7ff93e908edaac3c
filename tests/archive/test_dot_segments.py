"""What stands in a citation never makes another request of the archive than the one that is meant."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.archive.world import WaitingClock, World
from verifier.archive.address import wire_url
from verifier.archive.exchange import Answer, NoAnswer, Request
from verifier.archive.wire import HostClient
from verifier.config import ArchiveConfig, FetchConfig
from verifier.demo.archive import StandInArchive
from verifier.judge.cited_copy import cited_copy
from verifier.model.address import without_dot_segments
from verifier.model.memento import Lookup, Memento, ReplayState

AT = "20240507120000"


@pytest.fixture
def world() -> Iterator[World]:
    clock = WaitingClock()
    with StandInArchive(clock=clock) as archive:
        yield World(archive, clock)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://a.example/b/c", "https://a.example/b/c"),
        ("https://a.example/b/../c/./d", "https://a.example/c/d"),
        ("https://a.example/b/..", "https://a.example/"),
        ("https://a.example/b/c/..", "https://a.example/b/"),
        ("https://a.example/b/.", "https://a.example/b/"),
        ("https://a.example/../../../c", "https://a.example/c"),
        ("https://a.example/b/%2e%2E/.%2e/c", "https://a.example/c"),
        ("https://a.example/b//../c", "https://a.example/b/c"),
        ("https://a.example/b?q=/../../c", "https://a.example/b?q=/../../c"),
        ("https://a.example/.../..c/d..", "https://a.example/.../..c/d.."),
        ("https://a.example/%252e%252e/c", "https://a.example/%252e%252e/c"),
        ("https://a.example:8080/x/../c?d", "https://a.example:8080/c?d"),
    ],
)
def test_a_page_is_asked_about_by_the_address_that_its_own_site_would_be_asked_for(
    written: str, asked: str
) -> None:
    assert without_dot_segments(written) == asked
    assert wire_url(written) == asked


@pytest.mark.parametrize("up", ["../", "%2e%2e/", ".%2E/"])
@pytest.mark.parametrize("levels", range(1, 9))
def test_a_cited_copy_never_becomes_an_order_to_save_something(world: World, levels: int, up: str) -> None:
    written = f"https://web.archive.org/web/{AT}/https://x.example.com/a/{up * levels}save/https://v.example/"
    copy = cited_copy(written)
    assert copy is not None

    async def load(original: str | None) -> ReplayState:
        async with world.client() as client:
            memento = client.cited(copy) if original is None else Memento(AT, original, "")
            assert memento is not None
            return (await client.load(memento)).state

    listed = f"https://x.example.com/a/{up * levels}save/https://v.example/"
    for original in (None, listed):
        assert asyncio.run(load(original)) is ReplayState.ABSENT
    assert {request.target for request in world.archive.requests} == {
        f"/web/{AT}id_/https://x.example.com/save/https://v.example/"
    }


def test_the_index_is_asked_about_the_page_that_is_meant(world: World) -> None:
    async def look_up() -> Lookup:
        async with world.client() as client:
            return await client.look_up("https://x.example.com/a/../../../b", None)

    asyncio.run(look_up())
    (request,) = world.archive.requests
    assert parse_qs(urlsplit(request.target).query)["url"] == ["https://x.example.com/b"]


@pytest.mark.parametrize(
    "path",
    [
        "/web/x/../../save/y",
        "/web/%2e%2e/save/y",
        "/web/..",
        "web/x",
        "@evil.example/",
        "/web/\0",
        ".evil.example/x",
    ],
)
@pytest.mark.parametrize("below", ["", "/wb"])
def test_what_would_lead_elsewhere_is_not_asked_at_all(world: World, path: str, below: str) -> None:
    answer = asyncio.run(ask(world, path, below))
    assert isinstance(answer, NoAnswer)
    assert (answer.sent, answer.pause) == (False, None)
    assert "not asked for" in answer.detail
    assert world.archive.requests == []


@pytest.mark.parametrize(
    "path",
    [
        "/web/x?",
        "/web/x?a=/../b",
        '/web/https://x.example/a|b [c] {d}"e',
        "/web/https://x.example/100%",
        "/web/https://x.example/ü%C3%BC%2f?q=ü%",
        "/web/x#../..",
    ],
)
def test_whatever_else_stands_in_an_address_is_asked_for(world: World, path: str) -> None:
    assert isinstance(asyncio.run(ask(world, path, "")), Answer)


async def ask(world: World, path: str, below: str) -> Answer | NoAnswer:
    config = ArchiveConfig().model_copy(update={"base": world.archive.base + below})
    client = HostClient(config, FetchConfig())
    try:
        return await client.ask(Request("GET", path))
    finally:
        await client.close()


def test_what_is_not_asked_for_says_nothing_about_the_archive(world: World) -> None:
    """Addresses of a corpus must not make the archive look silent."""

    async def visit() -> list[bool]:
        async with world.client() as client:
            memento = Memento("../20240507120000", "https://x.example.com/", "")
            return [(await client.load(memento)).stop for _ in range(9)]

    assert asyncio.run(visit()) == [False] * 9
    assert world.archive.requests == []
