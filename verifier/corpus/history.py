"""What a change did to the documents: those that it touched, and what they were before. Reads git only."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from verifier.config import CorpusConfig
from verifier.corpus.git import FETCH_MORE, REGULAR, Git
from verifier.corpus.patterns import matches
from verifier.errors import CorpusError


class Earlier(NamedTuple):
    """A document as it was."""

    path: str
    """Relative to the corpus root, with "/" between parts; "../…" where it lay elsewhere."""
    data: bytes


class Touched(NamedTuple):
    """What is different now from what it was at a revision."""

    base: str
    """The commit that now is compared with: where the revision and HEAD parted."""
    now: tuple[str, ...]
    """The paths of documents that are new or were changed, committed or not."""
    before: tuple[Earlier, ...]
    """What was changed, renamed or deleted, as it was."""


def touched_since(root: Path, revision: str, config: CorpusConfig) -> Touched:
    """The documents below `root` that differ from where `revision` and HEAD parted.

    Uncommitted changes and new files count; what git ignores does not. Where documents are new, files of
    their names that were deleted elsewhere in the repository are what they were before: a corpus may move.
    Raises CorpusError: no git, no repository, no such revision, no common history (a shallow clone, say),
    and where there is no document, neither now nor then.
    """
    git = Git(root)
    prefix, base = git.prefix(), _base(git, revision)
    changed = {
        entry.path: entry
        for entry in _differing(git, base, "--relative", "--", ".")
        if is_document(entry.path, config)
    }
    others = git.ask("ls-files", "-z", "--others", "--exclude-standard", "--", ".").split("\0")[:-1]
    new = {path for path in others if is_document(path, config)} - changed.keys()
    new.update(path for path, entry in changed.items() if entry.status == "A")
    now = new | {path for path, entry in changed.items() if entry.status != "D"}
    earlier = [entry._replace(path=prefix + path) for path, entry in changed.items() if entry.status != "A"]
    if new:
        names = {posixpath.basename(path) for path in new}
        earlier += _deleted_elsewhere(git, base, prefix, names, config)
    if not changed and not new:
        _require_documents(git, base, revision, config)
    return Touched(base, tuple(sorted(now)), tuple(_earlier(git, earlier, prefix, config.file_limit)))


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


def _deleted_elsewhere(
    git: Git, base: str, prefix: str, names: Collection[str], config: CorpusConfig
) -> Iterator[_Differing]:
    """Files of these names outside the directory that are gone and would be documents, were some directory
    the root."""
    if not prefix:
        return
    # In the directory itself the patterns say what was a document.
    for entry in _differing(Git(git.top()), base, "--diff-filter=D", "--", "."):
        parts = entry.path.split("/")
        if entry.path.startswith(prefix) or parts[-1] not in names:
            continue
        if any(is_document("/".join(parts[at:]), config) for at in range(len(parts))):
            yield entry


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
            # Beside the directory: "../old/a.md".
            yield Earlier(posixpath.relpath(path, prefix or "."), data)
