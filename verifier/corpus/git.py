"""The user's git, asked by its plumbing commands. What it says is bytes of strangers."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from verifier.errors import CorpusError

REGULAR = ("100644", "100755")
"""The modes of files; links and submodules are none."""

FETCH_MORE = "Fetch more of it: git fetch --unshallow (with actions/checkout: fetch-depth: 0)."
"""What to do about history that is missing."""


class Git:
    """git in one directory."""

    def __init__(self, root: Path, index: Path | None = None) -> None:
        """`index` takes the place of the repository's own."""
        self._root = root
        # Nothing of the user's is written, not even to save time.
        self._environ = {**_inherited(os.environ), "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        if index is not None:
            self._environ["GIT_INDEX_FILE"] = str(index)

    def ask(self, *arguments: str, content: bytes = b"") -> str:
        """What it answers to `content`. Raises CorpusError with its own words where it fails."""
        return self.ask_for_bytes(*arguments, content=content).decode("utf-8", "surrogateescape")

    def ask_for_bytes(self, *arguments: str, content: bytes = b"") -> bytes:
        """The same, as it is."""
        try:
            done = subprocess.run(  # noqa: S603 - arguments are never a shell's
                ["git", *arguments],  # noqa: S607 - the user's own git
                cwd=self._root,
                env=self._environ,
                input=content,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            message = f"git cannot be run: {(error.strerror or 'unknown error').lower()}"
            raise CorpusError(message, "Install git, or do without the options that need it.") from None
        if done.returncode:
            raise _failure(arguments[0], done.stderr.decode("utf-8", "replace"))
        return done.stdout

    def top(self) -> Path:
        """The top of the working tree."""
        return Path(self.ask("rev-parse", "--show-toplevel").rstrip("\n"))

    def prefix(self) -> str:
        """What leads from the top of the repository to the directory, with a slash at the end; "" at the
        top."""
        return self.ask("rev-parse", "--show-prefix").rstrip("\n")

    def commit(self, revision: str) -> str | None:
        """The commit that a revision names; None where it names none."""
        try:
            return self.ask(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            ).strip()
        except CorpusError:
            return None

    def required_commit(self, revision: str) -> str:
        """The commit that a revision names. Raises CorpusError where it names none, or could mean several."""
        self._require_one_meaning(revision)
        if (commit := self.commit(revision)) is None:
            hint = f"Check the name, or fetch it: git fetch origin. {FETCH_MORE}"
            raise CorpusError(f'git knows no revision "{revision}"', hint)
        return commit

    def _require_one_meaning(self, revision: str) -> None:
        """A tag takes precedence over a branch of its name, and a branch over one that was fetched: whoever
        can push one of them must not choose what a change is compared with."""
        name = _OF_A_NAME.split(revision, maxsplit=1)[0]
        if not name or name.startswith("refs/"):
            return
        candidates = [pattern.format(name) for pattern in _MEANINGS]
        listed = self.ask("for-each-ref", "--format=%(refname)", "--", *candidates).split("\n")
        commits = {each: self.commit(each) for each in candidates if each in listed}
        if len(set(commits.values())) > 1:
            names = " or ".join(commits)
            raise CorpusError(f'"{revision}" is ambiguous: {names}', "Name the one that is meant in full.")

    def is_as_it_was(self, path: Path, revision: str) -> bool:
        """Whether git says that a file is what it was where a revision and HEAD parted; False where git
        cannot say that (before 2.30, say)."""
        try:
            self.ask(
                "diff",
                "--quiet",
                "--no-ext-diff",
                "--merge-base",
                "--end-of-options",
                revision,
                "--",
                str(path),
            )
        except CorpusError:
            return False
        return True

    def merge_base(self, commit: str) -> str | None:
        """Where a commit and HEAD parted; None where that is not known."""
        try:
            return self.ask("merge-base", commit, "HEAD").strip()
        except CorpusError:
            return None

    def entries(self, commit: str, path: str = "") -> dict[str, tuple[str, str]]:
        """Mode and blob of everything that a commit holds, or holds at `path`, by path from the top of the
        repository."""
        found = {}
        only = ["--", path] if path else []
        for line in self.ask("ls-tree", "-r", "-z", "--full-tree", commit, *only).split("\0"):
            facts, _, path = line.partition("\t")
            if path:
                mode, _, blob = facts.split(" ")
                found[path] = (mode, blob)
        return found

    def blobs(self, wanted: Sequence[tuple[str, str]]) -> list[bytes]:
        """What files of a working tree would hold: blobs, each with its path from the top of the repository.

        The filters of the path are applied (git-crypt, large files, line ends), as for what lies on the disk.
        Where they cannot be, what is stored is the answer.
        """
        try:
            return self._filtered(wanted)
        except CorpusError:
            return [self.ask_for_bytes("cat-file", "blob", blob) for _, blob in wanted]

    def _filtered(self, wanted: Sequence[tuple[str, str]]) -> list[bytes]:
        if not wanted:
            return []
        if any("\n" in path for path, _ in wanted):
            return [
                self.ask_for_bytes("cat-file", "--filters", f"--path={path}", blob) for path, blob in wanted
            ]
        # The size that git tells is that before the filters, so a word that nobody can know parts the files.
        mark = os.urandom(16).hex()
        asked = "".join(f"{blob} {path}\n" for path, blob in wanted).encode("utf-8", "surrogateescape")
        told = self.ask_for_bytes("cat-file", f"--batch={mark}", "--filters", content=asked)
        parts = told.split(f"{mark}\n".encode())[1:]
        if len(parts) != len(wanted):
            raise CorpusError("git cat-file does not apply filters", _ADVICE)
        return [part.removesuffix(b"\n") for part in parts]


_ADVICE = "Nothing was changed."
_NO_CHECKOUT = ("not a git repository", "must be run in a work tree")
"""What git says where there is nothing that could be compared."""
_IN_A_CHECKOUT = "Run it in a checkout of the repository, or do without the option that needs one (--since)."
_OF_A_NAME = re.compile(r"[~^:]|@\{")
"""What begins that part of a revision that is no name."""
_MEANINGS = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
"""What git understands by a short name, the first one first."""
_OF_ONE_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
)
"""What git tells its hooks of the repository that they run for. In a linked worktree that is a GIT_DIR alone,
which makes any directory the top of a working tree. Options (GIT_CONFIG_…) and where objects lie stay."""


def _inherited(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that git may see. A repository and a working tree that are named together stay."""
    kept = {name: value for name, value in environ.items() if name not in _OF_ONE_REPOSITORY}
    if "GIT_DIR" in environ and "GIT_WORK_TREE" in environ:
        kept |= {name: str(Path(environ[name]).absolute()) for name in ("GIT_DIR", "GIT_WORK_TREE")}
    return kept


def _failure(command: str, stderr: str) -> CorpusError:
    said = stderr.strip().splitlines() or ["no reason was given"]
    way_out = next((line.strip() for line in said if line.strip().startswith("git config ")), "")
    hint = f"If you trust what lies there: {way_out}" if way_out else _ADVICE
    if any(words in said[0] for words in _NO_CHECKOUT):
        hint = _IN_A_CHECKOUT
    return CorpusError(f"git {command} failed: {said[0].removeprefix('fatal: ')}", hint)
