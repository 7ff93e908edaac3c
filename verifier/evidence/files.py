"""WARC files on the disk: begun, locked, continued, and cut back to their last whole record."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from verifier.evidence.tail import end_of_whole_members

_NAME = re.compile(r"verifier-\d{14}-\d{5}\.warc\.gz")
_MOST_IN_ONE_SECOND = 100_000


class WarcFile:
    """One file open for appending. No other process has it."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        """Bytes."""

    def append(self, content: bytes) -> int:
        """Write it behind everything; where it begins. Raises OSError."""
        begin, left = self.size, memoryview(content)
        while left:
            written = os.pwrite(self._descriptor, left, self.size)
            self.size += written
            left = left[written:]
        return begin

    def cut(self, size: int) -> None:
        """Take back everything behind the first `size` bytes. Raises OSError."""
        os.ftruncate(self._descriptor, size)
        self.size = size

    def sync(self) -> None:
        """Wait until everything is on the disk. Raises OSError."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Let others have it."""
        os.close(self._descriptor)


def files_in(folder: Path) -> list[Path]:
    """The files of this program, oldest first. Raises OSError."""
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_file())


def begin_file(folder: Path, now: datetime) -> WarcFile:
    """A new file, empty, its name on the disk. Raises OSError."""
    for number in range(_MOST_IN_ONE_SECOND):
        path = folder / f"verifier-{now:%Y%m%d%H%M%S}-{number:05}.warc.gz"
        try:
            opened = _open(path, os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            continue
        # Another process may mend it between these two lines, and let it go at once.
        if opened is not None:
            _sync_folder(folder)
            return opened
    raise FileExistsError(f"{folder} has every name of this second")


def mended(folder: Path, ends: Mapping[str, int]) -> Iterator[WarcFile]:
    """The files of this program that can be continued, oldest first, cut back to their last whole record.

    `ends` by name: the byte behind the last record that is known. What comes after is read, and a torn
    last record taken off. Left out: a file that another process has, and one in which something else
    than a record stands. Raises OSError.
    """
    for path in files_in(folder):
        file = _open(path, 0)
        if file is None:
            continue
        known = ends.get(path.name, 0)
        end = file.size if known == file.size else end_of_whole_members(path, min(known, file.size))
        if end is None or file.size < known:
            file.close()
            continue
        if end < file.size:
            file.cut(end)
            file.sync()
        yield file


def _open(path: Path, flags: int) -> WarcFile | None:
    """None where another process has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | flags, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return WarcFile(path, descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
