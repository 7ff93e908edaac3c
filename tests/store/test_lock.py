from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.store.children import holds_the_lock, kill, start
from verifier.errors import AlreadyRunning, StoreError
from verifier.store.lock import DatabaseLock


def test_the_second_one_is_told_who_works_and_what_to_do(tmp_path: Path) -> None:
    process, pipe = start(holds_the_lock, tmp_path)
    orphan = pipe.recv()
    lock = DatabaseLock(tmp_path / "verifier.db")
    try:
        with pytest.raises(AlreadyRunning) as caught:
            lock.acquire("run")
        assert f'"daemon" (process {process.pid})' in caught.value.message
        assert "verifier.db.lock" in caught.value.message
        assert f"kill {process.pid}" in caught.value.hint
        kill(process)
        # The holder's own child is still there, and does not count.
        os.kill(orphan, 0)
        lock.acquire("run")
    finally:
        os.kill(orphan, signal.SIGKILL)
        lock.release()


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    with DatabaseLock(tmp_path / "verifier.db") as first:
        first.acquire("run")
        assert first.path.read_text() == f"{os.getpid()} run\n"
    assert first.path.read_text() == ""
    with DatabaseLock(tmp_path / "verifier.db") as second:
        second.acquire("daemon")


def test_one_process_cannot_take_it_twice(tmp_path: Path) -> None:
    with DatabaseLock(tmp_path / "verifier.db") as first, DatabaseLock(tmp_path / "verifier.db") as second:
        first.acquire("daemon")
        for lock in (first, second):
            with pytest.raises(AlreadyRunning, match='"daemon"'):
                lock.acquire("run")


def test_losing_the_race_takes_nothing_from_the_holder(tmp_path: Path) -> None:
    with DatabaseLock(tmp_path / "verifier.db") as first:
        first.acquire("daemon")
        with DatabaseLock(tmp_path / "verifier.db") as second, pytest.raises(AlreadyRunning):
            second.acquire("run")
        with pytest.raises(AlreadyRunning, match='"daemon"'):
            DatabaseLock(tmp_path / "verifier.db").acquire("run")


def test_what_somebody_else_wrote_into_the_file_is_not_shown(tmp_path: Path) -> None:
    with DatabaseLock(tmp_path / "verifier.db") as lock:
        lock.acquire("daemon")
        lock.path.write_bytes(b"1 \x1b[31mdaemon\n")
        with pytest.raises(AlreadyRunning, match="another process is already working"):
            DatabaseLock(tmp_path / "verifier.db").acquire("run")


def test_a_lock_file_that_cannot_be_made_is_an_error_with_advice(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        DatabaseLock(tmp_path / "absent" / "verifier.db").acquire("run")
    assert "store.url" in caught.value.hint
