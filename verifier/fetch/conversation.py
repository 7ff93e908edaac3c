"""One HTTP/1.1 request and its answer over one connection. No retries, no reuse, no opinion.

h11 writes the request and parses the head. The body is framed here: nothing after it is ever needed
(the connection is closed), so trailers are not read at all, and a flood of tiny chunks costs 1 µs a
chunk. Everything that a server can make long has a limit.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator

import h11

from verifier.fetch.chunks import ChunkDecoder
from verifier.fetch.dial import Connection
from verifier.fetch.failures import Failed
from verifier.model.observation import FailureKind

_READ = 64 * 1024
_HEAD_LIMIT = 64 * 1024
_LINE_LIMIT = 256
_INTERIM_LIMIT = 8

_BLANK_LINE = re.compile(rb"\n\r?\n")
_NOT_IN_HEAD = re.compile(rb"[\x00\x0b\x0c]|\r(?!\n)")
"""What no header may hold. h11 would say so too, but its pattern takes quadratic time over blanks
that one of these follows: 9 s for 60 kB."""


class Conversation:
    """Says one request (`send`), then hears its answer: first `head`, then `body`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._parser = h11.Connection(h11.CLIENT)
        self._buffer = bytearray()

    def send(self, request: h11.Request) -> None:
        """Send a request without a body."""
        self._connection.transport.write(self._parser.send(request) or b"")
        self._parser.send(h11.EndOfMessage())

    @property
    def heard_more(self) -> bool:
        """Whether bytes came that nobody asked for yet."""
        return bool(self._buffer)

    async def head(self) -> h11.Response:
        """The final head; at most eight interim ones (1xx) before it are skipped.

        Raises `Failed` (refused) where it is not HTTP, too large, or ends early.
        """
        for _ in range(_INTERIM_LIMIT + 1):
            event = self._parse_head(await self._head_bytes())
            if isinstance(event, h11.Response):
                return event
        raise Failed(FailureKind.REFUSED, "the server only sends interim answers (1xx)")

    async def _head_bytes(self) -> bytes:
        searched = 0
        while (end := _BLANK_LINE.search(self._buffer, searched)) is None:
            searched = max(0, len(self._buffer) - 2)
            if len(self._buffer) > _HEAD_LIMIT:
                raise Failed(FailureKind.REFUSED, "the answer's headers are too large")
            await self._hear_head()
        head = bytes(self._buffer[: end.end()])
        del self._buffer[: end.end()]
        return head

    async def _hear_head(self) -> None:
        data = await self._connection.reader.read(_READ)
        if not data:
            early = "in the middle of its headers" if self._buffer else "without an answer"
            raise Failed(FailureKind.REFUSED, f"the server closed the connection {early}")
        self._buffer += data
        if not b"HTTP/".startswith(bytes(self._buffer[:5])):
            raise Failed(FailureKind.REFUSED, "the answer is not HTTP")

    def _parse_head(self, head: bytes) -> h11.Response | h11.InformationalResponse:
        if head.count(b"\n") > _LINE_LIMIT:
            raise Failed(FailureKind.REFUSED, "the answer has too many headers")
        if _NOT_IN_HEAD.search(head):
            raise _not_valid_http()
        self._parser.receive_data(head)
        try:
            event = self._parser.next_event()
        except h11.RemoteProtocolError as error:
            raise _not_valid_http() from error
        if not isinstance(event, h11.Response | h11.InformationalResponse):
            raise _not_valid_http()
        return event

    def body(self, head: h11.Response) -> AsyncGenerator[bytes, None]:
        """The body as sent (content codings untouched), piece by piece.

        Raises `Failed` (refused) where it ends early or its framing is broken.
        """
        headers = dict(head.headers)
        if head.status_code in (204, 304):
            return self._counted(0)
        if b"transfer-encoding" in headers:
            return self._chunked()
        if b"content-length" in headers:
            return self._counted(int(headers[b"content-length"]))
        return self._until_close()

    async def _counted(self, length: int) -> AsyncGenerator[bytes, None]:
        while length > 0:
            data = (await self._hear())[:length]
            if not data:
                raise _ended_early()
            length -= len(data)
            yield data

    async def _chunked(self) -> AsyncGenerator[bytes, None]:
        decoder = ChunkDecoder()
        while not decoder.done:
            data = await self._hear()
            if not data:
                raise _ended_early()
            if piece := decoder.feed(data):
                yield piece

    async def _until_close(self) -> AsyncGenerator[bytes, None]:
        while data := await self._hear():
            yield data

    async def _hear(self) -> bytes:
        if self._buffer:
            data = bytes(self._buffer)
            self._buffer.clear()
            return data
        return await self._connection.reader.read(_READ)


def _ended_early() -> Failed:
    return Failed(FailureKind.REFUSED, "the body ended early")


def _not_valid_http() -> Failed:
    return Failed(FailureKind.REFUSED, "the answer is not valid HTTP")
