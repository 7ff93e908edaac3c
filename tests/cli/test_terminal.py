from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from verifier.cli.terminal import plain


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
