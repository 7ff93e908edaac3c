"""Repairs on a branch of their own, in real repositories."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.repositories import commit, git, new_repository
from verifier.corpus.branching import NewState, commit_on_new_branch
from verifier.errors import CorpusError

OLD, NEW = b"---\nsources: []\n---\n", b"---\nsources: [x]\n---\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the corpus in a directory of it."""
    folder = new_repository(tmp_path / "repository", "events")
    write(folder, "events/one.md", OLD)
    write(folder, "README.md", b"Read me.\n")
    commit(folder)
    return folder


def write(folder: Path, path: str, content: bytes) -> None:
    (folder / path).write_bytes(content)


def branch(repository: Path, *states: NewState, name: str = "repairs") -> dict[str, str]:
    def message(paths: Sequence[str]) -> str:
        return f"Repair\n\n{' '.join(paths)}\n"

    return commit_on_new_branch(repository / "events", name, states, message)


def test_a_branch_holds_the_new_state_and_nothing_else_changes(repository: Path) -> None:
    write(repository, "README.md", b"Edited, and staged.\n")
    git(repository, "add", "README.md")
    write(repository, "README.md", b"Edited again.\n")
    before = (git(repository, "status", "--porcelain"), git(repository, "rev-parse", "main", "HEAD"))

    assert branch(repository, NewState("one.md", OLD, NEW)) == {}

    assert git(repository, "show", "repairs:events/one.md").encode() + b"\n" == NEW
    assert git(repository, "diff", "--name-only", "main", "repairs") == "events/one.md"
    assert git(repository, "log", "-1", "--format=%B %an", "repairs") == "Repair\n\none.md\n Keeper"
    assert (git(repository, "status", "--porcelain"), git(repository, "rev-parse", "main", "HEAD")) == before
    assert git(repository, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert (repository / "events/one.md").read_bytes() == OLD


def test_what_is_not_committed_is_left_out_and_said(repository: Path) -> None:
    write(repository, "events/new.md", OLD)
    write(repository, "events/one.md", OLD + b"More.\n")
    write(repository, "events/two.md", OLD)
    git(repository, "add", "events/two.md")
    git(repository, "commit", "-q", "-m", "Two")

    left = branch(
        repository,
        NewState("new.md", OLD, NEW),
        NewState("one.md", OLD + b"More.\n", NEW + b"More.\n"),
        NewState("two.md", OLD, NEW),
    )

    assert left == {
        "new.md": "git does not have the file; add and commit it first",
        "one.md": "the file has changes that are not committed; commit them first",
    }
    assert git(repository, "diff", "--name-only", "main", "repairs") == "events/two.md"
    assert git(repository, "log", "-1", "--format=%b", "repairs").strip() == "two.md"


def test_where_nothing_can_be_committed_there_is_no_branch(repository: Path) -> None:
    assert "new.md" in branch(repository, NewState("new.md", OLD, NEW))
    assert git(repository, "branch", "--list", "repairs") == ""


def test_line_ends_that_git_converts_are_no_change(repository: Path) -> None:
    write(repository, ".gitattributes", b"*.md text eol=crlf\n")
    commit(repository)
    as_checked_out = OLD.replace(b"\n", b"\r\n")

    assert branch(repository, NewState("one.md", as_checked_out, NEW.replace(b"\n", b"\r\n"))) == {}
    assert git(repository, "diff", "--numstat", "main", "repairs") == "1\t1\tevents/one.md"
    assert git(repository, "cat-file", "blob", "repairs:events/one.md") == NEW.decode().strip()


@pytest.mark.parametrize("setting", ["true", "input"])
def test_a_file_that_was_committed_with_crlf_keeps_it_whatever_is_configured(
    repository: Path, setting: str
) -> None:
    """git itself calls such a file unchanged."""
    git(repository, "config", "core.autocrlf", "false")
    old, new = OLD.replace(b"\n", b"\r\n"), NEW.replace(b"\n", b"\r\n")
    write(repository, "events/one.md", old)
    commit(repository)
    git(repository, "config", "core.autocrlf", setting)
    assert git(repository, "status", "--porcelain") == ""

    assert branch(repository, NewState("one.md", old, new)) == {}

    blob = subprocess.run(
        ["git", "cat-file", "blob", "repairs:events/one.md"], cwd=repository, capture_output=True, check=True
    )
    assert blob.stdout == new
    assert git(repository, "diff", "--numstat", "main", "repairs") == "1\t1\tevents/one.md"


def test_the_message_is_utf8_whatever_encoding_the_others_have(repository: Path) -> None:
    git(repository, "config", "i18n.commitEncoding", "ISO-8859-1")
    write(repository, "events/é.md", OLD)
    commit(repository)

    branch(repository, NewState("é.md", OLD, NEW))

    raw = git(repository, "cat-file", "commit", "repairs")
    assert "encoding" not in raw
    assert "é.md" in raw


@pytest.mark.parametrize(
    "name", ["été d'automne, 100%.md", "-rf.md", 'quo"te\\back.md', "closes #1 @team.md"]
)
def test_any_file_name_does(repository: Path, name: str) -> None:
    write(repository, f"events/{name}", OLD)
    commit(repository)

    assert branch(repository, NewState(name, OLD, NEW)) == {}
    changed = git(repository, "diff", "-z", "--name-only", "main", "repairs")
    assert changed == f"events/{name}\0"


def test_the_mode_of_a_file_stays(repository: Path) -> None:
    (repository / "events/one.md").chmod(0o755)
    commit(repository)

    branch(repository, NewState("one.md", OLD, NEW))

    assert git(repository, "ls-tree", "repairs", "events/one.md").startswith("100755 ")


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("main", 'the branch "main" exists already'),
        ("-b", '"-b" is no name that git gives a branch'),
        ("a..b", '"a..b" is no name that git gives a branch'),
        ("", '"" is no name that git gives a branch'),
        ("HEAD", '"HEAD" is no name that git gives a branch'),
        ("@{-1}", '"@{-1}" is no name that git gives a branch'),
        ("refs/heads/y", '"refs/heads/y" is the long name of a branch'),
        ("team", 'there is a branch "team/x", and git keeps none called "team" beside it'),
        ("main/x", 'there is a branch "main", and git keeps none called "main/x" beside it'),
    ],
)
def test_a_name_that_cannot_be_had_is_refused(repository: Path, name: str, complaint: str) -> None:
    git(repository, "branch", "team/x")
    git(repository, "checkout", "-q", "-b", "feature")
    git(repository, "checkout", "-q", "main")
    before = git(repository, "for-each-ref")
    with pytest.raises(CorpusError) as caught:
        branch(repository, NewState("one.md", OLD, NEW), name=name)
    assert caught.value.message == complaint
    assert git(repository, "for-each-ref") == before


def test_no_repository_and_no_commit_are_said(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    with pytest.raises(CorpusError, match="not a git repository"):
        branch(tmp_path, NewState("one.md", OLD, NEW))

    git(tmp_path, "init", "-q")
    with pytest.raises(CorpusError, match="no commit that a branch could begin at"):
        branch(tmp_path, NewState("one.md", OLD, NEW))


def test_hooks_of_the_repository_do_not_run(repository: Path) -> None:
    for hook in ("pre-commit", "commit-msg", "post-commit", "prepare-commit-msg"):
        script = repository / ".git/hooks" / hook
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"#!/bin/sh\ntouch '{repository}/ran'\nexit 1\n")
        script.chmod(0o755)

    assert branch(repository, NewState("one.md", OLD, NEW)) == {}
    assert not (repository / "ran").exists()
