"""How the tests of this folder ask a loopback server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from tests.loopback.servers import LoopbackServer
from verifier.clock import SystemClock
from verifier.config import FetchConfig
from verifier.fetch.client import HttpFetcher
from verifier.fetch.interface import Fetched
from verifier.fetch.robots import Respects
from verifier.model.observation import Failure
from verifier.model.source import parse_source

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """On a loop of its own."""
    return asyncio.run(coroutine)


class Names:
    """A resolver that knows `*.example` as 127.0.0.1, what it is told, and nothing else."""

    def __init__(self, known: dict[str, list[str]] | None = None) -> None:
        self.known = known or {}
        self.asked: list[str] = []

    def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        if host in self.known:
            return self.known[host]
        if host.rstrip(".").endswith(".example"):
            return ["127.0.0.1"]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def config(*servers: LoopbackServer, **changes: Any) -> FetchConfig:
    """127.0.0.1 and the servers' ports opened, nothing else."""
    opened = {
        "deadline": 5.0,
        "allow_addresses": ("127.0.0.1/32",),
        "allow_ports": (80, 443, *(server.port for server in servers)),
    }
    return FetchConfig.model_validate(opened | changes)


@asynccontextmanager
async def fetcher(
    settings: FetchConfig, names: Names | None = None, respects: Respects | None = None
) -> AsyncIterator[HttpFetcher]:
    """Open, and closed at the end."""
    client = HttpFetcher(settings, SystemClock(), respects=respects, lookup=names or Names())
    try:
        yield client
    finally:
        await client.close()


async def ask(settings: FetchConfig, url: str, names: Names | None = None) -> Fetched:
    """One fetch with a fetcher of its own."""
    async with fetcher(settings, names) as client:
        return await client.fetch(parse_source(url))


async def ask_server(server: LoopbackServer, target: str = "/", **changes: Any) -> Fetched:
    """One fetch of one page of `server`."""
    return await ask(config(server, **changes), server.url(target))


def failure(fetched: Fetched) -> Failure:
    """The failure that there has to be."""
    assert fetched.exchange.failure is not None, fetched.exchange
    return fetched.exchange.failure
