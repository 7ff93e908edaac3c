"""The chunked transfer coding (RFC 9112 section 7.1), taken apart piece by piece. Pure."""

from __future__ import annotations

import re

from verifier.fetch.failures import Failed
from verifier.model.observation import FailureKind

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;|\Z)")
_LINE_LIMIT = 1024
_CHUNK_LIMIT = 100_000


class ChunkDecoder:
    """Feed it what arrives; it gives the body without the framing. Trailers are left unread."""

    def __init__(self) -> None:
        self.done = False
        """True after the last chunk: whatever follows is not part of the body."""
        self._buffer = bytearray()
        self._left = 0
        """Bytes of the present chunk that are still to come."""
        self._line_end_due = False
        """Whether the line end that closes a chunk has to come next."""
        self._chunks = 0

    def feed(self, data: bytes) -> bytes:
        """The body bytes in `data`; the same in total however the body is cut into pieces.

        Raises `Failed` (refused) where the framing is broken, or made of more than 100,000 chunks.
        """
        self._buffer += data
        pieces: list[bytes] = []
        position = 0
        while not self.done:
            ahead = self._step(position, pieces)
            if ahead == position:
                break
            position = ahead
        del self._buffer[:position]
        return b"".join(pieces)

    def _step(self, position: int, pieces: list[bytes]) -> int:
        if self._left:
            piece = bytes(self._buffer[position : position + self._left])
            self._left -= len(piece)
            pieces.append(piece)
            return position + len(piece)
        end = self._buffer.find(b"\n", position, position + _LINE_LIMIT)
        if end < 0:
            if len(self._buffer) - position >= _LINE_LIMIT:
                raise _broken()
            return position
        self._take_line(bytes(self._buffer[position:end]).rstrip(b"\r"))
        return end + 1

    def _take_line(self, line: bytes) -> None:
        if self._line_end_due:
            if line:
                raise _broken()
            self._line_end_due = False
            return
        size = _SIZE.match(line)
        self._chunks += 1
        if size is None or self._chunks > _CHUNK_LIMIT:
            raise _broken()
        self._left = int(size[1], 16)
        self.done = self._left == 0
        self._line_end_due = True


def _broken() -> Failed:
    return Failed(FailureKind.REFUSED, "the body's chunks are broken")
