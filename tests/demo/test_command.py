"""The guided tour as somebody meets it: what it finds, what it leaves behind, what it promises."""

from __future__ import annotations

import shlex
import signal
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.command import finish, start, verifier


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Its temporary directory is here, too, and has a name that a shell would take apart."""
    (tmp_path / "a b").mkdir()
    return tmp_path


def tour(home: Path, *options: str) -> subprocess.Popen[str]:
    return start(home, "demo", *options, TMPDIR=str(home / "a b"))


def left_behind(home: Path) -> list[Path]:
    return [path for folder in (home / "a b").iterdir() for path in folder.iterdir()]


def suggestions(printed: str) -> list[list[str]]:
    lines = [line.strip() for line in printed.splitlines() if line.startswith("  verifier ")]
    return [shlex.split(line)[1:] for line in lines]


def test_it_finds_every_planted_case_and_leaves_the_reports(home: Path) -> None:
    code, out, err = finish(tour(home), timeout=60)

    assert code == 0, out + err
    assert "expected" not in out
    path = next(line for line in out.splitlines() if line.startswith("The report: ")).split(": ")[1]
    assert Path(path).read_text().startswith("<!doctype html>")
    assert left_behind(home) == [Path(path).parent]
    assert suggestions(out) == []


def test_what_it_suggests_works_when_the_small_web_is_gone(home: Path) -> None:
    code, out, _ = finish(tour(home, "--keep"), timeout=60)

    assert code == 0
    show, scan = suggestions(out)
    code, shown, _ = verifier(home, *show)
    assert (show[0], code, "CIT110" in shown) == ("show", 0, True)
    code, shown, _ = verifier(home, *scan)
    assert (scan[0], code, "21 citations" in shown) == ("scan", 0, True)


def test_with_serve_its_web_can_be_run_against_until_it_is_stopped(home: Path) -> None:
    process = tour(home, "--serve")
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or "verifier run" not in lines[-1] or "--config" not in lines[-1]:
        lines.append(process.stdout.readline())
        assert lines[-1] or process.poll() is None
    (*_, run) = suggestions("".join(lines))
    code, _, err = verifier(home, *run, timeout=60)
    process.send_signal(signal.SIGINT)

    assert (run[0], code) == ("run", 0), err
    assert "19 of 19 sources are due" in err
    assert finish(process, timeout=20)[0] == 130
    assert {"corpus", "config.toml", "reports"} <= {path.name for path in left_behind(home)}


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("options", [[], ["--keep"]])
def test_an_interruption_leaves_only_what_is_to_be_kept(
    home: Path, number: signal.Signals, expected: int, options: list[str]
) -> None:
    process = tour(home, *options)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Starting run 1")
    process.send_signal(number)
    code, out, err = finish(process, timeout=20)

    assert code == expected
    assert "planted  " not in out
    assert "Traceback" not in err
    kept = {path.name for path in left_behind(home)}
    assert kept >= {"corpus", "config.toml"} if options else list((home / "a b").iterdir()) == []


def test_an_option_that_would_do_nothing_is_refused(home: Path) -> None:
    for arguments in (["demo", "--set", "fetch.retries=1"], ["explain", "--config", "x.toml"]):
        code, _, err = verifier(home, *arguments)
        assert (code, "No such option" in err) == (2, True)
