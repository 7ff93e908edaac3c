"""The difference of two states of a file as a unified diff that `git apply` and `patch` take.

What the file holds is in it as it is: who prints it has to make it harmless.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

_NO_LINE_END = "\n\\ No newline at end of file\n"


def unified_diff(path: str, before: bytes, after: bytes) -> str:
    """The diff from "a/path" to "b/path"; "" where nothing differs.

    Lines end with LF, as git counts them: a CR before it stays part of its line. Bytes that are no UTF-8
    are shown as U+FFFD.
    """
    # A name with a space ends with a tab, or `patch` would cut it.
    name = f"{path}\t" if " " in path else path
    old, new = _lines(before), _lines(after)
    diff = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="\n")
    return "".join(line if line.endswith("\n") else line + _NO_LINE_END for line in diff)


def _lines(data: bytes) -> list[str]:
    return list(_split(data.decode("utf-8", "replace")))


def _split(text: str) -> Iterator[str]:
    """The lines of a text with their ends; only LF ends one (`str.splitlines` knows eleven others)."""
    *whole, last = text.split("\n")
    yield from (f"{line}\n" for line in whole)
    if last:
        yield last
