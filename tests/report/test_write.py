from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.report.reports import Filed, fell, report_of, stands
from verifier.errors import ConfigError, ReportError
from verifier.report.write import write_reports

REPORT = report_of(Filed("a.md", [stands("https://a.test/"), fell("https://b.test/")]))
ALL = ("html", "json", "md", "csv")


def _names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_every_format_becomes_a_file_and_nothing_else_is_left(tmp_path: Path) -> None:
    directory = tmp_path / "deep" / "reports"
    paths = write_reports(REPORT, directory, ALL)
    names = ["index.html", "report.json", "report.md", "citations.csv"]
    assert paths == [directory / name for name in names]
    assert _names(directory) == sorted(names)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_reports(REPORT, tmp_path / "1", ALL)]
    second = [path.read_bytes() for path in write_reports(REPORT, tmp_path / "2", ALL)]
    assert first == second


def test_a_format_named_twice_is_written_once(tmp_path: Path) -> None:
    assert write_reports(REPORT, tmp_path, ["md", "md"]) == [tmp_path / "report.md"]


def test_an_unknown_format_is_refused_with_a_suggestion_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        write_reports(REPORT, tmp_path / "reports", ["csv", "htm"])
    assert '"htm"' in caught.value.message
    assert 'Did you mean "html"?' in caught.value.hint
    assert not (tmp_path / "reports").exists()


def test_readers_get_the_old_report_or_the_new_one_never_half_of_one(tmp_path: Path) -> None:
    path = write_reports(REPORT, tmp_path, ["json"])[0]
    with path.open("rb") as reader:
        write_reports(report_of(), tmp_path, ["json"])
        assert b"https://a.test/" in reader.read()
    assert b"https://a.test/" not in path.read_bytes()


def test_everybody_whom_the_umask_lets_may_read_the_report(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    path = write_reports(REPORT, tmp_path, ["md"])[0]
    assert path.stat().st_mode == plain.stat().st_mode


def test_a_file_in_the_way_of_the_directory_is_reported_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file")
    with pytest.raises(ReportError) as caught:
        write_reports(REPORT, tmp_path / "reports", ["md"])
    assert "reports" in caught.value.message
    assert "report.dir" in caught.value.hint


def test_a_directory_in_the_way_of_a_file_is_reported_and_leaves_no_litter(tmp_path: Path) -> None:
    (tmp_path / "report.md" / "x").mkdir(parents=True)
    with pytest.raises(ReportError) as caught:
        write_reports(REPORT, tmp_path, ["md"])
    assert "report.md" in caught.value.message
    assert "move it away" in caught.value.hint
    assert _names(tmp_path) == ["report.md"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    (tmp_path / f".report.md.{os.getpid()}.tmp").symlink_to("/dev/full")
    with pytest.raises(ReportError) as caught:
        write_reports(REPORT, tmp_path, ["md"])
    assert "space" in caught.value.hint
    assert _names(tmp_path) == []


def test_what_killed_writers_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as dead:
        dead.wait()
    keep = [
        f".report.md.{os.getppid()}.tmp",
        f".notes.md.{dead.pid}.tmp",
        ".report.md.tmp",
        "report.md.1.tmp",
    ]
    gone = [f".report.json.{dead.pid}.tmp", f".index.html.{dead.pid}.tmp", ".citations.csv.9999999999.tmp"]
    for name in (*keep, *gone):
        (tmp_path / name).write_text("half a rep")

    write_reports(REPORT, tmp_path, ["md"])

    assert _names(tmp_path) == sorted([*keep, "report.md"])


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs /proc")
def test_a_place_where_nothing_can_be_made_is_named_with_advice() -> None:
    with pytest.raises(ReportError) as caught:
        write_reports(REPORT, Path("/proc/verifier-reports"), ["md"])
    assert caught.value.message.startswith("/proc/verifier-reports: cannot be written (")
    assert "report.dir" in caught.value.hint
