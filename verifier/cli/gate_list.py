"""The files that a list names: what `git diff --name-only` says, or a person."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from verifier.corpus.git import Git
from verifier.errors import CorpusError

_STDIN = "-"
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_CONTROLS = dict(zip(b"abtnvfr", b"\a\b\t\n\v\f\r", strict=True))


class Listed(NamedTuple):
    """What a list names."""

    paths: tuple[Path, ...]
    """As the working directory sees them."""
    missing: tuple[Path, ...]
    """Names of nothing that is there."""


def read_list(file: Path) -> Listed:
    """The files that a list names, one a line, or each ended by NUL; "-" is stdin.

    A name counts from the working directory, else from the top of the repository; one that git quoted is
    understood. Raises CorpusError where the list cannot be read.
    """
    content = _read(file)
    separator = b"\0" if b"\0" in content else b"\n"
    paths: list[Path] = []
    missing: list[Path] = []
    for line in content.split(separator):
        name = line.rstrip(b"\r")
        if not name.strip():
            continue
        if (path := _found(name)) is not None:
            paths.append(path)
        else:
            missing.append(Path(os.fsdecode(name)))
    return Listed(tuple(paths), tuple(missing))


def _read(file: Path) -> bytes:
    is_stdin = str(file) == _STDIN
    try:
        if not is_stdin:
            return file.read_bytes()
        if (stdin := sys.stdin) is not None:
            return stdin.buffer.read()
        reason = "it is closed"
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "unknown error").lower()
    what = "standard input" if is_stdin else file
    raise CorpusError(
        f"cannot read {what}: {reason}", "Name a file with one path a line, or - and pipe it in."
    )


def _found(name: bytes) -> Path | None:
    for candidate in (name, _unquoted(name)):
        if candidate is None:
            continue
        path = Path(os.fsdecode(candidate))
        if os.path.lexists(path):
            return path
        top = _top()
        if top is not None and os.path.lexists(top / path):
            return Path(os.path.relpath(top / path))
    return None


@cache
def _top() -> Path | None:
    """The top of the repository, where there is one."""
    try:
        return Git(Path.cwd()).top()
    except CorpusError:
        return None


def _unquoted(name: bytes) -> bytes | None:
    """What git writes in quotes, because of odd characters; None for anything else."""
    quoted = _QUOTED.fullmatch(name)
    return None if quoted is None else _ESCAPE.sub(_meant, quoted[1])


def _meant(escape: re.Match[bytes]) -> bytes:
    code = escape[1]
    if len(code) == 3:
        return bytes([int(code, 8) & 0xFF])
    return bytes([_CONTROLS.get(code[0], code[0])])
