"""`verifier fix` as people and robots call it: the diff, the files, the branch."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.command import ENVIRONMENT, finish, start, verifier
from tests.runs.builders import SimulatedNight, titled
from tests.simulator import SimulatedPage
from verifier.archive.interface import Loaded
from verifier.demo.pages import article
from verifier.model.memento import ReplayState

ROOT = Path(__file__).parents[2]
URL, STAMP = "https://news.example.com/a/1", "20240507120000"
OTHER, MOVED = "https://news.example.com/b/2", "https://news.example.com/2024/2"
COPY = f"https://web.archive.org/web/{STAMP}/{URL}"
CONFIG = '[corpus]\nroot = "corpus"\n[store]\nurl = "sqlite:///night.db"\n[report]\ndir = "reports"\n'
ESC = "\x1b"


def git(folder: Path, *arguments: str, content: str | None = None) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=content, capture_output=True, check=True, text=True
    )
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """After two nights: one source has a confirmed copy, another one moved; the corpus is in git."""
    night = SimulatedNight(tmp_path)
    assert night.archive is not None
    night.cite((URL, titled(3)), (OTHER, titled(4)))
    (night.corpus / "doc.md").write_bytes((night.corpus / "doc.md").read_bytes().replace(b"\n", b"\r\n"))
    loaded = Loaded(ReplayState.LOADED, "", 200, "text/html", article(titled(3), "Gazette"))
    night.archive.copies[URL], night.archive.shows[URL] = STAMP, loaded
    night.web.pages[OTHER] = SimulatedPage(308, location=MOVED)
    night.web.pages[MOVED] = SimulatedPage(body=article(titled(4), "Gazette"))
    night.run()
    night.clock.advance(days=8)
    night.run()
    (tmp_path / "config.toml").write_text(CONFIG)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "user.name", "Keeper")
    git(tmp_path, "config", "user.email", "keeper@example.org")
    git(tmp_path, "config", "core.autocrlf", "false")
    git(tmp_path, "add", "corpus")
    git(tmp_path, "commit", "-q", "-m", "Documents")
    return tmp_path


def document(folder: Path) -> bytes:
    return (folder / "corpus" / "doc.md").read_bytes()


def raw(folder: Path, *arguments: str) -> bytes:
    """Standard output, byte for byte."""
    return subprocess.run(
        [sys.executable, "-m", "verifier", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
    ).stdout


def test_the_diff_is_the_result_and_nothing_is_written(folder: Path) -> None:
    before = document(folder)

    code, out, err = verifier(folder, "fix")

    added = [line for line in out.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert (code, document(folder)) == (0, before)
    assert added == [
        f"+    archive_url: {COPY}",
        '+    archive_date: "2024-05-07"',
        f'+  - url: "{MOVED}"',
    ]
    assert err.splitlines() == [
        "1 copy added, 1 move followed, in 1 document.",
        "Nothing was written; --write does, and --branch NAME commits it.",
    ]


def test_git_applies_the_diff_to_what_write_writes(folder: Path) -> None:
    before, diff = document(folder), raw(folder, "fix")
    raw(folder, "fix", "--write")
    written = document(folder)
    (folder / "corpus" / "doc.md").write_bytes(before)

    subprocess.run(["git", "apply"], cwd=folder, input=diff, check=True)

    assert document(folder) == written
    assert written.count(b"\n") == written.count(b"\r\n") == before.count(b"\n") + 2


@pytest.mark.parametrize("place", [".", "corpus", "other", "corpus/sub"])
def test_the_diff_can_be_piped_into_git_wherever_fix_is_called(folder: Path, place: str) -> None:
    """In the top of a repository, below it, beside the corpus and in it."""
    (folder / place).mkdir(exist_ok=True)
    config = ("--config", str(folder / "config.toml"))
    before = document(folder)

    code, out, err = verifier(folder / place, "fix", *config)
    diff = raw(folder / place, "fix", *config)
    said = re.search(r"git -C (\S+) apply", err)
    where = folder / place if said is None else Path(said[1])
    subprocess.run(["git", "apply"], cwd=where, input=diff, check=True)

    assert code == 0
    assert out.startswith("diff --git a/corpus/doc.md b/corpus/doc.md\n")
    assert document(folder) != before
    assert (said is None) == (place in (".", "corpus"))


def test_a_corpus_root_that_is_a_link_is_repaired_where_it_leads(folder: Path) -> None:
    (folder / "link").symlink_to("corpus")
    before, expected = document(folder), raw(folder, "fix")

    for arguments in ((), ("--branch", "repairs"), ("--write",)):
        assert raw(folder, "fix", "--set", "corpus.root=link", *arguments) == expected

    assert git(folder, "diff", "--name-only", "main", "repairs") == "corpus/doc.md\n"
    assert document(folder) != before


def test_a_corpus_without_a_citation_is_an_error_and_not_sound(folder: Path) -> None:
    (folder / "empty").mkdir()

    code, out, err = verifier(folder, "fix", "--set", "corpus.root=empty")

    assert (code, out) == (2, "")
    assert "No citation was found" in err


def test_without_a_repository_names_count_from_the_working_directory(folder: Path) -> None:
    shutil.rmtree(folder / ".git")
    environ = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    before = document(folder)

    for here in (folder, folder / "corpus"):
        diff = raw(here, "fix", "--config", str(folder / "config.toml"))
        subprocess.run(["git", "apply"], cwd=here, input=diff, env=environ, check=True)
        assert document(folder) != before
        (folder / "corpus" / "doc.md").write_bytes(before)


def test_no_line_of_what_is_told_begins_with_the_name_of_a_file(folder: Path) -> None:
    name = "::add-mask::doc.md"
    (folder / "corpus" / "doc.md").rename(folder / "corpus" / name)
    text = (folder / "corpus" / name).read_bytes()
    cited = f'url: "{URL}"'.encode()
    (folder / "corpus" / name).write_bytes(text.replace(cited, cited + b"\r\n    archived: yes"))

    _, _, err = verifier(folder, "fix", "--branch", "repairs")

    assert f'Left alone: {name}:6:10: its "archived" says "yes"' in err
    assert f"Not committed on the branch repairs: {name}: git does not have the file" in err
    assert not [line for line in err.splitlines() if line.startswith("::")]


def test_git_takes_a_diff_of_nothing_as_the_guide_has_it(folder: Path) -> None:
    verifier(folder, "fix", "--write")
    (command,) = re.findall(r"`verifier fix \| (git [^`]+)`", (ROOT / "README.md").read_text())
    version = re.findall(r"\d+", git(folder, "version"))
    if tuple(map(int, version[:2])) < (2, 35):
        pytest.skip("THIS GIT IS OLDER THAN 2.35 AND HAS NO --allow-empty")

    subprocess.run(command.split(), cwd=folder, input=raw(folder, "fix"), check=True)


def test_a_second_time_there_is_nothing_to_do_for_the_copy(folder: Path) -> None:
    verifier(folder, "fix", "--write")

    code, out, err = verifier(folder, "fix")

    assert (code, out) == (0, "")
    assert err.splitlines()[0] == "There is nothing to repair by what was recorded so far."


def test_json_holds_proposals_with_their_evidence(folder: Path) -> None:
    code, out, _ = verifier(folder, "fix", "--json", "--quiet")

    said = json.loads(out)
    assert code == 0
    assert [(each["kind"], each["line"], each["safe"]) for each in said["proposals"]] == [
        ("copy-added", 6, True),
        ("move-followed", 8, True),
    ]
    assert said["proposals"][1]["edits"] == {"url": MOVED}
    assert said["proposals"][1]["found_title"] == titled(4)
    assert said["done"] is None
    assert list(said["diffs"]) == ["doc.md"]


def test_a_branch_gets_the_commit_with_its_evidence(folder: Path) -> None:
    before = document(folder)

    code, _, err = verifier(folder, "fix", "--branch", "citation-repairs")

    message = git(folder, "log", "-1", "--format=%B", "citation-repairs")
    assert (code, document(folder)) == (0, before)
    assert "1 document committed on the branch citation-repairs." in err
    assert message.startswith("Repair 2 citations in 1 document\n\n| citation |")
    assert f"| doc.md:6 | copy added | {COPY} | The copy of 2024-05-07 was loaded on " in message
    assert f"| doc.md:8 | move followed | {MOVED} | 2 checks from " in message
    assert git(folder, "diff", "--numstat", "main", "citation-repairs") == "3\t1\tcorpus/doc.md\n"
    assert git(folder, "rev-parse", "--abbrev-ref", "HEAD") == "main\n"


def test_with_nothing_to_repair_no_branch_is_made_and_that_is_said(folder: Path) -> None:
    verifier(folder, "fix", "--write")
    git(folder, "commit", "-qam", "Repaired")

    code, out, err = verifier(folder, "fix", "--branch", "repairs")

    assert (code, out) == (0, "")
    assert err.splitlines()[-1] == "Nothing to commit: the branch repairs was not made."
    assert git(folder, "branch", "--list", "repairs") == ""


@pytest.mark.parametrize(("name", "said"), [("a..b", "is no name"), ("main", "exists already")])
def test_the_name_of_the_branch_is_checked_with_nothing_to_repair_too(
    folder: Path, name: str, said: str
) -> None:
    verifier(folder, "fix", "--write")

    code, out, err = verifier(folder, "fix", "--branch", name)

    assert (code, out) == (2, "")
    assert f'"{name}" {said}' in err


def test_a_branch_that_exists_is_an_error_with_a_way_out(folder: Path) -> None:
    code, out, err = verifier(folder, "fix", "--branch", "main")

    assert (code, out) == (2, "")
    assert 'the branch "main" exists already' in err
    assert "Traceback" not in err


def test_a_git_that_does_not_know_who_commits_is_told_how_to_say_it(folder: Path) -> None:
    git(folder, "config", "--unset", "user.email")
    git(folder, "config", "user.useConfigOnly", "true")

    code, out, err = verifier(
        folder, "fix", "--branch", "repairs", GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull
    )

    assert (code, out) == (2, "")
    assert "git does not know in whose name to commit" in err
    assert "git config user.email" in err
    assert git(folder, "branch", "--list", "repairs") == ""


def test_what_is_not_committed_is_told_and_ends_with_two(folder: Path) -> None:
    (folder / "corpus" / "doc.md").write_bytes(document(folder) + b"More.\r\n")

    code, _, err = verifier(folder, "fix", "--branch", "repairs")

    assert code == 2
    assert "Nothing to commit: the branch repairs was not made." in err
    assert "Not committed on the branch repairs: doc.md: the file has changes that are not committed" in err
    assert git(folder, "branch", "--list", "repairs") == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_whoever_interrupts_the_writing_is_told_how_far_it_went(
    tmp_path: Path, number: signal.Signals
) -> None:
    night = SimulatedNight(tmp_path)
    assert night.archive is not None
    for each in range(400):
        night.cite((URL, titled(3)), name=f"d{each:03}")
    loaded = Loaded(ReplayState.LOADED, "", 200, "text/html", article(titled(3), "Gazette"))
    night.archive.copies[URL], night.archive.shows[URL] = STAMP, loaded
    night.run()
    (tmp_path / "config.toml").write_text(CONFIG)
    first, last = (night.corpus / name for name in ("d000.md", "d399.md"))
    before, last_before = first.read_bytes(), last.read_bytes()

    process = start(tmp_path, "fix", "--write", "--quiet")
    while process.poll() is None and first.read_bytes() == before:
        pass
    process.send_signal(number)
    code, _, err = finish(process)

    written = sum(b"archive_url" in path.read_bytes() for path in night.corpus.glob("d*.md"))
    assert code == 128 + number
    assert err == (
        f"Interrupted: {written:,} of 400 files were written, each of them whole; "
        "the same command writes the rest.\n"
    )
    assert last.read_bytes() == last_before
    assert list(night.corpus.glob(".*")) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="NOTHING IS CLOSED TO ROOT: run the tests as another user")
def test_a_file_that_cannot_be_written_is_told_and_ends_with_two(folder: Path) -> None:
    (folder / "corpus").chmod(0o555)
    try:
        code, _, err = verifier(folder, "fix", "--write")
    finally:
        (folder / "corpus").chmod(0o755)

    assert code == 2
    assert "Not written: doc.md: the file cannot be written: permission denied" in err


def test_a_path_restricts_it_and_one_outside_is_an_error(folder: Path) -> None:
    assert verifier(folder, "fix", "corpus/doc.md")[1] != ""
    (folder / "corpus" / "other.md").write_text("---\nsources: []\n---\n")
    assert verifier(folder, "fix", "corpus/other.md")[1] == ""

    code, _, err = verifier(folder, "fix", "config.toml")
    assert code == 2
    assert "config.toml is no file or directory of the corpus corpus" in err


def test_before_the_first_run_it_says_what_to_do(tmp_path: Path) -> None:
    code, out, err = verifier(tmp_path, "fix")

    assert (code, out) == (2, "")
    assert "verifier run" in err


def test_write_and_branch_exclude_each_other(folder: Path) -> None:
    code, _, err = verifier(folder, "fix", "--write", "--branch", "x")

    assert code == 2
    assert "--write and --branch exclude each other" in err


def test_a_hostile_document_does_not_act_on_the_terminal(folder: Path) -> None:
    hostile = b'importance: 5\r\nnote: "\xe2\x80\xaetxt" # \xc2\x85'
    text = document(folder).replace(b"importance: 5", hostile)
    (folder / "corpus" / "doc.md").write_bytes(text)

    shown = on_a_terminal(folder, "fix")

    assert "archive_url" in shown
    assert "note" in shown
    assert not {"\x85", "\u202e", ESC} & set(shown)


def on_a_terminal(folder: Path, *arguments: str) -> str:
    """What a terminal is sent."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "verifier", *arguments],
        cwd=folder,
        env={**ENVIRONMENT, "TERM": "dumb", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    received = b""
    try:
        while some := os.read(ours, 65536):
            received += some
    except OSError:  # the terminal is gone when the process ends
        pass
    finally:
        process.wait(60)
        os.close(ours)
    return received.decode()
