"""Whatever becomes of the output, a command ends with its own code and without a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.command import ENVIRONMENT

WRONG = "---\nsources:\n- title: “Ünüsual”\n---\n"
"""Its only entry gives no URL, which is an error."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    for number in range(600):
        (tmp_path / "seeds" / f"{number:04}-ü.md").write_text(WRONG)
    return tmp_path


def shell(folder: Path, script: str, **environment: str) -> tuple[int, str, str]:
    """Run a line of bash in which `$v` is the command."""
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; v='{sys.executable} -m verifier'; {script}"],
        cwd=folder,
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


@pytest.mark.parametrize(
    "streams",
    [
        "| head -1",
        "| true",
        ">&-",
        "2>&-",
        ">&- 2>&-",
        ">&- 2>&- <&-",
        "> /dev/full",
        "> /dev/full 2> /dev/full",
    ],
)
@pytest.mark.parametrize("options", ["scan --strict", "scan --strict --list", "scan --strict --json"])
def test_strict_fails_whatever_becomes_of_the_streams(home: Path, streams: str, options: str) -> None:
    code, _, err = shell(home, f"$v {options} {streams}")

    assert code == 1
    assert "Traceback" not in err
    assert "Exception ignored" not in err


@pytest.mark.parametrize(
    ("command", "expected"),
    [("explain", 0), ("explain CIT999", 2), ("rum", 2), ("--help", 0), ("scan --help", 0), ("--version", 0)],
)
@pytest.mark.parametrize("streams", ["> /dev/full 2>&1", ">&- 2>&-", "| true", "2> /dev/full | true"])
def test_every_code_survives_every_stream(home: Path, command: str, expected: int, streams: str) -> None:
    code, _, err = shell(home, f"$v {command} {streams}")

    assert (code, "Traceback" in err) == (expected, False)


def test_a_full_disk_behind_stdout_is_said(home: Path) -> None:
    code, _, err = shell(home, "$v explain > /dev/full")

    assert code == 0
    assert "could not be written to standard output: No space left on device" in err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("options", ["scan --strict", "scan --strict --list"])
def test_no_encoding_stops_it(home: Path, encoding: str, options: str) -> None:
    code, _, err = shell(home, f"$v {options}", PYTHONIOENCODING=encoding)

    assert (code, "Traceback" in err) == (1, False)
    assert shell(home, "$v scan --help", PYTHONIOENCODING=encoding)[0] == 0


def test_nothing_is_written_into_the_database_where_stderr_is_closed(home: Path) -> None:
    """The first file that is opened must not get the number of a closed stream."""
    offline = "--set network.canaries=http://127.0.0.1:9/"
    assert shell(home, f"$v run {offline} 2>&- >&- <&-")[0] == 3
    assert (home / "verifier.db").read_bytes().startswith(b"SQLite format 3")
    assert shell(home, f"$v run {offline}")[0] == 3
