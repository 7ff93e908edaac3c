"""What a change touched, in real repositories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.repositories import commit, git, new_repository
from verifier.config import CorpusConfig
from verifier.corpus.history import Held, Placed, Touched, held_now, touched_since
from verifier.errors import CorpusError


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """On a branch that begins at `main`; the corpus is a directory of it."""
    folder = new_repository(tmp_path / "repository", "events/old")
    for name in ("one", "two", "old/three"):
        (folder / "events" / f"{name}.md").write_text(f"{name}\n")
    (folder / "README.md").write_text("Read me.\n")
    commit(folder)
    git(folder, "checkout", "-q", "-b", "change")
    return folder


def touched(repository: Path, revision: str = "main") -> Touched:
    return touched_since(repository / "events", revision, CorpusConfig())


def before(found: Touched) -> dict[str, bytes]:
    return dict(found.before)


def test_nothing_was_touched(repository: Path) -> None:
    assert touched(repository) == Touched(git(repository, "rev-parse", "main"), (), ())


def test_committed_staged_loose_and_new_files_count(repository: Path) -> None:
    events = repository / "events"
    (events / "one.md").write_text("changed\n")
    commit(repository)
    (events / "two.md").write_text("staged\n")
    git(repository, "add", "events/two.md")
    (events / "old" / "three.md").write_text("loose\n")
    (events / "new é, 100%.md").write_text("new\n")
    (repository / "README.md").write_text("Not a document.\n")
    (events / "notes.txt").write_text("Not a document.\n")

    found = touched(repository)

    assert found.now == ("new é, 100%.md", "old/three.md", "one.md", "two.md")
    assert before(found) == {"one.md": b"one\n", "old/three.md": b"old/three\n", "two.md": b"two\n"}


def test_a_renamed_file_is_there_before_and_now(repository: Path) -> None:
    git(repository, "mv", "events/one.md", "events/uno.md")
    commit(repository)

    found = touched(repository)

    assert (found.now, before(found)) == (("uno.md",), {"one.md": b"one\n"})


def test_what_the_other_branch_did_meanwhile_is_not_ours(repository: Path) -> None:
    git(repository, "checkout", "-q", "main")
    (repository / "events" / "two.md").write_text("theirs\n")
    commit(repository)
    git(repository, "checkout", "-q", "change")
    (repository / "events" / "one.md").write_text("ours\n")

    assert touched(repository).now == ("one.md",)


def test_ignored_hidden_and_excluded_files_are_none(repository: Path) -> None:
    (repository / ".gitignore").write_text("draft.md\n")
    (repository / "events" / "draft.md").write_text("ignored\n")
    (repository / "events" / ".hidden").mkdir()
    (repository / "events" / ".hidden" / "x.md").write_text("hidden\n")

    assert touched(repository).now == ()
    without_drafts = CorpusConfig(exclude=("o*.md",))
    (repository / "events" / "one.md").write_text("changed\n")
    assert touched_since(repository / "events", "main", without_drafts).now == ()


def test_a_link_is_nothing_that_was_read(repository: Path) -> None:
    git(repository, "checkout", "-q", "main")
    (repository / "events" / "link.md").symlink_to("one.md")
    commit(repository)
    git(repository, "checkout", "-q", "-b", "later")
    (repository / "events" / "link.md").unlink()

    assert touched(repository).before == ()


def test_a_file_that_was_too_large_is_left_out(repository: Path) -> None:
    (repository / "events" / "one.md").write_text("small\n")

    found = touched_since(repository / "events", "main", CorpusConfig(file_limit=2))

    assert (found.now, found.before) == (("one.md",), ())


def test_an_unknown_revision_says_what_to_do(repository: Path) -> None:
    for name in ("origin/main", "--output=x", "nobody^{tree}"):
        with pytest.raises(CorpusError, match="git knows no revision") as caught:
            touched(repository, name)
        assert "fetch-depth: 0" in caught.value.hint
    assert not (repository / "events" / "x").exists()


def test_a_shallow_clone_without_the_history_says_so(repository: Path, tmp_path: Path) -> None:
    (repository / "events" / "one.md").write_text("ours\n")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    (repository / "events" / "two.md").write_text("theirs\n")
    commit(repository)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{repository}", str(clone))
    git(clone, "checkout", "-q", "change")

    with pytest.raises(CorpusError, match="this clone is shallow, and the history between them is missing"):
        touched(clone, "origin/main")


def test_outside_a_repository_it_says_so(tmp_path: Path, repository: Path) -> None:
    with pytest.raises(CorpusError, match="not a git repository") as outside:
        touched_since(tmp_path, "main", CorpusConfig())
    with pytest.raises(CorpusError, match="must be run in a work tree") as inside:
        touched_since(repository / ".git", "main", CorpusConfig())

    for caught in (outside, inside):
        assert caught.value.hint.startswith("Run it in a checkout of the repository, or do without")


def test_a_revision_that_can_mean_several_is_an_error(repository: Path) -> None:
    """Whoever can push a tag must not choose what a change is compared with."""
    git(repository, "update-ref", "refs/remotes/origin/main", "main")
    (repository / "events" / "one.md").write_text("changed\n")
    commit(repository)
    git(repository, "tag", "-a", "-m", "Same", "origin/main", "main")
    assert touched(repository, "origin/main").now == ("one.md",)

    git(repository, "tag", "-f", "origin/main", "HEAD")
    for revision in ("origin/main", "origin/main^0", "origin/main~0"):
        with pytest.raises(CorpusError, match=r"ambiguous: refs/tags/origin/main or refs/rem") as caught:
            touched(repository, revision)
        assert "in full" in caught.value.hint
    assert touched(repository, "refs/remotes/origin/main").now == ("one.md",)


def test_nothing_is_written(repository: Path) -> None:
    (repository / "events" / "one.md").touch()
    index = (repository / ".git" / "index").read_bytes()

    touched(repository)

    assert (repository / ".git" / "index").read_bytes() == index


def test_a_corpus_that_moved_as_a_whole_is_there_before(repository: Path) -> None:
    git(repository, "rm", "-q", "README.md")
    git(repository, "mv", "events", "docs")
    (repository / "docs" / "one.md").write_text("one, altered\n")
    commit(repository)

    config = CorpusConfig(include=("*.md", "old/*.md"))
    was = Placed(repository / "events", CorpusConfig())
    found = touched_since(repository / "docs", "main", config, was)

    assert (found.now, found.origin) == (("old/three.md", "one.md", "two.md"), "../events/")
    assert before(found) == {
        "../events/old/three.md": b"old/three\n",
        "../events/one.md": b"one\n",
        "../events/two.md": b"two\n",
    }


def test_what_was_deleted_elsewhere_was_no_document(repository: Path) -> None:
    git(repository, "mv", "README.md", "events/README.md")
    (repository / "events" / "one.md").write_text("changed\n")

    found = touched(repository)

    assert (found.now, before(found)) == (("README.md", "one.md"), {"one.md": b"one\n"})


def test_what_another_configuration_takes_in_is_new(repository: Path) -> None:
    was = Placed(repository / "events", CorpusConfig(exclude=("old/",)))

    found = touched_since(repository, "main", CorpusConfig(), was)
    assert (found.now, before(found)) == (("README.md", "events/old/three.md"), {})

    git(repository, "mv", "events/one.md", "one.md")
    (repository / "events" / "old" / "three.md").unlink()
    found = touched_since(repository, "main", CorpusConfig(), was)
    assert (found.now, before(found)) == (("README.md", "one.md"), {"events/one.md": b"one\n"})

    elsewhere = Placed(repository.parent / "other", CorpusConfig())
    assert before(touched_since(repository / "events", "main", CorpusConfig(), elsewhere)) == {}


def test_what_git_stores_of_a_file_or_link_is_known_and_nothing_hangs(repository: Path) -> None:
    events = repository / "events"
    (events / "link").symlink_to("one.md")
    os.mkfifo(events / "pipe")
    commit(repository)

    stored = git(repository, "rev-parse", "HEAD:events/one.md", "HEAD:events/link").split()

    assert [held_now(events, name) for name in ("one.md", "link")] == [
        Held(False, stored[0]),
        Held(True, stored[1]),
    ]
    assert (held_now(events, "pipe"), held_now(events, "nowhere.md")) == (None, None)


def test_what_was_excluded_in_the_corpus_itself_was_no_document(repository: Path) -> None:
    git(repository, "mv", "events/old/three.md", "events/three.md")

    found = touched_since(repository / "events", "main", CorpusConfig(exclude=("old/",)))

    assert (found.now, found.before) == (("three.md",), ())


def test_filters_are_applied_to_what_was(repository: Path) -> None:
    """As git-crypt, git-lfs and line ends have them; also where the name is an odd one."""
    git(repository, "config", "filter.secret.clean", "tr a-z A-Z")
    git(repository, "config", "filter.secret.smudge", "tr A-Z a-z; echo and more")
    (repository / ".gitattributes").write_text("*.md filter=secret\n")
    (repository / "events" / "a  b é.md").write_text("odd\n")
    commit(repository)
    git(repository, "branch", "-f", "main")
    for name in ("a  b é.md", "one.md"):
        (repository / "events" / name).write_text("changed\n")

    assert before(touched(repository)) == {"a  b é.md": b"odd\nand more\n", "one.md": b"one\nand more\n"}

    (repository / "events" / "a\nb.md").write_text("odd\n")
    commit(repository)
    git(repository, "branch", "-f", "main")
    (repository / "events" / "a\nb.md").write_text("changed\n")
    assert before(touched(repository)) == {"a\nb.md": b"odd\nand more\n"}


def test_a_filter_that_fails_leaves_what_is_stored(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.md filter=locked\n")
    (repository / "events" / "one.md").write_text("changed\n")
    git(repository, "config", "filter.locked.smudge", "false")
    git(repository, "config", "filter.locked.required", "true")
    git(repository, "config", "filter.locked.clean", "cat")

    assert before(touched(repository))["one.md"] == b"one\n"


def test_a_corpus_without_a_document_is_an_error_and_a_change_elsewhere_is_none(repository: Path) -> None:
    (repository / "README.md").write_text("Changed.\n")
    assert touched(repository).now == ()

    with pytest.raises(CorpusError, match="git knows no document of the corpus") as caught:
        touched_since(repository / "events", "main", CorpusConfig(include=("*.rst",)))
    assert "include" in caught.value.hint
