from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

from hypothesis import given
from hypothesis import strategies as st

from verifier.cli.terminal import LenientOutput, PlainFormatter, plain


@given(st.text(max_size=60))
def test_no_text_breaks_the_line_or_acts_on_the_terminal(text: str) -> None:
    shown = plain(text)

    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in shown)


def test_what_was_there_stays_visible() -> None:
    assert plain("a\nb\tc\r\x1b[31m\x9b") == "a␊b␉c␍␛[31m\ufffd"
    assert plain("x\u202egpj\u2066") == "x\ufffdgpj\ufffd"
    assert plain("  indented “ü” 😀") == "  indented “ü” 😀"


def test_an_output_that_knows_only_ascii_gets_escapes() -> None:
    program = "from verifier.cli.terminal import plain; print(plain('“ü” \\ud800'))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "\\u201c\\xfc\\u201d \\ufffd\n"


def test_a_log_line_is_one_line_whatever_a_library_puts_into_it() -> None:
    record = logging.LogRecord("httpx", logging.WARNING, "", 0, "bad header %r", ("\x1b[2J",), None)
    record.msg = "bad header\n::error::%s"

    assert PlainFormatter("%(name)s: %(message)s").format(record) == "httpx: bad header␊::error::␛[2J"


def test_output_that_nobody_takes_is_dropped_and_the_reason_kept() -> None:
    reader, writer = os.pipe()
    output = LenientOutput(writer)
    assert (output.write(b"heard"), output.failure) == (5, None)
    os.close(reader)
    assert (output.write(b"unheard"), output.write(b"unheard")) == (7, 7)
    os.close(writer)

    assert isinstance(output.failure, BrokenPipeError)


def test_output_waits_for_a_slow_reader_of_a_pipe_that_does_not_block() -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    output, heard = LenientOutput(writer), bytearray()

    def read() -> None:
        while part := os.read(reader, 4096):
            heard.extend(part)

    listener = threading.Thread(target=read)
    content = memoryview(bytes(1_000_000))
    listener.start()
    while content:
        content = content[output.write(content) :]
    os.close(writer)
    listener.join()
    os.close(reader)

    assert (len(heard), output.failure) == (1_000_000, None)
