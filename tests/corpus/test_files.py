"""What a pull request can put into a directory: nothing hangs, nothing leads out, nothing vanishes."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tests.corpus.reading import CONFIG, read_files, write_files
from verifier.config import CorpusConfig
from verifier.corpus.files import NotReadable, read_file
from verifier.corpus.read import read_corpus
from verifier.errors import CorpusError
from verifier.model.citation import Corpus, Place

GOOD = "---\nsources: [https://x.org/a]\n---\n"


def read(root: Path, **settings: object) -> Corpus:
    return read_corpus(root, CorpusConfig.model_validate(settings), CONFIG.fields)


def paths(corpus: Corpus) -> list[str]:
    return [document.path for document in corpus.documents]


def refusals(corpus: Corpus) -> dict[str, str]:
    return {file.path: file.message for file in corpus.unreadable}


def test_documents_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {"b.md": GOOD, "a/z.md": GOOD, "a.md": GOOD, "c.json": "{}", "d.txt": GOOD})

    assert paths(corpus) == ["a.md", "a/z.md", "b.md", "c.json"]
    assert corpus.root == str(tmp_path)


def test_hidden_directories_are_passed_over(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {".git/a.md": GOOD, "a/.cache/b.md": GOOD, ".hidden.md": GOOD})

    assert paths(corpus) == [".hidden.md"]


def test_exclude_wins_over_include(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": GOOD, "drafts/b.md": GOOD, "x/README.md": GOOD})

    assert paths(read(tmp_path, exclude=["drafts/**", "**/README.md"])) == ["a.md"]
    assert paths(read(tmp_path, include=["drafts/*.md"])) == ["drafts/b.md"]


@pytest.mark.parametrize(
    "name", ["50%-off.md", "it's, so.md", "a b.md", "line\nbreak.md", "ü😀.md", "-x.md", "*.md"]
)
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    assert paths(read_files(tmp_path, {name: GOOD})) == [name]


def test_a_name_that_is_no_utf_8_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text(GOOD)
    (tmp_path / os.fsdecode(b"bad\xff.md")).write_text("---\nopen")
    corpus = read(tmp_path)

    assert paths(corpus) == [r"caf\xe9.md"]
    assert list(refusals(corpus)) == [r"bad\xff.md"]
    assert corpus.documents[0].citations[0].path.encode()


def test_a_named_pipe_does_not_hang(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": GOOD})
    os.mkfifo(tmp_path / "pipe.md")
    corpus = read(tmp_path)

    assert paths(corpus) == ["a.md"]
    assert "no regular file" in refusals(corpus)["pipe.md"]


def test_sockets_and_directories_with_the_name_of_a_document_are_reported(tmp_path: Path) -> None:
    write_files(tmp_path, {"dir.md/inner.md": GOOD})
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.md"))
        corpus = read(tmp_path)

    assert paths(corpus) == ["dir.md/inner.md"]
    assert "directory" in refusals(corpus)["dir.md"]
    assert "no regular file" in refusals(corpus)["s.md"]


def test_links_out_of_the_corpus_are_not_followed(tmp_path: Path) -> None:
    write_files(tmp_path, {"outside/secret.md": GOOD, "in/a.md": GOOD})
    root = tmp_path / "in"
    (root / "link.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "passwd.md").symlink_to("/etc/passwd")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "zero.json").symlink_to("/dev/zero")
    (root / "not-a-document").symlink_to("/etc/passwd")
    corpus = read(root)

    assert paths(corpus) == ["a.md"]
    assert set(refusals(corpus)) == {"link.md", "passwd.md", "folder", "zero.json"}
    assert all("link out of the corpus" in message for message in refusals(corpus).values())


def test_a_root_that_is_a_link_is_the_directory_it_leads_to(tmp_path: Path) -> None:
    write_files(tmp_path, {"in/a.md": GOOD, "in/b/c.md": GOOD})
    (tmp_path / "link").symlink_to("in")
    (tmp_path / "in" / "up.md").symlink_to("/etc/passwd")
    corpus = read(tmp_path / "link")

    assert paths(corpus) == ["a.md", "b/c.md"]
    assert list(refusals(corpus)) == ["up.md"]


def test_links_inside_the_corpus_make_no_second_document_and_no_noise(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/b.md": GOOD, ".hidden/c.md": GOOD})
    (tmp_path / "same.md").symlink_to("a/b.md")
    (tmp_path / "folder").symlink_to("a")
    (tmp_path / "up").symlink_to(".")
    (tmp_path / "unread.md").symlink_to(".hidden/c.md")
    corpus = read(tmp_path)

    assert paths(corpus) == ["a/b.md"]
    assert list(refusals(corpus)) == ["unread.md"]


def test_broken_links_and_loops_are_reported(tmp_path: Path) -> None:
    (tmp_path / "broken.md").symlink_to("nowhere.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    corpus = read(tmp_path)

    assert list(refusals(corpus)) == ["broken.md", "loop.md"]


def test_a_giant_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "giant.md").open("wb") as file:
        file.truncate(100 * 1024**2)
    corpus = read(tmp_path)

    assert "104,857,600 bytes" in refusals(corpus)["giant.md"]
    assert "4 MiB" in refusals(corpus)["giant.md"]


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": GOOD, "b.md": GOOD + "x"})
    corpus = read(tmp_path, file_limit=len(GOOD))

    assert paths(corpus) == ["a.md"]
    assert list(refusals(corpus)) == ["b.md"]


def test_bad_files_do_not_lose_good_ones(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {"a.md": "---\nopen", "b.md": GOOD, "c.json": "{", "d.md": b"\xff"})

    assert paths(corpus) == ["b.md"]
    assert [(file.path, file.place) for file in corpus.unreadable] == [
        ("a.md", Place(1, 1)),
        ("c.json", Place(1, 2)),
        ("d.md", Place(1, 1)),
    ]


def test_what_the_system_does_not_let_us_read_is_a_clause_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="cannot be read: no such file"):
        read_file(tmp_path / "vanished.md", 100)
    with pytest.raises(NotReadable, match="cannot be read: file name too long"):
        read_file(tmp_path / ("x" * 300), 100)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_what_is_closed_to_us_is_reported_by_its_path(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": GOOD, "closed.md": GOOD, "closed/b.md": GOOD, "dark/c.md": GOOD})
    for name, mode in (("closed.md", 0), ("closed", 0), ("dark", 0o400)):
        (tmp_path / name).chmod(mode)
    try:
        corpus = read(tmp_path)
        with pytest.raises(CorpusError, match="cannot be reached"):
            read(tmp_path / "closed" / "deeper")
    finally:
        for name in ("closed", "dark"):
            (tmp_path / name).chmod(0o700)

    assert paths(corpus) == ["a.md"]
    assert refusals(corpus) == {
        "closed": "this directory cannot be read: permission denied",
        "closed.md": "cannot be read: permission denied",
        "dark/c.md": "cannot be read: permission denied",
    }
