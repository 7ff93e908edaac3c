"""A patched document on disk: the whole of it in place of exactly that file which was read, or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from verifier.corpus.files import NotReadable, read_file
from verifier.corpus.selection import relative_to_root

_BESIDE = re.compile(r"\.verifier-(\d{1,9})-[a-z0-9_]{8}\.tmp")
"""A file that is being written, with the process that does it."""
_LIMIT = 256 * 1024**2
"""Bytes: the most that `corpus.file_limit` can be."""


class NotWritten(Exception):
    """A file is left as it is; the message is a clause that says why and what to do."""


def write_patched(root: Path, path: str, old_digest: str, data: bytes) -> None:
    """Put `data` in place of the document `path` (relative to the corpus `root`).

    `old_digest` is the SHA-256 of what was read (`Document.digest`): a file that changed since is left alone,
    as is a link, and whatever a link leads to outside the corpus. The file keeps its permission bits, and its
    owner where that is allowed. It is written beside its name, synced and renamed: a kill or a full disk
    leaves the old file, whole. Raises `NotWritten`.
    """
    file = root / path
    try:
        _require_inside(root, file)
        status = file.lstat()
        _require_unchanged(file, old_digest)
        with _beside(file) as beside:
            _fill(beside, data, status)
            # Filling takes time, and an editor may have saved meanwhile.
            _require_unchanged(file, old_digest)
            beside.replace(file)
        _sync_directory(file.parent)
    except NotReadable as error:
        raise NotWritten(str(error)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NotWritten(f"the file cannot be written: {reason.lower()}") from error


def sweep(directory: Path) -> None:
    """Remove what a writing process that was killed left there; nothing is raised."""
    with contextlib.suppress(OSError):
        for file in directory.iterdir():
            found = _BESIDE.fullmatch(file.name)
            if found is not None and _is_dead(int(found[1])):
                file.unlink(missing_ok=True)


def _is_dead(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _require_inside(root: Path, file: Path) -> None:
    if relative_to_root(file, root) in (None, ""):
        raise NotWritten("the file lies outside the corpus, or a link on the way leads out; edit it there")


def _require_unchanged(file: Path, digest: str) -> None:
    """`read_file` opens no link and nothing but a regular file."""
    if hashlib.sha256(read_file(file, _LIMIT)).hexdigest() != digest:
        raise NotWritten("the file has changed since it was read; run the command again")


@contextlib.contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A new file in the same directory, that nobody else may read; it is gone afterwards."""
    prefix = f".verifier-{os.getpid()}-"
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=prefix, suffix=".tmp")
    os.close(descriptor)
    beside = Path(name)
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _fill(beside: Path, data: bytes, status: os.stat_result) -> None:
    with beside.open("wb") as file:
        file.write(data)
        with contextlib.suppress(PermissionError):
            os.fchown(file.fileno(), status.st_uid, status.st_gid)
        # After the owner: a change of owner takes bits away.
        os.fchmod(file.fileno(), stat.S_IMODE(status.st_mode))
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
