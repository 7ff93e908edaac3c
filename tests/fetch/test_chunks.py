from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.fetch.chunks import ChunkDecoder
from verifier.fetch.failures import Failed

CHUNKS = st.lists(st.binary(min_size=1, max_size=40), max_size=8)
EXTENSIONS = st.sampled_from([b"", b" ", b";x=y", b" \t;a"])
LINE_ENDS = st.sampled_from([b"\r\n", b"\n"])


def framed(chunks: list[bytes], extension: bytes, end: bytes) -> bytes:
    pieces = [f"{len(chunk):X}".encode() + extension + end + chunk + end for chunk in chunks]
    return b"".join(pieces) + b"0" + end


@given(CHUNKS, EXTENSIONS, LINE_ENDS, st.integers(1, 12), st.binary(max_size=20))
def test_a_body_comes_out_however_it_was_cut(
    chunks: list[bytes], extension: bytes, end: bytes, step: int, trailing: bytes
) -> None:
    wire = framed(chunks, extension, end) + trailing
    decoder = ChunkDecoder()
    body = b""
    for start in range(0, len(wire), step):
        if not decoder.done:
            body += decoder.feed(wire[start : start + step])
    assert body == b"".join(chunks)
    assert decoder.done


@given(st.binary(max_size=200))
def test_garbage_raises_nothing_but_its_own_failure(wire: bytes) -> None:
    with contextlib.suppress(Failed):
        ChunkDecoder().feed(wire)


@pytest.mark.parametrize(
    "wire",
    [b"\r\n", b"-1\r\n", b"0x5\r\nhello", b"5 hello\r\n", b"1\r\nab\r\n", b"F" * 17 + b"\r\n", b"1" * 2000],
)
def test_broken_framing_is_refused(wire: bytes) -> None:
    with pytest.raises(Failed):
        ChunkDecoder().feed(wire)


def test_a_chunk_that_claims_to_be_gigantic_takes_no_memory_ahead() -> None:
    assert ChunkDecoder().feed(b"FFFFFFFFFFFFFFFF\r\nabc") == b"abc"
