"""One worker at a time on one SQLite file: a lock that the kernel releases, however the holder dies.

Readers (`show`, `report`) do not take it; SQLite's own locks keep the data whole in any case.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import TracebackType
from weakref import WeakSet

from verifier.errors import AlreadyRunning, StoreError

_HOLDER = re.compile(rb"(\d{1,10}) ([a-z][a-z -]{0,39})\n")
_PATIENCE = 30.0
"""Seconds that another process may take to prepare the database."""
_held: WeakSet[DatabaseLock] = WeakSet()


class DatabaseLock:
    """The lock file beside a database: `verifier.db` → `verifier.db.lock`. A context manager whose
    exit releases; the file itself stays, empty."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".lock")
        self._descriptor: int | None = None

    def acquire(self, role: str) -> None:
        """Take the lock at once or not at all.

        `role` is a word in lower case that tells the user who works here ("run", "daemon").
        Raises `AlreadyRunning` with the holder's process id and role, `StoreError` where the file
        cannot be written.
        """
        descriptor = self._open()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 100, 0)
            os.close(descriptor)
            raise self._already_running(holder) from None
        self._descriptor = descriptor
        _held.add(self)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {role}\n".encode(), 0)

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            self._forget()

    def __enter__(self) -> DatabaseLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _open(self) -> int:
        if self._descriptor is not None:
            raise self._already_running(os.pread(self._descriptor, 100, 0))
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        except OSError as error:
            raise StoreError(
                f"the lock file {self.path} cannot be opened: {error.strerror}",
                "make it and its folder writable for this user, or change store.url",
            ) from None

    def _already_running(self, content: bytes) -> AlreadyRunning:
        holder = _HOLDER.fullmatch(content)
        if holder is None:
            who, how = "another process", "wait for it to end"
        else:
            process = holder[1].decode()
            who, how = (
                f'"{holder[2].decode()}" (process {process})',
                f"wait for it to end, or end it with: kill {process}",
            )
        return AlreadyRunning(f"{who} is already working on the database; it holds {self.path}", how)

    def _forget(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
            _held.discard(self)


@contextmanager
def one_at_a_time(database: Path) -> Iterator[None]:
    """Hold off other processes that open the database, for the moment in which it is prepared.

    Switching a new file to WAL fails at once, whatever the timeout, where two processes do it together
    (14 of 800 times, measured). A record lock on the file of `DatabaseLock`, which that one does not
    see. Raises `StoreError` after 30 s.
    """
    lock = DatabaseLock(database)
    descriptor = lock._open()  # noqa: SLF001
    try:
        _wait_for_record_lock(descriptor, lock.path)
        yield
    finally:
        os.close(descriptor)


def _wait_for_record_lock(descriptor: int, path: Path) -> None:
    pause, tries = 0.05, 0
    while True:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                raise
            if tries * pause >= _PATIENCE:
                message = f"another process has been preparing the database for long; it holds {path}"
                raise StoreError(message, "wait for it to end, or end it, then try again") from None
            tries += 1
            Event().wait(pause)
        else:
            return


def _close_in_child() -> None:
    """A forked child shares the lock as long as it has the file open, and may outlive its parent."""
    for lock in list(_held):
        lock._forget()  # noqa: SLF001


os.register_at_fork(after_in_child=_close_in_child)
