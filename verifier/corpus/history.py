"""What a change did to the documents: those that it touched, and what they were before. Reads git only."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from verifier.config import CorpusConfig
from verifier.corpus.git import FETCH_MORE, REGULAR, Git
from verifier.corpus.patterns import matches
from verifier.errors import CorpusError

_LINK = "120000"
"""The mode of a link."""


class Earlier(NamedTuple):
    """A document as it was."""

    path: str
    """Relative to the corpus root, with "/" between parts; "../…" where it lay elsewhere."""
    data: bytes


class Placed(NamedTuple):
    """Which files a configuration calls documents."""

    root: Path
    """Where the corpus lies, as the working directory sees it; it need not be there."""
    config: CorpusConfig


class Held(NamedTuple):
    """What git stores of a file or link."""

    is_link: bool
    blob: str


class Touched(NamedTuple):
    """What is different now from what it was at a revision."""

    base: str
    """The commit that now is compared with: where the revision and HEAD parted."""
    now: tuple[str, ...]
    """The paths of documents that are new or were changed, committed or not."""
    before: tuple[Earlier, ...]
    """What was changed, renamed or deleted, as it was."""
    held: tuple[tuple[str, Held], ...] = ()
    """All of that and its path, also what is a link or too large to be read."""
    links: tuple[str, ...] = ()
    """Links that are new or were changed, whatever they are called."""
    origin: str = ""
    """What leads from the corpus root to the one that it had, with a slash at the end; "" for the same."""


def touched_since(root: Path, revision: str, config: CorpusConfig, was: Placed | None = None) -> Touched:
    """The documents below `root` that differ from where `revision` and HEAD parted.

    Uncommitted changes and new files count; what git ignores does not. `was` says which files were documents
    at the revision, where another configuration did: a corpus may move, and what was none is new.
    Raises CorpusError: no git, no repository, no such revision, no common history (a shallow clone, say),
    and where there is no document, neither now nor then.
    """
    git = Git(root)
    prefix, base = git.prefix(), _base(git, revision)
    entries = list(_differing(git, base, "--relative", "--", "."))
    others = git.ask("ls-files", "-z", "--others", "--exclude-standard", "--", ".").split("\0")[:-1]
    there = {*others, *(entry.path for entry in entries if entry.status != "D")}
    now = {path for path in there if is_document(path, config)}
    before = _Before(prefix, config) if was is None else _before(git, was)
    if before.is_like(prefix, config):
        earlier = [entry._replace(path=prefix + entry.path) for entry in entries]
    else:
        earlier = list(_differing(Git(git.top()), base, "--", "."))
        tracked = git.ask("ls-files", "-z", "--", ".").split("\0")[:-1]
        taken_in = (path for path in tracked if not before.held(prefix + path))
        now.update(path for path in taken_in if is_document(path, config) and os.path.lexists(root / path))
    earlier = [entry for entry in earlier if entry.status != "A" and before.held(entry.path)]
    if not now and not earlier:
        _require_documents(git, base, revision, config)
    return Touched(
        base,
        tuple(sorted(now)),
        tuple(_earlier(git, earlier, prefix, config.file_limit)),
        tuple((_beside(entry.path, prefix), Held(entry.mode == _LINK, entry.blob)) for entry in earlier),
        tuple(sorted(path for path in there if (root / path).is_symlink())),
        _way(prefix, before.prefix),
    )


def held_now(root: Path, path: str) -> Held | None:
    """What git would store of what is at `path` below `root`; None where that is not known."""
    try:
        mode = (root / path).lstat().st_mode
        if stat.S_ISLNK(mode):
            target = os.fsencode((root / path).readlink())
            return Held(True, Git(root).ask("hash-object", "--stdin", content=target).strip())
        # A named pipe would never end.
        return Held(False, Git(root).ask("hash-object", "--", path).strip()) if stat.S_ISREG(mode) else None
    except (OSError, CorpusError):
        return None


def had_documents(root: Path, revision: str, config: CorpusConfig) -> bool:
    """Whether there were documents below `root`, which is not there any more. Raises as `touched_since`."""
    there = next((each for each in root.absolute().parents if each.is_dir()), Path("/"))
    git = Git(there)
    before = _before(git, Placed(root, config))
    return any(before.held(path) for path in git.entries(_base(git, revision), before.prefix or ""))


class _Before(NamedTuple):
    """Which files were documents."""

    prefix: str | None
    """What leads from the top of the repository to the root; None where it lay outside."""
    config: CorpusConfig

    def held(self, path: str) -> bool:
        """Whether a file was one; `path` is from the top of the repository."""
        if self.prefix is None or not path.startswith(self.prefix):
            return False
        return is_document(path.removeprefix(self.prefix), self.config)

    def is_like(self, prefix: str, config: CorpusConfig) -> bool:
        """Whether they are the same now."""
        own = (self.prefix, self.config.include, self.config.exclude)
        return own == (prefix, config.include, config.exclude)


def _before(git: Git, was: Placed) -> _Before:
    way = os.path.relpath(os.path.realpath(was.root), os.path.realpath(git.top())).replace(os.sep, "/")
    if way == ".." or way.startswith("../"):
        return _Before(None, was.config)
    return _Before("" if way == "." else f"{way}/", was.config)


def _way(prefix: str, earlier: str | None) -> str:
    return "" if earlier in (None, prefix) else f"{posixpath.relpath(earlier or '.', prefix or '.')}/"


def _beside(path: str, prefix: str) -> str:
    """A path from the top of the repository as the corpus calls it; beside it: "../old/a.md"."""
    return posixpath.relpath(path, prefix or ".")


class _Differing(NamedTuple):
    """A file that is not as it was."""

    status: str
    """git's letter: "A", "D", "M", "T"."""
    path: str
    mode: str
    """That it had, "000000" for none."""
    blob: str
    """That it was."""


def _differing(git: Git, base: str, *arguments: str) -> Iterator[_Differing]:
    listed = git.ask("diff", "--raw", "--no-abbrev", "-z", "--no-renames", "--no-ext-diff", base, *arguments)
    fields = listed.split("\0")[:-1]
    for facts, path in zip(fields[::2], fields[1::2], strict=True):
        mode, _, blob, _, status = facts.removeprefix(":").split(" ")
        yield _Differing(status, path, mode, blob)


def _require_documents(git: Git, base: str, revision: str, config: CorpusConfig) -> None:
    """Nothing was touched: is that because there is nothing?"""
    prefix = git.prefix()
    held = (path.removeprefix(prefix) for path in git.entries(base, prefix))
    if not any(is_document(path, config) for path in held):
        raise CorpusError(
            f"git knows no document of the corpus, neither here nor at {revision}: no change is ever judged.",
            "Check root, include and exclude in [corpus] of config.toml. "
            "Files that git ignores, and submodules, are not seen with --since.",
        )


def _base(git: Git, revision: str) -> str:
    if (base := git.merge_base(git.required_commit(revision))) is not None:
        return base
    shallow = git.ask("rev-parse", "--is-shallow-repository").strip() == "true"
    missing = ": this clone is shallow, and the history between them is missing" if shallow else ""
    hint = FETCH_MORE if shallow else "Name a revision that this branch came from."
    raise CorpusError(f'"{revision}" and HEAD have no common history{missing}', hint)


def is_document(path: str, config: CorpusConfig) -> bool:
    """Whether a file of this name is one of the corpus, by its patterns; `path` is relative to the root."""
    hidden = any(part.startswith(".") for part in path.split("/")[:-1])
    return not hidden and matches(path, config.include) and not matches(path, config.exclude)


def _earlier(git: Git, entries: Sequence[_Differing], prefix: str, limit: int) -> Iterator[Earlier]:
    """Those of `entries`, with paths from the top of the repository, that were files of at most `limit`
    bytes."""
    files = [(entry.path, entry.blob) for entry in entries if entry.mode in REGULAR]
    for (path, _), data in zip(files, git.blobs(files), strict=True):
        if len(data) <= limit:
            yield Earlier(_beside(path, prefix), data)
