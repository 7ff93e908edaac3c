"""What a revision holds, whatever the working tree has become."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import commit, git, new_repository
from verifier.corpus.at_revision import AtRevision
from verifier.corpus.git import Git
from verifier.errors import ConfigError, CorpusError


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """On a branch that begins at `main`."""
    folder = new_repository(tmp_path / "repository", "below")
    (folder / "a [1] é.toml").write_text("first\n")
    (folder / "below" / "b.toml").write_text("first\n")
    (folder / "link.toml").symlink_to("below/b.toml")
    commit(folder)
    git(folder, "checkout", "-q", "-b", "change")
    return folder


def test_a_file_is_what_it_was_though_the_change_altered_deleted_or_replaced_it(top: Path) -> None:
    odd, below = top / "a [1] é.toml", top / "below" / "b.toml"
    odd.write_text("second\n")
    below.unlink()
    below.symlink_to("/etc/hostname")
    (top / "new.toml").write_text("new\n")
    commit(top)

    base = AtRevision(top / "below", "main")

    assert (base.read(odd), base.read(below), base.read(top / "new.toml")) == (b"first\n", b"first\n", None)
    assert [base.altered(path) for path in (odd, below, top / "new.toml", top / "none.toml")] == [
        True,
        True,
        True,
        False,
    ]


def test_what_lies_outside_is_the_word_of_whoever_runs(top: Path, tmp_path: Path) -> None:
    outside = tmp_path / "mine.toml"
    outside.write_text("mine\n")

    base = AtRevision(top, "main")

    assert (base.read(outside), base.altered(outside)) == (b"mine\n", False)
    assert base.read(tmp_path / "none.toml") is None


def test_a_detour_leads_to_the_same_file(top: Path, tmp_path: Path) -> None:
    (tmp_path / "detour").symlink_to(top)
    (top / "below" / "b.toml").write_text("second\n")

    assert AtRevision(top, "main").read(tmp_path / "detour" / "below" / "b.toml") == b"first\n"


def test_a_branch_that_is_behind_altered_nothing(top: Path) -> None:
    git(top, "checkout", "-q", "main")
    (top / "below" / "b.toml").write_text("second\n")
    commit(top)
    git(top, "checkout", "-q", "change")

    base = AtRevision(top, "main")

    assert (base.read(top / "below" / "b.toml"), base.altered(top / "below" / "b.toml")) == (
        b"second\n",
        False,
    )


def test_links_and_unknown_revisions_are_errors(top: Path) -> None:
    with pytest.raises(ConfigError, match=r"link\.toml is no file at main"):
        AtRevision(top, "main").read(top / "link.toml")
    with pytest.raises(CorpusError, match="knows no revision"):
        AtRevision(top, "--all")


def test_git_says_whether_a_file_is_what_it_was_when_the_change_began(top: Path) -> None:
    odd, below = top / "a [1] é.toml", top / "below" / "b.toml"
    below.write_text("second\n")

    asked = Git(top)

    assert (asked.is_as_it_was(odd, "main"), asked.is_as_it_was(below, "main")) == (True, False)
    assert not asked.is_as_it_was(odd, "nobody")
    assert not asked.is_as_it_was(odd, "--all")
