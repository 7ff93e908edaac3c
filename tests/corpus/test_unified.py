"""The diff that is shown is one that git can apply, and applying it gives the patched bytes."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from verifier.corpus.unified import unified_diff


def test_lines_that_come_and_go_are_marked() -> None:
    before, after = b"a\nold\nb\n", b"a\nnew\nmore\nb\n"

    assert unified_diff("x/y.md", before, after) == (
        "--- a/x/y.md\n+++ b/x/y.md\n@@ -1,3 +1,4 @@\n a\n-old\n+new\n+more\n b\n"
    )
    assert unified_diff("x/y.md", before, before) == ""


@pytest.mark.parametrize("name", ["y.md", "a b.md", "it's, 100%: é.md"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb\nc\n", b"a\nb\nnew\nc\n"),
        (b"a\r\nb\r\nc\r\n", b"a\r\nb\r\nnew\r\nc\r\n"),
        (b"a\nb", b"a\nnew\nb"),
        (b"a\nb", b"a\nB"),
        (b"a\nb", b"a\nb\nc\n"),
        (b"\xef\xbb\xbfa\rb\rc", b"\xef\xbb\xbfa\rb\rnew\rc"),
        (b"a\n" * 3_000 + b"b\n" * 3_000, b"a\n" * 3_000 + b"new\n" + b"b\n" * 2_999 + b"c"),
        ("a \u2028 x \x85 y \x0c z\nb\n".encode(), "a \u2028 x \x85 y \x0c z\nnew\nb\n".encode()),
    ],
    ids=[
        "LF",
        "CRLF",
        "no last line end",
        "last line replaced",
        "line end added",
        "CR",
        "long",
        "odd separators",
    ],
)
def test_git_applies_it(tmp_path: Path, name: str, before: bytes, after: bytes) -> None:
    (tmp_path / name).write_bytes(before)
    diff = unified_diff(name, before, after).encode()

    done = subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=diff, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_bytes() == after


def test_a_long_file_is_compared_at_once() -> None:
    lines = [f"line {number % 150}" for number in range(200_000)]
    before = time.process_time()

    diff = unified_diff(
        "a.md", "\n".join(lines).encode(), "\n".join([*lines[:-9], "new", *lines[-9:]]).encode()
    )

    assert diff.count("\n") == 10
    assert time.process_time() - before < 2
