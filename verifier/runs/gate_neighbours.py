"""Documents that a change did not touch, and that what it did has to do with: as the last night recorded
them, where they still are what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from verifier.corpus.files import NotReadable, read_file
from verifier.model.citation import Corpus, Document, disputed_id
from verifier.runs.scoping import Scope
from verifier.store.database import Connection
from verifier.store.recorded import recorded_beside

_MOST = 200
"""Documents that are looked at: a source that is cited everywhere must not make the gate slow."""
_LIMIT = 64 * 1024**2


def with_neighbours(connection: Connection, scope: Scope) -> Corpus:
    """The documents of the scope, after those that have the id of one of them or cite a source that is
    judged.

    An id that a change gave to a document and that is taken is disputed. What is judged comes last in each
    document: of two entries of one source the new one is the duplicate, wherever it stands.
    """
    if scope.is_whole or not scope.corpus.documents:
        return scope.corpus
    ids = {document.id for document in scope.corpus.documents if document.path in scope.named_anew}
    sources = {citation.source for citation in scope.citations if citation.source is not None}
    own = {document.path for document in scope.corpus.documents}
    recorded = (each for each in recorded_beside(connection, ids, sources) if each.path not in own)
    beside = tuple(islice(_as_recorded(recorded, Path(scope.corpus.root)), _MOST))
    taken = {document.id for document in beside} & ids
    judged = {citation.key for citation in scope.citations}
    documents = (
        replace(
            document,
            id=disputed_id(document.path, document.id) if document.id in taken else document.id,
            citations=tuple(sorted(document.citations, key=lambda citation: citation.key in judged)),
        )
        for document in scope.corpus.documents
    )
    return replace(scope.corpus, documents=(*beside, *documents))


def _as_recorded(documents: Iterable[Document], root: Path) -> Iterator[Document]:
    for document in documents:
        try:
            data = read_file(root / document.path, _LIMIT)
        except NotReadable:
            continue
        if hashlib.sha256(data).hexdigest() == document.digest:
            yield document
