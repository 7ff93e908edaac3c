from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tests.limits import little_room
from verifier.errors import ReportError
from verifier.report.files import append_file, try_file, write_file

LIMIT = 1_000_000


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "c.sarif"
    write_file(file, b"good")
    with file.open("rb") as reader:
        write_file(file, b"better")
        assert reader.read() == b"good"
    with little_room(LIMIT), pytest.raises(ReportError) as raised:
        write_file(file, b"x" * 2 * LIMIT)

    assert str(file) in raised.value.message
    assert "report" not in raised.value.hint
    assert (file.read_bytes(), names(tmp_path)) == (b"better", ["c.sarif"])


def test_a_new_file_may_be_read_as_the_umask_says_and_an_old_one_as_before(tmp_path: Path) -> None:
    plain, new, old = (tmp_path / name for name in ("plain", "new", "old"))
    plain.touch()
    old.touch(0o640)
    for file in (new, old):
        write_file(file, b"x")

    assert new.stat().st_mode == plain.stat().st_mode
    assert old.stat().st_mode & 0o777 == 0o640


def test_links_and_files_of_several_names_are_written_into(tmp_path: Path) -> None:
    target, link, twin = (tmp_path / name for name in ("target", "link", "twin"))
    target.touch()
    link.symlink_to(target)
    twin.hardlink_to(target)

    write_file(link, b"by the link")
    assert (link.is_symlink(), twin.read_bytes()) == (True, b"by the link")
    write_file(target, b"by the name")
    assert twin.read_bytes() == b"by the name"


def test_a_file_in_a_folder_that_cannot_be_written_is_written_into(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "given").write_text("something longer")
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    try:
        write_file(folder / "given", b"new")
        assert (folder / "given").read_bytes() == b"new"
        with pytest.raises(ReportError):
            try_file(folder / "other")
    finally:
        folder.chmod(0o755)


def test_what_others_wrote_stays_before_what_is_appended(tmp_path: Path) -> None:
    summary = tmp_path / "summary"
    append_file(summary, b"## Ours\n")
    assert summary.read_bytes() == b"## Ours\n"

    summary.write_bytes(b"Of another tool")
    append_file(summary, b"## Ours\n")
    assert summary.read_bytes() == b"Of another tool\n## Ours\n"
    with little_room(LIMIT), pytest.raises(ReportError):
        append_file(summary, b"x" * 2 * LIMIT)
    assert summary.read_bytes() == b"Of another tool\n## Ours\n"


def test_trying_changes_nothing_and_waits_for_no_reader_of_a_pipe(tmp_path: Path) -> None:
    old, pipe, link = tmp_path / "old", tmp_path / "pipe", tmp_path / "link"
    old.write_text("good")
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "target")
    before = old.stat().st_mtime_ns

    for file in (old, tmp_path / "new", pipe, link, Path(os.devnull)):
        try_file(file)

    assert (old.read_text(), old.stat().st_mtime_ns) == ("good", before)
    assert names(tmp_path) == ["link", "old", "pipe"]


def test_a_pipe_takes_an_output(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, b"through")
    reader.join()

    assert (read, pipe.is_fifo()) == ([b"through"], True)


@pytest.mark.parametrize("name", ["nowhere/c.sarif", "file/c.sarif", "folder", "n" * 300])
def test_a_door_that_is_shut_is_found_by_trying_and_the_hint_is_about_the_file(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(ReportError) as raised:
        try_file(tmp_path / name)

    assert raised.value.message.startswith(f"{tmp_path / name}: cannot be written (")
    assert "report" not in raised.value.hint
