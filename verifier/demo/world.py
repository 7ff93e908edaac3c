"""A small web behind a forward proxy on loopback: every host, http and https, nothing leaves the machine.

`World` says what each page answers; `ProxyWorld` serves it (or any other handler) on a thread of its
own, to whatever is told to use it as its proxy and to trust its `ca_file`:

    with ProxyWorld(World({"https://site.example/a": Answer(body=b"<title>A</title>")})) as proxy:
        FetchConfig(proxy=proxy.url, ca_file=proxy.ca_file)

A CONNECT is answered here too: the tunnel ends in this process, with a certificate made for the host
that the client names (SNI). Certificates and keys live as long as the world and nowhere else.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from verifier.clock import Clock, SystemClock
from verifier.demo.authority import Authority

_HEAD_LIMIT = 256 * 1024
_REASONS = {status.value: status.phrase for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one page says. `Content-Length` is added."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0
    """Seconds until the answer starts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that reached the world."""

    method: str
    url: str
    """Absolute, as it came over the wire: path and query are not decoded."""
    headers: Mapping[str, str]
    """Names in lower case."""


Handler = Callable[[str, str, Mapping[str, str]], Answer]
"""From method, absolute URL and headers (names in lower case) to the answer. Called on the world's
thread, one call at a time: it must not block."""


class World:
    """Pages by URL; 404 for unknown paths of a known host, and unknown hosts cannot be reached."""

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        """`pages` are keyed by absolute URL; a key without a query answers for every query."""
        self._pages = {_key(url): answer for url, answer in pages.items()}
        self._hosts = {host for _, host, _ in self._pages}

    def __call__(self, method: str, url: str, headers: Mapping[str, str]) -> Answer:
        """The answer of the page at `url`: the key of a `Handler`."""
        scheme, host, path = _key(url)
        if host not in self._hosts:
            return Answer(502, body=b"no such host")
        bare = (scheme, host, path.partition("?")[0])
        return self._pages.get((scheme, host, path)) or self._pages.get(bare) or Answer(404)

    def reaches(self, host: str) -> bool:
        """Whether there is such a host."""
        return host in self._hosts


def _key(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return parts.scheme, parts.hostname or "", (parts.path or "/") + query


class ProxyWorld:
    """A context manager: a forward proxy on loopback that answers for every host itself."""

    def __init__(
        self,
        handler: Handler,
        *,
        reaches: Callable[[str], bool] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """`reaches(host)` says whether a tunnel to `host` opens (502 if not). Without it a `World`
        decides itself and any other handler reaches everything."""
        self._handler = handler
        own = handler.reaches if isinstance(handler, World) else lambda _: True
        self._reaches = reaches or own
        self._clock = clock or SystemClock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._directory = tempfile.TemporaryDirectory(prefix="world-")
        self._authority = Authority()
        self.asked: list[Asked] = []
        """Every request so far, tunnels (CONNECT) not counted."""
        self.url = ""
        """Address of the proxy ("http://127.0.0.1:34567")."""
        self.ca_file = str(Path(self._directory.name) / "ca.pem")
        """PEM file of the authority that signs every certificate of the world."""

    def __enter__(self) -> Self:
        self._authority.write(self.ca_file)
        self._thread.start()
        self._ready.wait()
        if self._loop is None:
            raise RuntimeError("the world could not listen on loopback")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._directory.cleanup()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        visits: set[asyncio.Task[None]] = set()

        def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            visit = asyncio.ensure_future(self._visit(reader, writer))
            visits.add(visit)
            visit.add_done_callback(visits.discard)

        server = await asyncio.start_server(visited, "127.0.0.1", 0, limit=_HEAD_LIMIT, backlog=1024)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await self._stopping.wait()
        server.close()
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        expected = (OSError, EOFError, ValueError, asyncio.LimitOverrunError)
        try:
            with contextlib.suppress(*expected):
                await self._talk(reader, writer)
            writer.close()
        except BaseException:
            writer.transport.abort()
            raise

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        site = ""
        while True:
            method, target, headers = await _read_request(reader)
            if method == "CONNECT":
                if not self._reaches(target.rpartition(":")[0]):
                    writer.write(_written(Answer(502), last=True))
                    return
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await writer.start_tls(self._authority.context)
                site = f"https://{target.removesuffix(':443')}"
                continue
            origin = site or f"http://{headers.get('host', '')}"
            url = origin + target if target.startswith("/") else target
            last = headers.get("connection", "").lower() == "close"
            writer.write(_written(await self._answer(method, url, headers), last=last))
            await writer.drain()
            if last:
                return

    async def _answer(self, method: str, url: str, headers: Mapping[str, str]) -> Answer:
        self.asked.append(Asked(method, url, headers))
        answer = self._handler(method, url, headers)
        if answer.delay:
            await self._clock.sleep(answer.delay)
        return answer


async def _read_request(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    request_line, *lines = head[:-4].split("\r\n")
    method, target, _ = request_line.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    await reader.readexactly(int(headers.get("content-length", "0")))
    return method, target, headers


def _written(answer: Answer, *, last: bool) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, 'Unknown')}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    lines += [f"Content-Length: {len(answer.body)}", f"Connection: {'close' if last else 'keep-alive'}"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + answer.body
