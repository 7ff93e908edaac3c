"""One output on disk, and what to say where the disk does not take it."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from verifier.errors import ReportError

_REPORT_HINTS = {
    errno.EROFS: "The disk is read-only; set report.dir to a place that can be written.",
    errno.ENOSPC: "Free some space, then run `verifier report`.",
    errno.EDQUOT: "Free some space, then run `verifier report`.",
    errno.EEXIST: "Something else has that name; set report.dir to a directory.",
    errno.ENOTDIR: "Something else has that name; set report.dir to a directory.",
    errno.EISDIR: "A directory has that name; move it away, then run `verifier report`.",
    0: "Check who may write there, or set report.dir; then run `verifier report`.",
}
_HINTS = {
    errno.EROFS: "The disk is read-only; name a file somewhere else.",
    errno.ENOSPC: "Free some space, or name a file somewhere else.",
    errno.EDQUOT: "Free some space, or name a file somewhere else.",
    errno.EFBIG: "Raise the limit for the size of a file, or name a file somewhere else.",
    errno.ENOENT: "Make its folder first, or name another file.",
    errno.ENOTDIR: "A part of the path is no folder; name another file.",
    errno.EISDIR: "A folder has that name; name a file.",
    0: "Check who may write there, or name another file.",
}
_IN_PLACE = {
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.EEXIST,
    errno.EBUSY,
    errno.EXDEV,
    errno.ENAMETOOLONG,
}
"""Where no file can stand beside, or take the place of, one that may be written itself."""


def try_file(path: Path) -> None:
    """Whether `write_file` will find an open door; nothing changes. What is there keeps its bytes, and a
    pipe is not opened, for that would wait for its reader. Raises `ReportError`."""
    with _told(path):
        try:
            kind = stat.S_IFMT(path.stat().st_mode)
        except FileNotFoundError:
            _try_new(Path(os.path.realpath(path)))
            return
        if kind == stat.S_IFDIR:
            _refuse(errno.EISDIR)
        if kind == stat.S_IFREG:
            os.close(os.open(path, os.O_WRONLY | os.O_CLOEXEC))
        elif not os.access(path, os.W_OK):
            _refuse(errno.EACCES)


def write_file(path: Path, content: bytes) -> None:
    """Write one output where somebody asked for it: whole or not at all, where it is a file of our own in a
    folder that can be written; into what is there, where it is a pipe, a device, a link, or a file that
    has other names or owners. Raises `ReportError`."""
    with _told(path):
        if not (_is_ours(path) and _replaced(path, content)):
            path.write_bytes(content)


def append_file(path: Path, content: bytes) -> None:
    """Write one output behind what others wrote into the same file, beginning on a line of its own. Where it
    does not fit, the file is as it was. Raises `ReportError`."""
    with _told(path), path.open("ab", buffering=0) as file:
        before = os.fstat(file.fileno())
        rest = memoryview(b"\n" + content if before.st_size else content)
        try:
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            if stat.S_ISREG(before.st_mode):
                file.truncate(before.st_size)
            raise


@contextlib.contextmanager
def reported(path: Path, hints: Mapping[int, str] = _REPORT_HINTS) -> Iterator[None]:
    """An operating system's refusal becomes a `ReportError` about `path`; `hints` by its number, 0 for any
    other."""
    try:
        yield
    except OSError as error:
        hint = hints.get(error.errno or 0, hints[0])
        raise ReportError(f"{path}: cannot be written ({error.strerror or error})", hint) from error


def _told(path: Path) -> contextlib.AbstractContextManager[None]:
    return reported(path, _HINTS)


def _try_new(place: Path) -> None:
    # The system alone knows: a disk may be read-only, a name too long, a folder another user's.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666))
        place.unlink(missing_ok=True)


def _refuse(number: int) -> NoReturn:
    raise OSError(number, os.strerror(number))


def _is_ours(path: Path) -> bool:
    """Whether another file may take its place without anybody losing anything. /dev/stdout, a link, may be
    a file that the shell has open."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return True
    is_single = stat.S_ISREG(found.st_mode) and found.st_nlink == 1
    return is_single and found.st_uid == os.geteuid() and os.access(path, os.W_OK)


def _replaced(path: Path, content: bytes) -> bool:
    """Whether a new file took the place of `path`; False where the folder does not allow that."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        # Exclusive: nothing that somebody left under this name is written to.
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    except OSError as error:
        if error.errno in _IN_PLACE:
            return False
        raise
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
            if path.exists():
                os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in _IN_PLACE:
            return False
        raise
    return True
