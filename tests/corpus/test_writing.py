"""What is written is the whole new document in place of the one that was read, or nothing at all."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.corpus.writing import NotWritten, sweep, write_patched

OLD, NEW = b"---\r\nold\r\n---", b"---\r\nnew\r\n---"
DIGEST = hashlib.sha256(OLD).hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "sub").mkdir(parents=True)
    (tmp_path / "corpus" / "sub" / "a.md").write_bytes(OLD)
    return tmp_path / "corpus"


def files_below(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir())


def test_the_file_gets_the_new_bytes_and_nothing_else_is_there(root: Path) -> None:
    write_patched(root, "sub/a.md", DIGEST, NEW)

    assert (root / "sub" / "a.md").read_bytes() == NEW
    assert files_below(root) == ["sub/a.md"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_permission_bits_stay(root: Path, mode: int) -> None:
    (root / "sub" / "a.md").chmod(mode)

    write_patched(root, "sub/a.md", DIGEST, NEW)

    assert stat.S_IMODE((root / "sub" / "a.md").stat().st_mode) == mode


def test_a_file_that_changed_meanwhile_is_left_alone(root: Path) -> None:
    (root / "sub" / "a.md").write_bytes(OLD + b"\nmine")

    with pytest.raises(NotWritten, match="has changed since it was read"):
        write_patched(root, "sub/a.md", DIGEST, NEW)
    assert (root / "sub" / "a.md").read_bytes() == OLD + b"\nmine"
    assert files_below(root) == ["sub/a.md"]


def test_a_file_that_is_gone_is_not_made_again(root: Path) -> None:
    (root / "sub" / "a.md").unlink()

    with pytest.raises(NotWritten, match="no such file"):
        write_patched(root, "sub/a.md", DIGEST, NEW)
    assert files_below(root) == []


@pytest.mark.parametrize(
    "path", ["../b.md", "out/b.md", "out-file.md", "in-file.md", "sub", ".", "/etc/hostname"]
)
def test_nothing_is_written_through_a_link_or_outside_the_corpus(root: Path, path: str) -> None:
    outside = root.parent / "b.md"
    outside.write_bytes(OLD)
    (root / "out").symlink_to(root.parent)
    (root / "out-file.md").symlink_to(outside)
    (root / "in-file.md").symlink_to(root / "sub" / "a.md")
    before = files_below(root)

    with pytest.raises(NotWritten):
        write_patched(root, path, DIGEST, NEW)
    assert outside.read_bytes() == (root / "sub" / "a.md").read_bytes() == OLD
    assert files_below(root) == before
    assert sorted(path.name for path in root.parent.iterdir()) == ["b.md", "corpus"]


def test_a_link_inside_the_corpus_may_lie_on_the_way(root: Path) -> None:
    (root / "also").symlink_to(root / "sub")

    write_patched(root, "also/a.md", DIGEST, NEW)

    assert (root / "sub" / "a.md").read_bytes() == NEW


def test_a_corpus_root_that_is_a_link_is_one(root: Path) -> None:
    (root.parent / "link").symlink_to(root)

    write_patched(root.parent / "link", "sub/a.md", DIGEST, NEW)

    assert (root / "sub" / "a.md").read_bytes() == NEW


def test_a_named_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "p.md")

    with pytest.raises(NotWritten, match="no regular file"):
        write_patched(root, "p.md", DIGEST, NEW)


def test_what_a_killed_process_left_is_swept_and_nothing_else(root: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    folder = root / "sub"
    left = folder / f".verifier-{gone.pid}-abcd_123.tmp"
    others = [f".verifier-{os.getpid()}-abcd_123.tmp", ".verifier-abcd_123.tmp", f"verifier-{gone.pid}.tmp"]
    for path in (left, *(folder / name for name in others)):
        path.write_bytes(OLD)

    sweep(folder)
    sweep(root / "not there")

    assert files_below(root) == sorted(f"sub/{name}" for name in (*others, "a.md"))


def test_a_killed_writer_leaves_a_file_that_the_next_one_knows(root: Path) -> None:
    """The process dies by a signal while it writes: the kernel ends it at 100 bytes of a file."""
    code = (
        "import sys, pathlib\n"
        "from verifier.corpus.writing import write_patched\n"
        "write_patched(pathlib.Path(sys.argv[1]), 'sub/a.md', sys.argv[2], b'x' * 1000)\n"
    )

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    command = [sys.executable, "-c", code, str(root), DIGEST]
    subprocess.run(command, capture_output=True, check=False, preexec_fn=limit)
    left = len(files_below(root))
    sweep(root / "sub")

    assert left <= 2
    assert files_below(root) == ["sub/a.md"]
    assert (root / "sub" / "a.md").read_bytes() == OLD


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(root: Path) -> None:
    """A process that may write files of 100 bytes at most, for want of a disk to fill."""
    code = (
        "import sys, pathlib\n"
        "from verifier.corpus.writing import write_patched, NotWritten\n"
        "try:\n    write_patched(pathlib.Path(sys.argv[1]), 'sub/a.md', sys.argv[2], b'x' * 1000)\n"
        "except NotWritten as error:\n    print(error)\n"
    )

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    command = [sys.executable, "-c", code, str(root), DIGEST]
    done = subprocess.run(command, capture_output=True, text=True, check=True, preexec_fn=limit)

    assert "cannot be written: file too large" in done.stdout
    assert (root / "sub" / "a.md").read_bytes() == OLD
    assert files_below(root) == ["sub/a.md"]
