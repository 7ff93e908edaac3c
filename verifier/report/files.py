"""One output on disk, and what to say where the disk does not take it."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from verifier.errors import ReportError

_HINTS = {
    errno.EROFS: "The disk is read-only; set report.dir to a place that can be written.",
    errno.ENOSPC: "Free some space, then run `verifier report`.",
    errno.EDQUOT: "Free some space, then run `verifier report`.",
    errno.EEXIST: "Something else has that name; set report.dir to a directory.",
    errno.ENOTDIR: "Something else has that name; set report.dir to a directory.",
    errno.EISDIR: "A directory has that name; move it away, then run `verifier report`.",
}
_OTHER_HINT = "Check who may write there, or set report.dir; then run `verifier report`."


def write_file(path: Path, content: bytes) -> None:
    """Write one output where somebody asked for it: into the file that is there, which may be a pipe or one
    that a CI service gave. Raises `ReportError`."""
    with reported(path):
        path.write_bytes(content)


@contextlib.contextmanager
def reported(path: Path) -> Iterator[None]:
    """An operating system's refusal becomes a `ReportError` about `path`."""
    try:
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, _OTHER_HINT)
        raise ReportError(f"{path}: cannot be written ({error.strerror or error})", hint) from error
