"""The loopback web. A process of its own, so that its processor time is not counted.

`python -m bench.fetch.web DATA PORT (latency|no-latency) [CERTIFICATE KEY]` says "ready" when it is.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
import ssl
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.fetch.pages import Page, load_pages
from bench.fetch.targets import DEAD_NETWORK
from verifier.clock import SystemClock

PORT = 18_080
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nNot found"


class Server(asyncio.Protocol):
    """HTTP/1.1 with keep-alive for those who want it: one precomputed answer a page, after its latency."""

    def __init__(self, pages: Sequence[Page], clock: SystemClock, *, latency: bool) -> None:
        self._pages = pages
        self._clock = clock
        self._latency = latency
        self._heard = b""
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Reset the connection where the host is a dead one."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        sock = transport.get_extra_info("socket")
        if sock.getsockname()[0].startswith(DEAD_NETWORK):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Answer a request when it is whole."""
        self._heard += data
        if b"\r\n\r\n" in self._heard:
            head, _, self._heard = self._heard.partition(b"\r\n\r\n")
            self._task = asyncio.ensure_future(self._answer(head))

    async def _answer(self, head: bytes) -> None:
        target = head.split(b" ", 2)[1]
        if self._latency:
            await self._clock.sleep(latency_of(target))
        page = self._pages[int(target.split(b"/", 2)[1]) % len(self._pages)]
        answer = page.unchanged if b": " + page.etag in head else page.answer
        self._transport.write(answer if target.endswith(b"/story") else _NOT_FOUND)
        if b"connection: close" in head.lower():
            self._transport.close()


def latency_of(target: bytes) -> float:
    """Seconds until a page answers: 50 to 300 ms, the same in every run."""
    return 0.05 + 0.25 * int.from_bytes(hashlib.sha256(target).digest()[:2]) / 65_536


MEAN_LATENCY = 0.175


@contextmanager
def loopback_web(data: Path, *, latency: bool, certificate: Sequence[str] = ()) -> Iterator[None]:
    """Run the web in a process of its own."""
    word = "latency" if latency else "no-latency"
    command = [sys.executable, "-m", "bench.fetch.web", str(data), str(PORT), word, *certificate]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            if process.stdout.readline() != "ready\n":
                raise SystemExit("the loopback web does not start")
            yield
        finally:
            process.kill()


async def serve(data: Path, port: int, *, latency: bool, tls: ssl.SSLContext | None) -> None:
    """Serve until the process is stopped."""
    pages = load_pages(data)
    clock = SystemClock()
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(pages, clock, latency=latency),
        "0.0.0.0",  # the whole of 127.0.0.0/8
        port,
        backlog=4096,
        ssl=tls,
    )
    print("ready", flush=True)
    await server.serve_forever()


def main() -> None:
    """See the module's docstring."""
    data, port, latency, *certificate = sys.argv[1:]
    tls = None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*certificate)
    asyncio.run(serve(Path(data), int(port), latency=latency == "latency", tls=tls))


if __name__ == "__main__":
    main()
