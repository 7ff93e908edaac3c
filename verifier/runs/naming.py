"""By which names the baseline and decisions may mean a document of a change.

Who gives a new document the id of an old one, or an old one's path as its id, inherits nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from verifier.config import Config
from verifier.corpus.documents import Draft, read_draft
from verifier.corpus.files import NotReadable, list_files, read_file
from verifier.corpus.read import printable
from verifier.corpus.selection import relative_to_root
from verifier.gate.judged import Names, names_of
from verifier.runs.scoping import Scope


def names_in(scope: Scope, root: Path, config: Config, skip: Sequence[Path]) -> Names:
    """Those that documents of the scope had before the change, and new ones that nothing else in the corpus
    has. Only where a name matters is the corpus read, once."""

    @cache
    def holders() -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for draft in _drafts(root, config, skip):
            for name in (draft.own_id, draft.path):
                found[name or draft.path].add(draft.path)
        return {name: frozenset(paths) for name, paths in found.items()}

    def is_taken(name: str, path: str) -> bool:
        others = holders().get(name, frozenset()) - {path}
        if path in scope.named_anew:
            return bool(others)
        # Of old documents the first one is called so, and before that the file of this path.
        return name in others or any(other < path for other in others - scope.named_anew)

    def names(document: str, path: str) -> Sequence[str]:
        return [name for name in names_of(document, path) if not is_taken(name, path)]

    return names


def _drafts(root: Path, config: Config, skip: Sequence[Path]) -> Iterator[Draft]:
    """What every document calls itself. Not by `read_corpus`: that calls documents otherwise where ids are
    disputed, and the change may dispute any."""
    skipped = filter(None, (relative_to_root(path, root) for path in skip))
    for path in list_files(root, config.corpus, (), frozenset(skipped)).files:
        try:
            data = read_file(root / path, config.corpus.file_limit)
        except NotReadable:
            continue
        draft = read_draft(printable(path), data, config.corpus.lists, config.fields)
        if isinstance(draft, Draft):
            yield draft
