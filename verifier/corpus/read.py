"""Reads a whole corpus, or part of one, from the disk.

A file that cannot be read is `Unreadable` and the rest is read; nothing here judges a citation, and
nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from verifier.config import CorpusConfig, FieldsConfig
from verifier.corpus.documents import Draft, read_draft
from verifier.corpus.files import Listing, NotReadable, list_files, read_file
from verifier.corpus.selection import relative_to_root, resolve_selection
from verifier.errors import CorpusError
from verifier.model.citation import Corpus, Document, Place, Unreadable

__all__ = ["read_corpus", "resolve_selection"]


def read_corpus(root: Path, corpus: CorpusConfig, fields: FieldsConfig, only: Sequence[Path] = ()) -> Corpus:
    """Every document below `root`, in the order of the paths.

    `only` restricts it to these files and directories (as the working directory sees them). Raises
    CorpusError where `root` is no directory or `only` leads out of it.
    """
    _require_directory(root)
    listing = list_files(root, corpus, [_within(path, root) for path in only])
    drafts: list[Draft] = []
    unreadable = [Unreadable(_printable(path), Place(1, 1), why) for path, why in listing.refused.items()]
    for result in _read_all(root, listing, corpus, fields):
        if isinstance(result, Draft):
            drafts.append(result)
        else:
            unreadable.append(result)
    unreadable.sort(key=lambda file: file.path)
    return Corpus(str(root), _with_ids(drafts), tuple(unreadable))


def _read_all(
    root: Path, listing: Listing, corpus: CorpusConfig, fields: FieldsConfig
) -> list[Draft | Unreadable]:
    results: list[Draft | Unreadable] = []
    for path in sorted(listing.files):
        shown = _printable(path)
        try:
            data = read_file(root / path, corpus.file_limit)
        except NotReadable as error:
            results.append(Unreadable(shown, Place(1, 1), str(error)))
        else:
            results.append(read_draft(shown, data, corpus.lists, fields))
    return results


def _with_ids(drafts: Sequence[Draft]) -> tuple[Document, ...]:
    """An id that another document has, or that is another document's path, gives way to the path."""
    taken = {draft.path for draft in drafts}
    documents = []
    for draft in drafts:
        is_own = draft.own_id is not None and (draft.own_id == draft.path or draft.own_id not in taken)
        document_id = draft.own_id if is_own and draft.own_id is not None else draft.path
        taken.add(document_id)
        documents.append(draft.finish(document_id))
    return tuple(documents)


def _require_directory(root: Path) -> None:
    if root.is_dir():
        return
    problem = "is not a directory" if root.exists() else "does not exist"
    hint = "Set root in [corpus] of config.toml, or name a directory on the command line."
    raise CorpusError(f"The corpus root {root} {problem}.", hint)


def _within(path: Path, root: Path) -> str:
    relative = relative_to_root(path, root)
    if relative is None:
        raise CorpusError(f"{path} does not lie in the corpus {root}.", "Name a path inside it.")
    return relative


def _printable(path: str) -> str:
    r"""A path that can be shown and stored: bytes that are no UTF-8 become `\xff`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
