"""Which citations the gate is about: those of a change, of some files, or all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from verifier.config import Config
from verifier.corpus.documents import read_draft
from verifier.corpus.history import Earlier, is_document, touched_since
from verifier.corpus.read import read_corpus
from verifier.corpus.selection import is_directory, relative_to_root
from verifier.errors import CorpusError
from verifier.gate.scope import added_or_altered
from verifier.judge.wording import count
from verifier.model.citation import Citation, Claim, Corpus, Unreadable


@dataclass(frozen=True, slots=True)
class Scope:
    """What the gate judges."""

    corpus: Corpus
    """The documents that are looked at, whole."""
    citations: tuple[Citation, ...]
    """Those of their citations that are judged."""
    changed_documents: frozenset[str] | None
    """The paths of documents whose findings as a whole count: those that are new; None: all."""
    words: str
    """What this is, without a full stop."""
    passed_over: tuple[Path, ...] = ()
    """Files that were named and are no documents of the corpus."""

    @property
    def narrowed(self) -> Corpus:
        """The documents with nothing but the citations that are judged."""
        keys = {citation.key for citation in self.citations}
        documents = tuple(
            replace(document, citations=tuple(each for each in document.citations if each.key in keys))
            for document in self.corpus.documents
        )
        return replace(self.corpus, documents=documents)


def scope_of(
    root: Path, config: Config, skip: Sequence[Path], since: str | None, paths: Sequence[Path] | None
) -> Scope:
    """The citations that the change since a revision added or altered (`since`), in `paths` where they are
    given; else all of these files, else all of the corpus below `root`.

    A file that is no document of the corpus is passed over: hooks and `git diff --name-only` name any file.
    Raises CorpusError as `touched_since` and `read_corpus` do, for a path that does not exist, and for a
    directory outside the corpus.
    """
    only, others = _chosen(paths or (), root, config, skip)
    if paths is not None and not only:
        scope = Scope(Corpus(str(root), ()), (), None, _in_documents(0, 0))
    elif since is None:
        corpus = read_corpus(root, config.corpus, config.fields, [root / path for path in only], skip=skip)
        citations = tuple(corpus.citations())
        scope = Scope(corpus, citations, None, _in_documents(len(citations), len(corpus.documents)))
    else:
        scope = _changed(root, config, skip, since, only)
    return replace(scope, passed_over=others)


def _changed(root: Path, config: Config, skip: Sequence[Path], since: str, only: Sequence[str]) -> Scope:
    touched = touched_since(root, since, config.corpus)
    now = [path for path in touched.now if not only or any(_is_below(path, one) for one in only)]
    corpus = Corpus(str(root), ())
    if now:
        corpus = read_corpus(root, config.corpus, config.fields, [root / path for path in now], skip=skip)
    before = list(_claims(touched.before, config))
    citations = tuple(added_or_altered(corpus.documents, before))
    told = f"that the change since {since} added or altered"
    where = f"in {count(len({citation.path for citation in citations}), 'document')}"
    new = frozenset(now) - {earlier.path for earlier in touched.before}
    return Scope(corpus, citations, new, f"{count(len(citations), 'citation')} {told}, {where}")


def _in_documents(citations: int, documents: int) -> str:
    return f"{count(citations, 'citation')} in {count(documents, 'document')}"


def _claims(before: Sequence[Earlier], config: Config) -> Iterator[Claim]:
    for earlier in before:
        draft = read_draft(earlier.path, earlier.data, config.corpus.lists, config.fields)
        if draft is not None and not isinstance(draft, Unreadable):
            yield from (entry.claim for entry in draft.entries)


def _chosen(
    paths: Sequence[Path], root: Path, config: Config, skip: Sequence[Path]
) -> tuple[list[str], tuple[Path, ...]]:
    """What `paths` name of the corpus, as it calls it, and the files among them that are none of it."""
    skipped = [inside for path in skip if (inside := relative_to_root(path, root))]
    only, others = [], []
    for path in paths:
        inside = _within(path, root)
        if is_directory(path) and not path.is_symlink() and inside is not None:
            only.append(inside)
        elif inside is None or any(_is_below(inside, one) for one in skipped):
            others.append(path)
        elif is_document(inside, config.corpus):
            only.append(inside)
        else:
            others.append(path)
    return only, tuple(others)


def _within(path: Path, root: Path) -> str | None:
    """`path` as the corpus calls it; None for a file elsewhere."""
    inside = relative_to_root(path, root)
    if not os.path.lexists(path) or (inside is None and is_directory(path)):
        message = f"{path} is no file or directory of the corpus {root}"
        raise CorpusError(message, "Name documents as the working directory sees them.")
    return inside


def _is_below(path: str, one: str) -> bool:
    return not one or path == one or path.startswith(f"{one}/")
