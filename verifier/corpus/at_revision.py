"""The files of a repository as a revision has them, where the working tree is somebody else's word."""

from __future__ import annotations

import os
from pathlib import Path

from verifier.corpus.git import REGULAR, Git
from verifier.corpus.rulebooks import from_disk
from verifier.errors import ConfigError


class AtRevision:
    """Files by the paths that they have on disk. What lies outside the repository is read as it is there."""

    def __init__(self, here: Path, revision: str) -> None:
        """`here` is a directory of the repository. Raises CorpusError: no git, no repository, no such
        revision."""
        self._git = Git(here)
        self._top = self._git.top()
        self._commit = self._git.required_commit(revision)
        self.revision = revision

    def read(self, path: Path) -> bytes | None:
        """What the file at `path` (absolute) holds; None: there is none. Raises ConfigError where it is no
        file or cannot be read."""
        return self._at(self._commit, path)

    def has_directory(self, path: Path) -> bool:
        """Whether there were files below `path` (absolute)."""
        place = self._within(path)
        if place is None:
            return path.is_dir()
        return bool(self._git.entries(self._commit, "" if place == "." else f"{place}/"))

    def altered(self, path: Path) -> bool:
        """Whether the change made another file of it: it is neither what it is at the revision, nor what it
        was where the two parted."""
        place = self._within(path)
        if place is None:
            return False
        now = from_disk(path)
        if now == self._at(self._commit, path):
            return False
        parted = self._git.merge_base(self._commit)
        return parted is None or now != self._at(parted, path)

    def _at(self, commit: str, path: Path) -> bytes | None:
        place = self._within(path)
        if place is None:
            return from_disk(path)
        entry = self._git.entries(commit, place).get(place)
        if entry is None:
            return None
        mode, blob = entry
        if mode not in REGULAR:
            raise ConfigError(f"{place} is no file at {self.revision}", "Links are not followed there.")
        return self._git.ask_for_bytes("cat-file", "blob", blob)

    def _within(self, path: Path) -> str | None:
        """The path from the top of the repository; None outside. By its name first: the change may have
        made a link of it."""
        for candidate in (os.path.normpath(path), os.path.realpath(path)):
            relative = os.path.relpath(candidate, self._top)
            if relative != ".." and not relative.startswith(f"..{os.sep}"):
                return relative.replace(os.sep, "/")
        return None
