"""Which citations the gate is about: those of a change, of some files, or all."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from verifier.config import Config
from verifier.corpus.documents import Draft, read_draft
from verifier.corpus.files import list_files
from verifier.corpus.history import (
    Earlier,
    Placed,
    Touched,
    had_documents,
    held_now,
    is_document,
    touched_since,
)
from verifier.corpus.patterns import matches
from verifier.corpus.read import printable, read_corpus, require_citations, require_directory, with_ids
from verifier.corpus.selection import is_directory, relative_to_root
from verifier.errors import CorpusError
from verifier.gate.scope import added_or_altered, earlier_states, own_id
from verifier.judge.claim_rules import check_claims
from verifier.judge.wording import count
from verifier.model.citation import Citation, Corpus, Document, Place, Unreadable

Excuses = Callable[[str, str], bool]
"""Whether what was at one path before makes nothing new of what is at another one."""
_GONE = "The change takes the corpus root {} away, with all documents: none of them is judged any more."


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
    was: Placed | None = None,
) -> Scope:
    """The citations that the change since a revision added or altered (`since`), in `paths` and what a list
    named (None: there is no list) where they are given; else all of these files, else all of the corpus
    below `root`. `was` says which files the configuration called documents at that revision.

    A file that is no document of the corpus is passed over: hooks and `git diff --name-only` name any file.
    Raises CorpusError as `touched_since` and `read_corpus` do, for one of `paths` that does not exist or is
    a directory outside the corpus, and where the whole corpus holds no citation.
    """
    is_gone = since is not None and not os.path.lexists(root) and had_documents(root, since, config.corpus)
    if not is_gone:
        require_directory(root)
    for path in paths:
        _require_within(path, root)
    only, others = _chosen((*paths, *(listed or ())), root, config, skip)
    if not only and (paths or listed is not None):
        scope = Scope(Corpus(str(root), ()), (), _in_documents(0, 0))
    elif is_gone:
        scope = Scope(Corpus(str(root), ()), (), _of_the_change((), str(since)), notes=(_GONE.format(root),))
    elif since is None:
        scope = _as_it_is(root, config, skip, only)
    else:
        scope = _changed(root, config, skip, since, only, was)
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


def _changed(
    root: Path,
    config: Config,
    skip: Sequence[Path],
    since: str,
    only: Sequence[str],
    was_placed: Placed | None,
) -> Scope:
    touched = _without(_skipped(skip, root), touched_since(root, since, config.corpus, was_placed))
    if only:
        touched = touched._replace(now=_below(touched.now, only), links=_below(touched.links, only))
    excuses = _excuses(config.gate.lenient, touched.origin)
    corpus = _read(root, config, skip, touched, excuses)
    before = with_ids(list(_drafts(touched.before, config)))
    was = earlier_states(corpus.documents, before)
    citations = tuple(added_or_altered(corpus.documents, before, was, excuses))
    anew = frozenset(
        document.path
        for document in corpus.documents
        if document.path not in was or own_id(was[document.path]) != own_id(document)
    )
    known = frozenset(_known(was, before, excuses))
    return Scope(corpus, citations, _of_the_change(citations, since), known, anew)


def _of_the_change(citations: Sequence[Citation], since: str) -> str:
    where = count(len({citation.path for citation in citations}), "document")
    return f"{count(len(citations), 'citation')} that the change since {since} added or altered, in {where}"


def _excuses(lenient: Sequence[str], origin: str) -> Excuses:
    """What a document said where nothing fails is new where something does."""

    def is_lenient(path: str) -> bool:
        return matches(path, lenient, "gate.lenient")

    return lambda before, now: is_lenient(now) or not is_lenient(before.removeprefix(origin))


def _read(root: Path, config: Config, skip: Sequence[Path], touched: Touched, excuses: Excuses) -> Corpus:
    """The touched documents, and what is told of files and links that the change brought."""
    links = frozenset(touched.links)
    files = [path for path in touched.now if path not in links]
    corpus = Corpus(str(root), ())
    if files:
        corpus = read_corpus(root, config.corpus, config.fields, [root / path for path in files], skip=skip)
    refused = list(corpus.unreadable)
    if links:
        # Whether a link matters depends on what else is read.
        told = list_files(root, config.corpus, skip=frozenset(_skipped(skip, root))).refused
        refused += [
            Unreadable(printable(path), Place(1, 1), told[path]) for path in sorted(links) if path in told
        ]
    if not refused:
        return corpus
    on_disk = {printable(path): path for path in (*files, *links)}
    new = [each for each in refused if not _was_there(each.path, on_disk, root, touched, excuses)]
    return replace(corpus, unreadable=tuple(sorted(new, key=lambda each: each.path)))


def _was_there(path: str, on_disk: Mapping[str, str], root: Path, touched: Touched, excuses: Excuses) -> bool:
    """Whether what cannot be read is what was there before: renamed, or with another mode."""
    now = held_now(root, on_disk[path]) if path in on_disk else None
    return now is not None and any(held == now and excuses(earlier, path) for earlier, held in touched.held)


def _without(skipped: Sequence[str], touched: Touched) -> Touched:
    """What lies in directories that are not read is no document."""

    def is_read(path: str) -> bool:
        return not any(_is_below(path, one) for one in skipped)

    return touched._replace(
        now=tuple(filter(is_read, touched.now)),
        before=tuple(each for each in touched.before if is_read(each.path)),
        held=tuple(each for each in touched.held if is_read(each[0])),
        links=tuple(filter(is_read, touched.links)),
    )


def _below(paths: Sequence[str], only: Sequence[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if any(_is_below(path, one) for one in only))


def _known(
    was: Mapping[str, Document], before: tuple[Document, ...], excuses: Excuses
) -> Iterator[tuple[str, str]]:
    """What was found of the documents as a whole, by their paths now."""
    codes: dict[str, list[str]] = defaultdict(list)
    for finding in check_claims(Corpus("", before)):
        if finding.index is None:
            codes[finding.path].append(finding.code)
    for path, document in was.items():
        if excuses(document.path, path):
            yield from ((path, code) for code in codes[document.path])


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
    skipped = _skipped(skip, root)
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


def _skipped(skip: Sequence[Path], root: Path) -> list[str]:
    return [inside for path in skip if (inside := relative_to_root(path, root))]


def _require_within(path: Path, root: Path) -> None:
    is_elsewhere = is_directory(path) and relative_to_root(path, root) is None
    if is_elsewhere or not os.path.lexists(path):
        message = f"{path} is no file or directory of the corpus {root}"
        raise CorpusError(message, "Name documents as the working directory sees them.")


def _is_below(path: str, one: str) -> bool:
    return not one or path == one or path.startswith(f"{one}/")
