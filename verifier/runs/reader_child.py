"""The child process of `runs.reader`: bytes in, facts out, with bounds on what it may use.

Speaks frames on its standard streams: a length of `LENGTH` bytes, then that many bytes. The first frame
says that it is there. A question is two frames, `[content type, URL, quotations]` as JSON and the body; an
answer is one, the page as JSON. Ends when its standard input does.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

from verifier.extract.page import read_page
from verifier.store.codec import encode

LENGTH = 4
"""Bytes of a frame's length, most significant first."""
CPU_SECONDS = 2.0
"""Processor time for one page; 4 MiB of ordinary markup take 0.3 s (design: trust)."""
OUT_OF_MEMORY = 77
"""Exit code of a child whose page needed more than it may have."""
DEFECT = "!"
"""What an answer begins with that is no page but an exception: no JSON does."""
_MEMORY = 600 * 1024**2
"""Address space in bytes (design: trust)."""


def main() -> None:
    """Answer until the parent closes the pipe."""
    # A signal to the whole process group asks the parent to stop; it closes our standard input in time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    _say(stdout, b"ready")
    while (head := _frame(stdin)) is not None and (body := _frame(stdin)) is not None:
        # What the timer sends ends this process: SIGPROF has no handler.
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        answer = _answer(head, body)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _say(stdout, answer)


def _answer(head: bytes, body: bytes) -> bytes:
    content_type, url, quotations = json.loads(head)
    try:
        said = encode(read_page(body, content_type, url, quotations))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - a defect on one page must not cost the others
        said = f"{DEFECT}{type(error).__name__}: {error}"[:500]
    return said.encode("utf-8", "surrogatepass")


def _say(stream: BinaryIO, answer: bytes) -> None:
    stream.write(len(answer).to_bytes(LENGTH) + answer)
    stream.flush()


def _frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None where the stream ended."""
    length = stream.read(LENGTH)
    if len(length) < LENGTH:
        return None
    size = int.from_bytes(length)
    content = stream.read(size)
    return content if len(content) == size else None
