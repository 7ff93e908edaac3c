"""Proxies on loopback: the whole world behind one, and one that says what it is told to."""

from __future__ import annotations

from tests.loopback.servers import Line, LoopbackServer, Request
from verifier.demo.world import Answer, Asked, ProxyWorld, World

__all__ = ["Answer", "Asked", "ProxyWorld", "World", "dead_proxy", "proxy_url", "stubborn_proxy"]


async def dead_proxy() -> str:
    """The address of a proxy that is down."""
    async with LoopbackServer() as server:
        return proxy_url(server)


def stubborn_proxy(said: bytes) -> LoopbackServer:
    """A proxy that says the same to every request and tunnel, then closes."""

    async def say(request: Request, line: Line) -> None:
        await line.say(said)

    return LoopbackServer({"*": say})


def proxy_url(server: LoopbackServer) -> str:
    """What `fetch.proxy` is set to."""
    return f"http://127.0.0.1:{server.port}"
