"""The guard at connect: whatever a URL, a redirect or a resolver says, no forbidden host hears of us."""

from __future__ import annotations

import socket

import pytest

from tests.fetch.asking import Names, ask, ask_server, config, failure, run
from tests.loopback.servers import LoopbackServer, Play, answer, redirect
from verifier.fetch.interface import Fetched
from verifier.fetch.resolver import system_lookup
from verifier.model.observation import FailureKind
from verifier.model.source import parse_source

LOOPBACK = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "0x7f.0.0.1",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "0177.1",
    "017700000001",
    "2130706433",
    "127.8.8.8",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "１２７.０.０.１",
    "①②⑦.0.0.1",
    "127。0。0。1",
]


@pytest.mark.parametrize("host", LOOPBACK)
def test_every_spelling_of_loopback_is_forbidden_and_never_connected(host: str) -> None:
    async def scene() -> tuple[Fetched, int]:
        async with LoopbackServer({"*": answer(b"secret")}) as server:
            fetched = await ask_server(server, allow_addresses=())
            assert failure(fetched).kind is FailureKind.FORBIDDEN_ADDRESS
            names = Names({"localhost": ["127.0.0.1"]})
            fetched = await ask(config(server, allow_addresses=()), server.url("/", host), names)
            return fetched, server.connections

    fetched, connections = run(scene())
    assert failure(fetched).kind is FailureKind.FORBIDDEN_ADDRESS
    assert (fetched.body, connections) == (b"", 0)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "metadata.internal", "rebound.example"])
def test_names_of_private_addresses_are_forbidden(host: str) -> None:
    known = {
        "localhost": ["::1", "127.0.0.1"],
        "localhost.": ["127.0.0.1"],
        "metadata.internal": ["169.254.169.254"],
        "rebound.example": ["::ffff:127.0.0.1", "10.0.0.1"],
    }

    async def scene() -> None:
        async with LoopbackServer({"*": answer()}) as server:
            settings = config(server, allow_addresses=())
            fetched = await ask(settings, server.url("/", host), Names(known))
            assert failure(fetched).kind is FailureKind.FORBIDDEN_ADDRESS
            assert server.connections == 0

    run(scene())


def test_of_mixed_records_only_the_allowed_ones_are_dialled() -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": answer(b"good")}) as good:
            names = Names({"mixed.example": ["127.0.0.2", "10.0.0.1", "::1", "127.0.0.1"]})
            fetched = await ask(config(good), good.url("/", "mixed.example"), names)
            assert fetched.body == b"good"

    run(scene())


def test_an_address_that_refuses_leaves_the_next_one_its_chance() -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": answer(b"good")}) as server:
            names = Names({"two.example": ["127.0.0.2", "127.0.0.1"]})
            settings = config(server, allow_addresses=("127.0.0.0/30",))
            assert (await ask(settings, server.url("/", "two.example"), names)).body == b"good"

    run(scene())


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/",
        "http://10.0.0.1/",
        "http://0x7f000002/",
        "http://[::1]/",
        "http://private.example/",
    ],
)
def test_a_redirect_to_a_private_address_is_forbidden(target: str) -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": redirect(target)}) as server:
            names = Names({"private.example": ["192.168.0.1"]})
            fetched = await ask(config(server), server.url(), names)
            assert failure(fetched).kind is FailureKind.FORBIDDEN_ADDRESS
            assert fetched.exchange.status == 302

    run(scene())


def test_odd_ports_are_forbidden_in_citations_and_in_redirects() -> None:
    async def scene() -> None:
        async with LoopbackServer({"*": answer()}) as odd:
            plays: dict[str, Play] = {"*": redirect(odd.url())}
            async with LoopbackServer(plays) as server:
                for url in (odd.url(), server.url()):
                    fetched = await ask(config(server), url)
                    assert failure(fetched).kind is FailureKind.FORBIDDEN_ADDRESS
                    assert f"port {odd.port}" in failure(fetched).detail
                assert odd.connections == 0

    run(scene())


def test_the_system_resolver_reads_numbers_as_the_guard_expects() -> None:
    assert system_lookup("0x7f.1") == ["127.0.0.1"]
    assert system_lookup("127.0.0.1") == ["127.0.0.1"]
    with pytest.raises(socket.gaierror):
        system_lookup("a" * 64 + ".example")


def test_no_citation_can_carry_a_user_name_or_a_scope() -> None:
    for url in ("http://user@127.0.0.1/", "http://[fe80::1%25eth0]/", "http://127.0.0.1\\@site.example/"):
        with pytest.raises(ValueError, match="URL"):
            parse_source(url)
