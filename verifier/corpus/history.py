"""What a change did to the documents: those that it touched, and what they were before. Reads git only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from verifier.config import CorpusConfig
from verifier.corpus.git import FETCH_MORE, REGULAR, Git
from verifier.corpus.patterns import matches
from verifier.errors import CorpusError


class Earlier(NamedTuple):
    """A document as it was."""

    path: str
    """Relative to the corpus root, with "/" between parts."""
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

    Uncommitted changes and new files count; what git ignores does not. Raises CorpusError: no git, no
    repository, no such revision, no common history (a shallow clone, say).
    """
    git = Git(root)
    base = _base(git, revision)
    listed = git.ask(
        "diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--relative", base, "--", "."
    )
    fields = listed.split("\0")[:-1]
    changed = {
        path: status
        for status, path in zip(fields[::2], fields[1::2], strict=True)
        if is_document(path, config)
    }
    others = git.ask("ls-files", "-z", "--others", "--exclude-standard", "--", ".").split("\0")[:-1]
    now = {path for path, status in changed.items() if status != "D"}
    now.update(path for path in others if is_document(path, config))
    earlier = [path for path, status in changed.items() if status != "A"]
    return Touched(base, tuple(sorted(now)), tuple(_earlier(git, base, earlier, config.file_limit)))


def _base(git: Git, revision: str) -> str:
    git.prefix()
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


def _earlier(git: Git, base: str, paths: Sequence[str], limit: int) -> Iterator[Earlier]:
    """Those of `paths` that were files of at most `limit` bytes."""
    if not paths:
        return
    prefix, entries = git.prefix(), git.entries(base)
    found = [(path, entries.get(prefix + path, ("", ""))) for path in paths]
    blobs = [(path, blob) for path, (mode, blob) in found if mode in REGULAR]
    wanted = "".join(f"{blob}\n" for _, blob in blobs).encode()
    answers = git.ask_for_bytes("cat-file", "--batch", content=wanted)
    at = 0
    for path, _ in blobs:
        end = answers.index(b"\n", at)
        size = int(answers[at:end].split(b" ")[2])
        if size <= limit:
            yield Earlier(path, answers[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
