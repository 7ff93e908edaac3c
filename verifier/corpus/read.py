"""Reads a whole corpus, or part of one, from the disk.

A file that cannot be read is `Unreadable` and the rest is read; nothing here judges a citation, and
nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from verifier.config import CorpusConfig, FieldsConfig, QuotesConfig
from verifier.corpus.documents import HEAD_LENGTH, NO_QUOTATIONS, Draft, is_own_report, read_draft
from verifier.corpus.files import Listing, NotReadable, list_files, read_file, read_head
from verifier.corpus.selection import is_directory, relative_to_root, resolve_selection
from verifier.errors import CorpusError
from verifier.judge.wording import count
from verifier.model.citation import Corpus, Document, Place, Unreadable, disputed_id

__all__ = [
    "printable",
    "read_corpus",
    "require_citations",
    "require_directory",
    "resolve_selection",
    "with_ids",
]


def read_corpus(
    root: Path,
    corpus: CorpusConfig,
    fields: FieldsConfig,
    only: Sequence[Path] = (),
    *,
    skip: Sequence[Path] = (),
    quotes: QuotesConfig = NO_QUOTATIONS,
) -> Corpus:
    """Every document below `root`, in the order of the paths.

    `only` restricts it to these files and directories (as the working directory sees them). Directories
    in `skip` are not read: what a run writes is no document. Quotations are read where `quotes` wants them
    checked. Raises CorpusError where `root` is no directory or `only` leads out of it.
    """
    require_directory(root)
    skipped = filter(None, (relative_to_root(path, root) for path in skip))
    listing = list_files(root, corpus, [_within(path, root) for path in only], frozenset(skipped))
    drafts: list[Draft] = []
    unreadable = [Unreadable(printable(path), Place(1, 1), why) for path, why in listing.refused.items()]
    read = partial(read_draft, lists=corpus.lists, fields=fields, quotes=quotes)
    for result in _read_all(root, listing, read, corpus.file_limit):
        if isinstance(result, Draft):
            drafts.append(result)
        else:
            unreadable.append(result)
    unreadable.sort(key=lambda file: file.path)
    return Corpus(str(root), with_ids(drafts), tuple(unreadable))


def require_citations(corpus: Corpus, root: Path, lists: Sequence[str]) -> None:
    """Raises CorpusError where there is not a single citation: it is the configuration that is wrong."""
    if any(document.citations for document in corpus.documents):
        return
    names = " or ".join(f'"{name}"' for name in lists) or "none (corpus.lists is empty)"
    raise CorpusError(
        f"No citation was found: looked for the lists {names} in {count(len(corpus.documents), 'document')} "
        f"below {root}; {count(len(corpus.unreadable), 'file')} could not be read.",
        "Check root, include, exclude and lists in [corpus] of config.toml. "
        "What there is, and which files cannot be read: verifier scan [PATH].",
    )


def _read_all(
    root: Path, listing: Listing, read: Callable[[str, bytes], Draft | Unreadable | None], limit: int
) -> list[Draft | Unreadable]:
    results: list[Draft | Unreadable | None] = []
    for path in sorted(listing.files):
        shown = printable(path)
        try:
            data = read_file(root / path, limit)
        except NotReadable as error:
            if not is_own_report(path, read_head(root / path, HEAD_LENGTH)):
                results.append(Unreadable(shown, Place(1, 1), str(error)))
        else:
            results.append(read(shown, data))
    return [result for result in results if result is not None]


def with_ids(drafts: Sequence[Draft]) -> tuple[Document, ...]:
    """The documents of a corpus: an id that another one has, or that is another one's path, is disputed."""
    taken = {draft.path for draft in drafts}
    documents = []
    for draft in drafts:
        wanted = draft.own_id or draft.path
        candidates = (wanted, disputed_id(draft.path, wanted))
        document_id = next((each for each in candidates if each not in taken), draft.path)
        if wanted == draft.path:
            document_id = draft.path
        taken.add(document_id)
        documents.append(draft.finish(document_id))
    return tuple(documents)


def require_directory(root: Path) -> None:
    """Raises CorpusError where `root` is none."""
    if is_directory(root):
        return
    problem = "is not a directory" if os.path.lexists(root) else "does not exist (or cannot be reached)"
    hint = "Set root in [corpus] of config.toml, or name a directory on the command line."
    raise CorpusError(f"The corpus root {root} {problem}.", hint)


def _within(path: Path, root: Path) -> str:
    relative = relative_to_root(path, root)
    if relative is None:
        raise CorpusError(f"{path} does not lie in the corpus {root}.", "Name a path inside it.")
    return relative


def printable(path: str) -> str:
    r"""A path that can be shown and stored: bytes that are no UTF-8 become `\xff`.

    Where that could also be read out of the path's own backslashes, those are doubled: no two paths are
    shown alike.
    """
    shown = _without_odd_bytes(path)
    return _without_odd_bytes(path.replace("\\", r"\\")) if "\\" in path and r"\x" in shown else shown


def _without_odd_bytes(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
