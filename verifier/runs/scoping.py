"""Which citations the gate is about: those of a change, of some files, or all."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from verifier.config import Config
from verifier.corpus.documents import Draft, read_draft
from verifier.corpus.files import NotReadable, read_file
from verifier.corpus.history import Earlier, is_document, touched_since
from verifier.corpus.patterns import matches
from verifier.corpus.read import printable, read_corpus, require_citations, require_directory, with_ids
from verifier.corpus.selection import is_directory, relative_to_root
from verifier.errors import CorpusError
from verifier.gate.scope import added_or_altered, earlier_states, own_id
from verifier.judge.claim_rules import check_claims
from verifier.judge.wording import count
from verifier.model.citation import Citation, Corpus, Document, Unreadable


@dataclass(frozen=True, slots=True)
class Scope:
    """What the gate judges."""

    corpus: Corpus
    """The documents that are looked at, whole."""
    citations: tuple[Citation, ...]
    """Those of their citations that are judged."""
    words: str
    """What this is, without a full stop."""
    known: frozenset[tuple[str, str]] = frozenset()
    """What was found of documents as a whole before the change: path and code."""
    named_anew: frozenset[str] = frozenset()
    """The paths of documents whose id may be new."""
    is_whole: bool = False
    """Whether this is the whole corpus."""
    passed_over: tuple[Path, ...] = ()
    """Files that were named and are no documents of the corpus."""
    notes: tuple[str, ...] = ()
    """What a reader has to know of the configuration, sentences."""

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
    root: Path,
    config: Config,
    skip: Sequence[Path],
    since: str | None,
    paths: Sequence[Path] = (),
    listed: Sequence[Path] | None = None,
) -> Scope:
    """The citations that the change since a revision added or altered (`since`), in `paths` and what a list
    named (None: there is no list) where they are given; else all of these files, else all of the corpus
    below `root`.

    A file that is no document of the corpus is passed over: hooks and `git diff --name-only` name any file.
    Raises CorpusError as `touched_since` and `read_corpus` do, for one of `paths` that does not exist or is
    a directory outside the corpus, and where the whole corpus holds no citation.
    """
    require_directory(root)
    for path in paths:
        _require_within(path, root)
    only, others = _chosen((*paths, *(listed or ())), root, config, skip)
    if not only and (paths or listed is not None):
        scope = Scope(Corpus(str(root), ()), (), _in_documents(0, 0))
    elif since is None:
        scope = _as_it_is(root, config, skip, only)
    else:
        scope = _changed(root, config, skip, since, only)
    return replace(scope, passed_over=others)


def _as_it_is(root: Path, config: Config, skip: Sequence[Path], only: Sequence[str]) -> Scope:
    corpus = read_corpus(root, config.corpus, config.fields, [root / path for path in only], skip=skip)
    notes: tuple[str, ...] = ()
    if not only:
        require_citations(corpus, root, config.corpus.lists)
        notes = tuple(_on_lenient(corpus, config.gate.lenient))
    citations = tuple(corpus.citations())
    words = _in_documents(len(citations), len(corpus.documents))
    names = frozenset(document.path for document in corpus.documents)
    return Scope(corpus, citations, words, named_anew=names, is_whole=not only, notes=notes)


def _on_lenient(corpus: Corpus, patterns: Sequence[str]) -> Iterator[str]:
    paths = [document.path for document in corpus.documents] + [file.path for file in corpus.unreadable]
    for pattern in patterns:
        if not any(matches(path, (pattern,), "gate.lenient") for path in paths):
            yield (
                f'The pattern "{pattern}" in gate.lenient fits no document; patterns count from the corpus '
                f"root {corpus.root}."
            )


def _changed(root: Path, config: Config, skip: Sequence[Path], since: str, only: Sequence[str]) -> Scope:
    touched = touched_since(root, since, config.corpus)
    paths = [path for path in touched.now if not only or any(_is_below(path, one) for one in only)]
    corpus = Corpus(str(root), ())
    if paths:
        corpus = read_corpus(root, config.corpus, config.fields, [root / path for path in paths], skip=skip)
        corpus = replace(
            corpus, unreadable=tuple(_unlike_before(corpus, paths, root, config, touched.before))
        )
    before = with_ids(list(_drafts(touched.before, config)))
    was = earlier_states(corpus.documents, before)
    citations = tuple(added_or_altered(corpus.documents, before, was))
    told = f"that the change since {since} added or altered"
    where = f"in {count(len({citation.path for citation in citations}), 'document')}"
    words = f"{count(len(citations), 'citation')} {told}, {where}"
    anew = frozenset(
        document.path
        for document in corpus.documents
        if document.path not in was or own_id(was[document.path]) != own_id(document)
    )
    return Scope(corpus, citations, words, frozenset(_known(was, before)), anew)


def _known(was: Mapping[str, Document], before: tuple[Document, ...]) -> Iterator[tuple[str, str]]:
    """What was found of the documents as a whole, by their paths now."""
    codes: dict[str, list[str]] = defaultdict(list)
    for finding in check_claims(Corpus("", before)):
        if finding.index is None:
            codes[finding.path].append(finding.code)
    for path, document in was.items():
        yield from ((path, code) for code in codes[document.path])


def _unlike_before(
    corpus: Corpus, paths: Sequence[str], root: Path, config: Config, before: Sequence[Earlier]
) -> Iterator[Unreadable]:
    """The files that cannot be read, but for those that hold what a file held: renamed, or with another
    mode."""
    if not corpus.unreadable:
        return
    on_disk = {printable(path): root / path for path in paths}
    held = {earlier.data for earlier in before}
    for file in corpus.unreadable:
        try:
            data = read_file(on_disk[file.path], config.corpus.file_limit)
        except (KeyError, NotReadable):
            yield file
        else:
            if data not in held:
                yield file


def _in_documents(citations: int, documents: int) -> str:
    return f"{count(citations, 'citation')} in {count(documents, 'document')}"


def _drafts(before: Sequence[Earlier], config: Config) -> Iterator[Draft]:
    for earlier in before:
        draft = read_draft(printable(earlier.path), earlier.data, config.corpus.lists, config.fields)
        if isinstance(draft, Draft):
            yield draft


def _chosen(
    paths: Sequence[Path], root: Path, config: Config, skip: Sequence[Path]
) -> tuple[list[str], tuple[Path, ...]]:
    """What `paths` name of the corpus, as it calls it, and the files among them that are none of it."""
    skipped = [inside for path in skip if (inside := relative_to_root(path, root))]
    only, others = [], []
    for path in paths:
        inside = relative_to_root(path, root)
        if is_directory(path) and not path.is_symlink() and inside is not None:
            only.append(inside)
        elif inside is None or any(_is_below(inside, one) for one in skipped):
            others.append(path)
        elif is_document(inside, config.corpus):
            only.append(inside)
        else:
            others.append(path)
    return only, tuple(others)


def _require_within(path: Path, root: Path) -> None:
    is_elsewhere = is_directory(path) and relative_to_root(path, root) is None
    if is_elsewhere or not os.path.lexists(path):
        message = f"{path} is no file or directory of the corpus {root}"
        raise CorpusError(message, "Name documents as the working directory sees them.")


def _is_below(path: str, one: str) -> bool:
    return not one or path == one or path.startswith(f"{one}/")
