"""A body read with a bound: raw bytes in, decoded bytes out, never more than the limit in memory.

httpx's own decoders inflate a whole network read at once: an 809-byte brotli body took 2 GB (design:
trust). Here zlib is told how much it may give. Only gzip is advertised; deflate is understood because
some servers send it anyway; everything else, and stacked codings, is refused.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

import httpx

from verifier.fetch.failures import Failed
from verifier.model.observation import FailureKind


@dataclass(frozen=True, slots=True)
class Body:
    """The decoded bytes of one answer."""

    content: bytes
    complete: bool
    """False where the body was cut at the limit."""
    digest: str | None
    """SHA-256 of `content`, hexadecimal; None where it is empty."""


async def read_body(response: httpx.Response, limit: int) -> Body:
    """Read at most `limit` decoded (and as many raw) bytes.

    Raises `Failed`: unsupported for a coding that we do not read or that the bytes belie, refused where
    the body ends early; and whatever the transport raises. The caller closes the response.
    """
    unpack: _Plain | _Inflater | None = None
    pieces: list[bytes] = []
    digest = hashlib.sha256()
    left, raw_left = limit, limit
    async for raw in response.aiter_raw():
        # Not before: what has no body (304) may still name a coding.
        unpack = unpack or _unpacker(response.headers.get_list("content-encoding", split_commas=True))
        piece = unpack.feed(raw, left + 1)
        cut = len(piece) > left or len(raw) > raw_left
        left, raw_left = left - len(piece), raw_left - len(raw)
        pieces.append(piece[:left] if left < 0 else piece)
        digest.update(pieces[-1])
        if cut:
            return _body(pieces, digest.hexdigest(), complete=False)
        if unpack.ended:
            break
    if unpack is not None:
        unpack.finish()
    return _body(pieces, digest.hexdigest(), complete=True)


def _body(pieces: list[bytes], digest: str, *, complete: bool) -> Body:
    content = b"".join(pieces)
    return Body(content, complete, digest if content else None)


class _Plain:
    """No coding."""

    ended = False

    def feed(self, raw: bytes, most: int) -> bytes:
        return raw[:most]

    def finish(self) -> None:
        """Nothing can be missing."""


class _Inflater:
    """gzip (RFC 1952) or deflate (RFC 9110 section 8.4.1.2), with or without its zlib wrapper.

    What follows the compressed stream is ignored, as browsers do.
    """

    def __init__(self, window_bits: int) -> None:
        self._window_bits = window_bits
        self._zlib: zlib._Decompress | None = None

    @property
    def ended(self) -> bool:
        return self._zlib is not None and self._zlib.eof

    def feed(self, raw: bytes, most: int) -> bytes:
        try:
            if self._zlib is None:
                self._zlib = self._begin(raw)
            return self._zlib.decompress(raw, most)
        except zlib.error as error:
            detail = "the body is not in the content coding that the headers announce"
            raise Failed(FailureKind.UNSUPPORTED, detail) from error

    def _begin(self, raw: bytes) -> zlib._Decompress:
        # A zlib wrapper starts with a low nibble of 8; without one it is the bare stream.
        bare = self._window_bits == zlib.MAX_WBITS and raw[0] & 0x0F != 8
        return zlib.decompressobj(-zlib.MAX_WBITS if bare else self._window_bits)

    def finish(self) -> None:
        if self._zlib is not None and not self._zlib.eof:
            raise Failed(FailureKind.REFUSED, "the body ended early")


_WINDOW_BITS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


def _unpacker(codings: list[str]) -> _Plain | _Inflater:
    named = [name for coding in codings if (name := coding.strip().lower()) not in ("", "identity")]
    if not named:
        return _Plain()
    if len(named) > 1:
        raise Failed(FailureKind.UNSUPPORTED, "the body comes in several content codings")
    if named[0] not in _WINDOW_BITS:
        name = named[0] if named[0] in ("br", "zstd", "compress") else "an unknown one"
        detail = f"the body comes in a content coding that was not asked for ({name})"
        raise Failed(FailureKind.UNSUPPORTED, detail)
    return _Inflater(_WINDOW_BITS[named[0]])
