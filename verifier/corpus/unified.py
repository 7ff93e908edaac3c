"""The difference of two states of a file as a unified diff that `git apply` and `patch` take.

What the file holds is in it as it is: who prints it has to make it harmless.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

_NO_LINE_END = "\n\\ No newline at end of file\n"
_CONTEXT = 3
_MOST_LINES = 5_000
"""A longer file gets one hunk from its first to its last change: difflib took 85 s for 75,000 lines."""


def unified_diff(path: str, before: bytes, after: bytes) -> str:
    """The diff from "a/path" to "b/path"; "" where nothing differs.

    Lines end with LF, as git counts them: a CR before it stays part of its line. Bytes that are no UTF-8
    are shown as U+FFFD.
    """
    if before == after:
        return ""
    old, new = _lines(before), _lines(after)
    if max(len(old), len(new)) > _MOST_LINES:
        hunks = _one_hunk(old, new)
    else:
        _, _, *found = difflib.unified_diff(old, new, n=_CONTEXT)
        hunks = iter(found)
    lines = (line if line.endswith("\n") else line + _NO_LINE_END for line in hunks)
    return "".join((*_header(_name(f"a/{path}"), _name(f"b/{path}")), *lines))


def _header(old: str, new: str) -> Iterator[str]:
    # The first line makes `git apply` read the names from the top of the repository, wherever it runs.
    yield f"diff --git {old} {new}\n"
    # A name with a space ends with a tab, or `patch` would cut it.
    tab = "\t" if " " in old and not old.startswith('"') else ""
    yield f"--- {old}{tab}\n"
    yield f"+++ {new}{tab}\n"


def _name(path: str) -> str:
    """As git writes names: in quotes, with escapes, where the name could be read as something else."""
    if path.isprintable() and not {'"', "\\"} & set(path):
        return path
    return '"' + "".join(map(_escaped, path)) + '"'


def _escaped(character: str) -> str:
    if character in ('"', "\\"):
        return f"\\{character}"
    if character.isprintable():
        return character
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))


def _lines(data: bytes) -> list[str]:
    """With their ends; only LF ends one (`str.splitlines` knows eleven others)."""
    *whole, last = data.decode("utf-8", "replace").split("\n")
    return [*(f"{line}\n" for line in whole), *([last] if last else [])]


def _one_hunk(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    same = _same_at_start(old, new)
    tail = _same_at_start(old[same:][::-1], new[same:][::-1])
    start, end, new_end = max(0, same - _CONTEXT), len(old) - tail, len(new) - tail
    context = old[end : end + _CONTEXT]
    sizes = (end + len(context) - start, new_end + len(context) - start)
    # An empty side is numbered by the line before it.
    yield f"@@ -{start + (sizes[0] > 0)},{sizes[0]} +{start + (sizes[1] > 0)},{sizes[1]} @@\n"
    yield from (f" {line}" for line in old[start:same])
    yield from (f"-{line}" for line in old[same:end])
    yield from (f"+{line}" for line in new[same:new_end])
    yield from (f" {line}" for line in context)


def _same_at_start(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(old), len(new)))
