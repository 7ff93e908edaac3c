"""Bodies in the coding in which an archive keeps them, unpacked up to a limit.

An archive's index and Save Page Now send what was asked for, which is no coding at all; a copy comes as its
site sent it once.
"""

from __future__ import annotations

import zlib

_ANY_HEADER = 47
"""zlib's `wbits` for "gzip or zlib, as the data says"."""


class CannotUnpack(Exception):
    """Why a body cannot be read."""


class Unpacker:
    """Takes a body chunk by chunk."""

    def __init__(self, coding: str, limit: int) -> None:
        """`coding` is the value of Content-Encoding, `limit` counts unpacked bytes. Raises CannotUnpack for
        a coding other than gzip and deflate."""
        coding = coding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise CannotUnpack(f"a body in the coding {coding[:20]!r}, which was not asked for")
        self._inflate = None if coding in ("", "identity") else zlib.decompressobj(_ANY_HEADER)
        self._limit = limit
        self.body = bytearray()
        self._begun = False
        self.full = False
        """Whether there is more than the limit allows."""

    def add(self, chunk: bytes) -> bool:
        """Take a chunk; whether more is wanted. Raises CannotUnpack for a broken body."""
        self._begun = True
        room = self._limit - len(self.body)
        if self._inflate is not None:
            try:
                chunk = self._inflate.decompress(chunk, room + 1)
            except zlib.error as error:
                raise CannotUnpack(f"a compressed body that cannot be read ({error})") from None
        self.body += chunk[:room]
        self.full = len(chunk) > room
        return not self.full

    def end(self) -> None:
        """No further chunk comes. Raises CannotUnpack where one should; nothing at all is an empty body."""
        if self._inflate is not None and self._begun and not (self.full or self._inflate.eof):
            raise CannotUnpack("a compressed body that ends too early")
