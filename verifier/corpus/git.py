"""New states of documents as a commit on a branch of its own.

The working tree and its index stay as they are. It is made of git's plumbing, which runs no hook of commits
and asks nobody anything. Only what is committed already is built upon: a document with other changes is left
out.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from verifier.errors import CorpusError

_REGULAR = ("100644", "100755")


class NewState(NamedTuple):
    """What a document was read as, and what it shall be."""

    path: str
    """Relative to the corpus root, with "/" between parts."""
    before: bytes
    after: bytes


def commit_on_new_branch(
    root: Path, branch: str, states: Sequence[NewState], message: Callable[[Sequence[str]], str]
) -> dict[str, str]:
    """Commit the new states on a new branch that begins at HEAD.

    `root` is the corpus root, somewhere in a repository; `message` makes the commit's from the paths that are
    in it. Returns why others are not, by path: a clause that says what to do. Where that is all of them no
    branch is made. Raises CorpusError: no git, no repository, no commit yet, no name for a branch or one
    that is taken, git does not know who commits.
    """
    with tempfile.TemporaryDirectory(prefix="verifier-") as folder:
        git = _Git(root, Path(folder) / "index")
        prefix = git.ask("rev-parse", "--show-prefix").rstrip("\n")
        _require_free(git, branch)
        head = _head(git)
        known = _entries(git, head)
        left: dict[str, str] = {}
        new: dict[str, str] = {}
        for state in states:
            path = prefix + state.path
            if reason := _reason_to_leave(git, path, state, known.get(path)):
                left[state.path] = reason
                continue
            blob = git.ask("hash-object", "-w", "--stdin", f"--path={path}", content=state.after).strip()
            new[state.path] = f"{known[path].mode} {blob}\t{path}\0"
        if new:
            _commit(git, head, "".join(new.values()), branch, message(list(new)))
    return left


class _Entry(NamedTuple):
    mode: str
    blob: str


class _Git:
    """git in one directory, with an index of its own."""

    def __init__(self, root: Path, index: Path) -> None:
        self._root = root
        self._environ = {**os.environ, "GIT_INDEX_FILE": str(index), "LC_ALL": "C"}

    def ask(self, *arguments: str, content: bytes | None = None) -> str:
        """What it answers. Raises CorpusError with its own words where it fails."""
        try:
            done = subprocess.run(  # noqa: S603 - arguments are never a shell's
                ["git", *arguments],  # noqa: S607 - the user's own git
                cwd=self._root,
                env=self._environ,
                input=content or b"",
                capture_output=True,
                check=False,
            )
        except OSError as error:
            message = f"git cannot be run: {(error.strerror or 'unknown error').lower()}"
            raise CorpusError(
                message, "Install git, or write the changes into the files with --write."
            ) from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason was given"]
            raise CorpusError(f"git {arguments[0]} failed: {said[0].removeprefix('fatal: ')}", _ADVICE)
        return done.stdout.decode("utf-8", "surrogateescape")


_ADVICE = "No branch was made, and no document was changed."


def _require_free(git: _Git, branch: str) -> None:
    try:
        git.ask("check-ref-format", "--branch", branch)
    except CorpusError:
        message = f'"{branch}" is no name that git gives a branch'
        raise CorpusError(message, 'Choose one like "citation-repairs".') from None
    if git.ask("for-each-ref", "--format=%(refname)", f"refs/heads/{branch}").strip():
        message = f'the branch "{branch}" exists already'
        raise CorpusError(message, f"Choose another name, or delete it: git branch -D {branch}")


def _head(git: _Git) -> str:
    try:
        return git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
    except CorpusError:
        raise CorpusError(
            "the repository has no commit that a branch could begin at", "Commit the documents."
        ) from None


def _entries(git: _Git, commit: str) -> dict[str, _Entry]:
    """By path in the repository: what the commit holds."""
    found = {}
    for line in git.ask("ls-tree", "-r", "-z", "--full-tree", commit).split("\0"):
        facts, _, path = line.partition("\t")
        if path:
            mode, _, blob = facts.split(" ")
            found[path] = _Entry(mode, blob)
    return found


def _reason_to_leave(git: _Git, path: str, state: NewState, entry: _Entry | None) -> str:
    if entry is None or entry.mode not in _REGULAR:
        return "git does not have the file; add and commit it first"
    # By the file's own filters (line ends, large files): what git would store for what was read.
    blob = git.ask("hash-object", "--stdin", f"--path={path}", content=state.before).strip()
    return "" if blob == entry.blob else "the file has changes that are not committed; commit them first"


def _commit(git: _Git, head: str, entries: str, branch: str, message: str) -> None:
    git.ask("read-tree", head)
    git.ask("update-index", "-z", "--index-info", content=entries.encode("utf-8", "surrogateescape"))
    tree = git.ask("write-tree").strip()
    commit = git.ask("commit-tree", tree, "-p", head, "-F", "-", content=message.encode()).strip()
    # Zeroes: only where there is no such branch yet.
    git.ask("update-ref", "-m", "verifier fix", f"refs/heads/{branch}", commit, "0" * len(commit))
