"""A raw HTTP server on loopback that says exactly the bytes it is told to, well-formed or not."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent, as it came over the wire."""

    head: bytes

    @property
    def target(self) -> str:
        return self.head.split(b" ", 2)[1].decode("latin-1")

    def header(self, name: str) -> str | None:
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """The server's end of one connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def hear_out(self) -> None:
        """Wait until the client is gone."""
        with contextlib.suppress(OSError):
            while await self.reader.read(65536):
                pass

    def reset(self) -> None:
        """Close with a reset instead of an end."""
        self.writer.transport.abort()


Script = Callable[[Request, Line], Awaitable[None]]
Play = bytes | Script
"""Bytes are said, then the connection is closed; a script does what it likes before that."""


@dataclass
class LoopbackServer:
    """An asynchronous context manager. `plays` are looked up by request target, then "*"."""

    plays: dict[str, Play] = field(default_factory=dict)
    context: ssl.SSLContext | None = None
    greeting: bytes = b""
    """Said before any request is read."""
    hangs_up: bool = False
    """Every connection is closed before anything is read or said."""
    address: str = "127.0.0.1"
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    _visits: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._visited, self.address, 0, ssl=self.context, limit=1 << 20
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)

    def url(self, target: str = "/", host: str = "site.example") -> str:
        scheme = "https" if self.context else "http"
        return f"{scheme}://{host}:{self.port}{target}"

    @property
    def targets(self) -> list[str]:
        return [request.target for request in self.requests]

    def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        visit = asyncio.ensure_future(self._visit(Line(reader, writer)))
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)

    async def _visit(self, line: Line) -> None:
        if self.hangs_up:
            line.reset()
            return
        try:
            with contextlib.suppress(OSError, EOFError, asyncio.LimitOverrunError):
                await line.say(self.greeting)
                request = Request(await line.reader.readuntil(b"\r\n\r\n"))
                self.requests.append(request)
                await self._play(request, line)
        finally:
            line.writer.close()

    async def _play(self, request: Request, line: Line) -> None:
        play = self.plays.get(request.target) or self.plays["*"]
        if isinstance(play, bytes):
            await line.say(play)
            await line.hear_out()
        else:
            await play(request, line)


def answer(body: bytes = b"", status: str = "200 OK", headers: tuple[str, ...] = ()) -> bytes:
    """A well-formed answer with its length."""
    lines = (f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(lines).encode("latin-1") + body


def redirect(location: str, *headers: str, status: str = "302 Found") -> bytes:
    """A redirect without a body."""
    return answer(b"", status, (f"Location: {location}", *headers))
