"""Our own copies as a person meets them: the real command, killed in the middle, and what `show` names."""

from __future__ import annotations

import random
import shlex
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bench.identity.world import HTML, through
from tests.acceptance.command import finish, start, verifier
from tests.evidence.visits import extracted, files_of, require_sound
from tests.runs.builders import titled, write_document
from verifier.demo.pages import article
from verifier.demo.world import Answer, ProxyWorld, World

ENTRIES = [(f"https://host{n}.demo/a/{n}", titled(n)) for n in range(60)]
PAGES = {
    url: article(title, "Gazette", lead=random.Random(url).randbytes(9_000).hex(" ", 4))
    for url, title in ENTRIES
}
KEEP = ("--set", "evidence.mode=warc")


@pytest.fixture
def proxy() -> Iterator[ProxyWorld]:
    with ProxyWorld(World({url: Answer(200, HTML, body) for url, body in PAGES.items()})) as world:
        yield world


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_document(tmp_path / "seeds", "doc", ENTRIES)
    return tmp_path


def rows(home: Path) -> list[tuple[str, str, int, str]]:
    """Source, file, offset and record id of every record that the database knows."""
    database = sqlite3.connect(home / "verifier.db")
    with closing(database):
        return database.execute(
            "SELECT url, file, offset, record_id FROM evidence JOIN sources ON sources.id = source_id"
        ).fetchall()


def kept_bytes(home: Path) -> int:
    return sum(path.stat().st_size for path in files_of(home / "evidence"))


def test_a_run_that_is_killed_leaves_no_row_without_its_record(home: Path, proxy: ProxyWorld) -> None:
    interrupted = 0
    for size in (1, 60_000, 200_000, 400_000):
        process = start(home, "run", *through(proxy), *KEEP)
        while process.poll() is None and kept_bytes(home) < size:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.005)
        interrupted += process.poll() is None
        process.send_signal(signal.SIGKILL)
        finish(process)
    assert interrupted
    code, _, err = verifier(home, "run", *through(proxy), *KEEP)

    assert code == 0, err
    require_sound(home / "evidence")
    assert {row[0] for row in rows(home)} == set(PAGES)
    for _, file, offset, record_id in rows(home):
        assert record_id.encode() in extracted(home / "evidence" / file, offset, "--headers")


def test_show_names_the_record_and_how_to_take_it_out(home: Path, proxy: ProxyWorld) -> None:
    url = ENTRIES[3][0]
    verifier(home, "run", *through(proxy), *KEEP)
    verifier(home, "run", *through(proxy), *KEEP, "--set", "check.every=0s")

    code, out, _ = verifier(home, "show", url)
    assert code == 0
    lines = [line.strip() for line in out.splitlines()]
    own = lines[lines.index("own copies:") + 1 :]
    assert "revisit: the same bytes" in own[0]
    assert own[1].startswith("of the record of ")
    assert "page (200), found to say the same until" in own[3]
    program, verb, path, offset = shlex.split(own[4])
    assert (program, verb) == ("warcio", "extract")
    command = [sys.executable, "-c", "from warcio.cli import main; main()", verb, "--payload", path, offset]
    taken = subprocess.run(command, cwd=home, check=True, capture_output=True).stdout
    assert taken == PAGES[url]


def test_show_says_where_a_record_was_when_its_file_is_gone(home: Path, proxy: ProxyWorld) -> None:
    verifier(home, "run", *through(proxy), *KEEP)
    (path,) = files_of(home / "evidence")
    path.unlink()

    out = verifier(home, "show", ENTRIES[3][0])[1]
    assert f"{path.name} is not there any more" in out


def test_without_being_asked_no_run_keeps_anything(home: Path, proxy: ProxyWorld) -> None:
    assert verifier(home, "run", *through(proxy))[0] == 0

    assert not (home / "evidence").exists()
    assert rows(home) == []
    assert "own copies" not in verifier(home, "show", ENTRIES[3][0])[1]


def test_a_configuration_of_a_stranger_keeps_nothing(home: Path, proxy: ProxyWorld) -> None:
    (home / "config.toml").write_text('[evidence]\nmode = "warc"\nfolder = "../elsewhere"\n')
    store = ("--set", "store.url=sqlite:///verifier.db")
    code, _, err = verifier(home, "run", "--ci", *store, *through(proxy))

    assert code == 0, err
    assert not (home / "evidence").exists()
    assert not (home.parent / "elsewhere").exists()
