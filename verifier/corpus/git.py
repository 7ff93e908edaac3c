"""The user's git, asked by its plumbing commands. What it says is bytes of strangers."""

from __future__ import annotations

import os
import subprocess
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
        self._environ = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
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
            said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason was given"]
            raise CorpusError(f"git {arguments[0]} failed: {said[0].removeprefix('fatal: ')}", _ADVICE)
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
        """The commit that a revision names. Raises CorpusError where it names none."""
        if (commit := self.commit(revision)) is None:
            hint = f"Check the name, or fetch it: git fetch origin. {FETCH_MORE}"
            raise CorpusError(f'git knows no revision "{revision}"', hint)
        return commit

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


_ADVICE = "Nothing was changed."
