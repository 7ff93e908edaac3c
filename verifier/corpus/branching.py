"""New states of documents as a commit on a branch of its own.

The working tree and its index stay as they are. It is made of git's plumbing, which runs no hook of commits
and asks nobody anything. Only what is committed already is built upon: a document with other changes is left
out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from verifier.corpus.git import REGULAR, Git
from verifier.errors import CorpusError


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
        git = Git(root, Path(folder) / "index")
        prefix = git.prefix()
        _require_free(git, branch)
        head = git.commit("HEAD")
        if head is None:
            problem = "the repository has no commit that a branch could begin at"
            raise CorpusError(problem, "Commit the documents first.")
        known = git.entries(head)
        left: dict[str, str] = {}
        new: dict[str, str] = {}
        for state in states:
            path = prefix + state.path
            if reason := _reason_to_leave(git, path, state, known.get(path)):
                left[state.path] = reason
                continue
            blob = git.ask("hash-object", "-w", "--stdin", f"--path={path}", content=state.after).strip()
            new[state.path] = f"{known[path][0]} {blob}\t{path}\0"
        if new:
            _commit(git, head, "".join(new.values()), branch, message(list(new)))
    return left


def _require_free(git: Git, branch: str) -> None:
    try:
        git.ask("check-ref-format", "--branch", branch)
    except CorpusError:
        message = f'"{branch}" is no name that git gives a branch'
        raise CorpusError(message, 'Choose one like "citation-repairs".') from None
    if git.ask("for-each-ref", "--format=%(refname)", f"refs/heads/{branch}").strip():
        message = f'the branch "{branch}" exists already'
        raise CorpusError(message, f"Choose another name, or delete it: git branch -D {branch}")


def _reason_to_leave(git: Git, path: str, state: NewState, entry: tuple[str, str] | None) -> str:
    if entry is None or entry[0] not in REGULAR:
        return "git does not have the file; add and commit it first"
    # By the file's own filters (line ends, large files): what git would store for what was read.
    blob = git.ask("hash-object", "--stdin", f"--path={path}", content=state.before).strip()
    return "" if blob == entry[1] else "the file has changes that are not committed; commit them first"


def _commit(git: Git, head: str, entries: str, branch: str, message: str) -> None:
    git.ask("read-tree", head)
    git.ask("update-index", "-z", "--index-info", content=entries.encode("utf-8", "surrogateescape"))
    tree = git.ask("write-tree").strip()
    commit = git.ask("commit-tree", tree, "-p", head, "-F", "-", content=message.encode()).strip()
    # Zeroes: only where there is no such branch yet.
    git.ask("update-ref", "-m", "verifier fix", f"refs/heads/{branch}", commit, "0" * len(commit))
