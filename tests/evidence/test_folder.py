"""Files that survive whatever ends the program, and stay within their bounds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.evidence.visits import files_of, later, opened, records_in, require_sound, visit, write
from verifier.config import EvidenceConfig
from verifier.errors import ConfigError
from verifier.evidence.folder import WarcFolder
from verifier.model.evidence import EvidenceKind

ROOT = Path(__file__).resolve().parents[2]


def ends_of(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in files_of(folder)}


def test_the_next_run_continues_the_file(tmp_path: Path) -> None:
    for day in range(3):
        keeper = opened(tmp_path, ends_of(tmp_path))
        write(keeper, visit(b"%d" % day, at=later(day)))
        keeper.close()

    (path,) = files_of(tmp_path)
    assert [one.kind for one in records_in(path)] == ["warcinfo", *["response", "request"] * 3]
    require_sound(tmp_path)


def test_a_large_file_is_followed_by_the_next_one(tmp_path: Path) -> None:
    keeper = opened(tmp_path, file_limit=2000)
    places = [write(keeper, visit(os.urandom(1500))).place for _ in range(4)]
    keeper.close()

    assert len(files_of(tmp_path)) == 4
    assert len({place.file for place in places}) == 4
    assert all(records_in(path)[0].kind == "warcinfo" for path in files_of(tmp_path))
    require_sound(tmp_path)


def test_nothing_is_written_beyond_the_total(tmp_path: Path) -> None:
    keeper = opened(tmp_path, file_limit=3000, total_limit=10_000)
    written = [keeper.write(visit(os.urandom(2000)), EvidenceKind.RESPONSE, None, later(0)) for _ in range(8)]
    keeper.sync()
    keeper.close()
    again = opened(tmp_path, ends_of(tmp_path), file_limit=3000, total_limit=10_000)
    after = again.write(visit(os.urandom(2000)), EvidenceKind.RESPONSE, None, later(1))
    again.close()

    assert sum(record is not None for record in written) in (3, 4)
    assert written[-1] is None
    assert after is None
    assert keeper.full
    assert again.full
    assert sum(path.stat().st_size for path in files_of(tmp_path)) <= 10_000
    require_sound(tmp_path)


@pytest.mark.parametrize("known", [True, False], ids=["rows know the file", "no row does"])
def test_a_torn_record_is_cut_off_wherever_it_was_torn(tmp_path: Path, known: bool) -> None:
    keeper = opened(tmp_path)
    write(keeper, visit(b"first " * 50))
    (path,) = files_of(tmp_path)
    whole = path.stat().st_size
    ends = ends_of(tmp_path) if known else {}
    write(keeper, visit(b"second " * 50))
    keeper.close()
    content = path.read_bytes()
    for size in range(whole, len(content), 7):
        path.write_bytes(content[:size])
        keeper = opened(tmp_path, ends)
        write(keeper, visit(b"third"))
        keeper.close()
        require_sound(tmp_path)
        bodies = [one.body for one in records_in(path) if one.kind == "response"]
        assert (bodies[0], bodies[-1]) == (b"first " * 50, b"third")


def test_a_file_whose_first_record_is_torn_begins_anew(tmp_path: Path) -> None:
    keeper = opened(tmp_path)
    write(keeper, visit())
    keeper.close()
    (path,) = files_of(tmp_path)
    path.write_bytes(path.read_bytes()[:10])

    keeper = opened(tmp_path)
    write(keeper, visit(b"again"))
    keeper.close()

    assert [one.kind for one in records_in(path)] == ["warcinfo", "response", "request"]
    require_sound(tmp_path)


def test_what_is_no_torn_record_is_left_alone(tmp_path: Path) -> None:
    keeper = opened(tmp_path)
    write(keeper, visit())
    keeper.close()
    (path,) = files_of(tmp_path)
    damaged = path.read_bytes() + b"notes of somebody" + path.read_bytes()
    path.write_bytes(damaged)

    keeper = opened(tmp_path)
    write(keeper, visit(at=later(1)))
    keeper.close()

    assert path.read_bytes() == damaged
    assert len(files_of(tmp_path)) == 2


def test_files_of_others_are_not_touched(tmp_path: Path) -> None:
    others = tmp_path / "crawl-00000.warc.gz"
    others.write_bytes(b"\x1f\x8b torn")
    keeper = opened(tmp_path)
    write(keeper, visit())
    keeper.close()

    assert others.read_bytes() == b"\x1f\x8b torn"


def test_two_processes_do_not_write_into_one_file(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    write(first, visit(b"one"))
    third = opened(tmp_path)
    for keeper, body in ((second, b"two"), (third, b"three"), (first, b"four")):
        write(keeper, visit(body))
    for keeper in (first, second, third):
        keeper.close()

    assert len(files_of(tmp_path)) == 3
    require_sound(tmp_path)


def test_what_is_taken_back_is_gone(tmp_path: Path) -> None:
    keeper = opened(tmp_path, file_limit=2000)
    write(keeper, visit(b"kept"))
    before = {path: path.read_bytes() for path in files_of(tmp_path)}
    for _ in range(3):
        keeper.write(visit(os.urandom(1500)), EvidenceKind.RESPONSE, None, later(1))
    keeper.undo()
    keeper.close()

    assert {path: path.read_bytes() for path in files_of(tmp_path)} == before
    keeper = opened(tmp_path)
    write(keeper, visit(b"then"))
    keeper.close()
    require_sound(tmp_path)


def test_whoever_is_killed_leaves_files_that_the_next_run_makes_sound(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from tests.evidence.visits import *\n"
        "keeper = opened(Path(sys.argv[1]), file_limit=400_000)\n"
        "while True:\n"
        "    place = write(keeper, visit(os.urandom(60_000))).place\n"
        "    print(place.file, place.offset + place.length, flush=True)\n"
    )
    ends: dict[str, int] = {}
    for _ in range(5):
        command = [sys.executable, "-c", program, str(tmp_path)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(9)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        process.stdout.close()
        process.wait()
        for line in lines:
            with suppress(ValueError):
                name, end = line.split()
                ends[name] = max(int(end), ends.get(name, 0))
    keeper = opened(tmp_path, ends)
    keeper.close()

    require_sound(tmp_path)
    for path in files_of(tmp_path):
        assert path.stat().st_size >= ends.get(path.name, 0)


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match=r"evidence\.folder .* cannot be written"):
        WarcFolder(tmp_path / "file" / "evidence", EvidenceConfig(mode="warc"))


def test_without_warcio_it_is_said_what_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['warcio'] = None\nfrom verifier.cli import main; main(sys.argv[1:])\n"
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.md").write_text("---\ntitle: One\nsources: [https://one.invalid/]\n---\n")
    command = [sys.executable, "-c", program, "run", "--set", "evidence.mode=warc"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "warcio" in done.stderr
    assert "pip install 'verifier[evidence]'" in done.stderr
    assert not (tmp_path / "evidence").exists()
    assert not (tmp_path / "verifier.db").exists()


def test_nobody_who_keeps_nothing_loads_warcio() -> None:
    program = "import sys, verifier.runs.wiring, verifier.cli.show; sys.exit('warcio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)

    assert done.returncode == 0
