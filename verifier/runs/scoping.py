"""Which citations the gate is about: those of a change, of some files, or all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from verifier.config import Config
from verifier.corpus.documents import read_draft
from verifier.corpus.history import Earlier, touched_since
from verifier.corpus.read import read_corpus
from verifier.corpus.selection import relative_to_root
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
    root: Path, config: Config, skip: Sequence[Path], since: str | None, paths: Sequence[Path]
) -> Scope:
    """The citations that the change since a revision added or altered (`since`), in `paths` where any is
    given; else all of these files, else all of the corpus below `root`.

    Raises CorpusError as `touched_since` and `read_corpus` do, and for a path outside the corpus.
    """
    only = [_within(path, root) for path in paths]
    if since is None:
        corpus = read_corpus(root, config.corpus, config.fields, [root / path for path in only], skip=skip)
        citations = tuple(corpus.citations())
        where = f"in {count(len(corpus.documents), 'document')}"
        return Scope(corpus, citations, None, f"{count(len(citations), 'citation')} {where}")
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


def _claims(before: Sequence[Earlier], config: Config) -> Iterator[Claim]:
    for earlier in before:
        draft = read_draft(earlier.path, earlier.data, config.corpus.lists, config.fields)
        if draft is not None and not isinstance(draft, Unreadable):
            yield from (entry.claim for entry in draft.entries)


def _within(path: Path, root: Path) -> str:
    found = relative_to_root(path, root)
    if found is None:
        message = f"{path} is no file or directory of the corpus {root}"
        raise CorpusError(message, "Name documents as the working directory sees them.")
    return found


def _is_below(path: str, one: str) -> bool:
    return not one or path == one or path.startswith(f"{one}/")
