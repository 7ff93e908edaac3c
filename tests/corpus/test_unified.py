"""The diff that is shown is one that git can apply, and applying it gives the patched bytes."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from verifier.corpus.unified import unified_diff


def test_lines_that_come_and_go_are_marked() -> None:
    before, after = b"a\nold\nb\n", b"a\nnew\nmore\nb\n"

    assert unified_diff("x/y.md", before, after) == (
        "diff --git a/x/y.md b/x/y.md\n"
        "--- a/x/y.md\n+++ b/x/y.md\n@@ -1,3 +1,4 @@\n a\n-old\n+new\n+more\n b\n"
    )
    assert unified_diff("x/y.md", before, before) == ""


@pytest.mark.parametrize("name", ["y.md", "a b.md", "it's, 100%: é.md", "end .md "])
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


@pytest.mark.parametrize("place", ["top", "below", "no repository"])
@pytest.mark.parametrize(
    "name",
    [
        'quo"te.md',
        "back\\slash\\n.md",
        "tab\tx.md",
        "new\nline.md",
        "a\rb.md",
        "end\r",
        "q\n--- a/o.md\n+++ b/o.md",
        "esc\x1b[31m\x7f\x85\u202e.md",
        "x b/y b/x.md",
        "bad\udcff.md",
    ],
)
def test_a_name_means_nothing_but_itself(tmp_path: Path, name: str, place: str) -> None:
    top = tmp_path / "top"
    (top / "below" / name).parent.mkdir(parents=True)
    (top / "below" / name).write_bytes(b"a\n")
    (top / "below" / "o.md").write_bytes(b"a\n")
    environ = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    if place != "no repository":
        subprocess.run(["git", "init", "-q"], cwd=top, check=True)
    diff = unified_diff(f"below/{name}", b"a\n", b"b\n").encode()

    here = top / "below" if place == "below" else top
    done = subprocess.run(
        ["git", "apply"], cwd=here, input=diff, env=environ, capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert (top / "below" / name).read_bytes() == b"b\n"
    assert (top / "below" / "o.md").read_bytes() == b"a\n"
    assert all(line.startswith((b"diff ", b"---", b"+++", b"@@", b"-a", b"+b")) for line in diff.splitlines())


def test_a_long_file_is_compared_at_once() -> None:
    lines = [f"line {number % 150}" for number in range(200_000)]
    before = time.process_time()

    diff = unified_diff(
        "a.md", "\n".join(lines).encode(), "\n".join([*lines[:-9], "new", *lines[-9:]]).encode()
    )

    assert diff.count("\n") == 11
    assert time.process_time() - before < 2
