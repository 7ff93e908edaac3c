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

from verifier.corpus.branch_names import require_free
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
    in it. Returns why others are not, by path: a clause that says what to do. Where that is all of them, or
    there is no new state, no branch is made. Raises CorpusError: no git, no repository, no commit yet, no
    name for a branch or one that is taken, git does not know who commits.
    """
    with tempfile.TemporaryDirectory(prefix="verifier-") as folder:
        git = Git(root, Path(folder) / "index")
        prefix = git.prefix()
        require_free(git, branch)
        head = git.commit("HEAD")
        if head is None:
            problem = "the repository has no commit that a branch could begin at"
            raise CorpusError(problem, "Commit the documents first.")
        known = git.entries(head)
        left: dict[str, str] = {}
        new: dict[str, str] = {}
        for state in states:
            path = prefix + state.path
            mode, committed = known.get(path, ("", ""))
            if mode not in REGULAR:
                left[state.path] = "git does not have the file; add and commit it first"
            elif (filters := _filters(git, path, state.before, committed)) is None:
                left[state.path] = "the file has changes that are not committed; commit them first"
            else:
                blob = _blob(git, state.after, "-w", filters)
                new[state.path] = f"{mode} {blob}\t{path}\0"
        if new:
            _commit(git, head, "".join(new.values()), branch, message(list(new)))
    return left


def _filters(git: Git, path: str, content: bytes, committed: str) -> str | None:
    """By which option git makes the committed blob of what was read; None where it has changes."""
    # First by the file's own filters (line ends, large files). Of a file that was committed with CRLF git
    # leaves the line ends alone, whatever is configured.
    ways = (f"--path={path}", "--no-filters")
    return next((way for way in ways if _blob(git, content, way) == committed), None)


def _blob(git: Git, content: bytes, *options: str) -> str:
    return git.ask("hash-object", "--stdin", *options, content=content).strip()


def _commit(git: Git, head: str, entries: str, branch: str, message: str) -> None:
    git.ask("read-tree", head)
    git.ask("update-index", "-z", "--index-info", content=entries.encode("utf-8", "surrogateescape"))
    tree = git.ask("write-tree").strip()
    commit = _made_commit(git, tree, head, message)
    # Zeroes: only where there is no such branch yet.
    git.ask("update-ref", "-m", "verifier fix", f"refs/heads/{branch}", commit, "0" * len(commit))


def _made_commit(git: Git, tree: str, parent: str, message: str) -> str:
    _require_identity(git)
    # The message is UTF-8, whatever encoding the user's own have.
    utf8 = ("-c", "i18n.commitEncoding=UTF-8")
    return git.ask(*utf8, "commit-tree", tree, "-p", parent, "-F", "-", content=message.encode()).strip()


def _require_identity(git: Git) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        try:
            git.ask("var", f"GIT_{role}_IDENT")
        except CorpusError:
            problem = "git does not know in whose name to commit"
            advice = 'Tell it: git config user.name "Your name" && git config user.email you@example.org'
            raise CorpusError(problem, advice) from None
