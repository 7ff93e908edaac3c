"""Repairs of citations: what the database allows, as new states of documents; written only on demand.

It opens no connection. What is proposed is `judge.repairs`, how a document is changed `corpus.patching`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from verifier.config import Config
from verifier.corpus.files import NotReadable, read_file
from verifier.corpus.patching import patch_possible
from verifier.corpus.read import read_corpus, require_citations
from verifier.corpus.unified import unified_diff
from verifier.corpus.writing import NotWritten, sweep, write_patched
from verifier.judge.moves import standing_move
from verifier.judge.repairs import propose
from verifier.model.citation import Corpus, Document, Place
from verifier.model.repair import Move, Proposal, Refusal
from verifier.model.report import CitationRow
from verifier.runs.reporting import stored_report
from verifier.store.archive import holdings
from verifier.store.database import Connection
from verifier.store.exchanges import exchanges_of

_NO_UTF8 = re.compile(r"\\x[0-9a-f]{2}")
"""How the readers of the corpus call the bytes of such a name."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """One document with its repairs made, in memory."""

    document: Document
    before: bytes
    after: bytes
    proposals: tuple[Proposal, ...]
    """What was repaired."""

    def diff(self, prefix: str) -> str:
        """As `unified_diff`: what the document holds is in it as it is. `prefix` as in `DiffPlace`."""
        return unified_diff(prefix + self.document.path, self.before, self.after)


@dataclass(frozen=True, slots=True)
class Repairs:
    """What `fix` proposes."""

    documents: tuple[Repaired, ...]
    """Those that would change, in the order of the paths."""
    refusals: tuple[Refusal, ...] = ()
    """What was proposed and cannot be made."""
    withheld: tuple[Proposal, ...] = ()
    """What a person should look at first; not made."""

    @property
    def proposals(self) -> list[Proposal]:
        """All that would be made."""
        return [proposal for repaired in self.documents for proposal in repaired.proposals]


def find_repairs(
    connection: Connection,
    root: Path,
    config: Config,
    now: datetime,
    *,
    skip: Sequence[Path],
    wanted: Callable[[str], bool],
    unsafe: bool,
) -> Repairs:
    """The repairs of the documents below `root` whose paths are `wanted`.

    `skip` as in `read_corpus`; `unsafe` takes doubtful ones, too. Raises CorpusError where the database
    holds no corpus, or there is not a single citation.
    """
    # All of it: which document an id belongs to depends on the others.
    corpus = read_corpus(root, config.corpus, config.fields, skip=skip)
    require_citations(corpus, root, config.corpus.lists)
    report = stored_report(connection, now, corpus)
    rows = [row for row in report.citations if wanted(row.citation.path)]
    known = holdings(connection)
    with_date = bool(config.fields.archive_date)
    proposals = list(propose(rows, known, _moves(connection, rows, now), with_date=with_date))
    made = [proposal for proposal in proposals if proposal.is_safe or unsafe]
    documents, refusals = _made(corpus, made, root, config)
    withheld = () if unsafe else tuple(proposal for proposal in proposals if not proposal.is_safe)
    return Repairs(tuple(documents), tuple(refusals), withheld)


def write_repairs(root: Path, documents: Sequence[Repaired]) -> Iterator[tuple[Repaired, str]]:
    """Write each document; with it, why it could not be ("" where it was). The others are written."""
    for directory in {(root / repaired.document.path).parent for repaired in documents}:
        sweep(directory)
    for repaired in documents:
        try:
            write_patched(root, repaired.document.path, repaired.document.digest, repaired.after)
        except NotWritten as error:
            yield repaired, str(error)
        else:
            yield repaired, ""


def _moves(connection: Connection, rows: Sequence[CitationRow], now: datetime) -> Mapping[str, Move]:
    redirected = {
        row.citation.source: None
        for row in rows
        if row.citation.source is not None and row.check is not None and len(row.check.hops) > 1
    }
    found = exchanges_of(connection, list(redirected))
    # What a clock that was ahead wrote would keep a move unsettled, or settle it at once.
    moves = {
        source: standing_move([exchange for exchange in exchanges if exchange.started_at <= now])
        for source, exchanges in found.items()
    }
    return {source: move for source, move in moves.items() if move is not None}


def _made(
    corpus: Corpus, proposals: Sequence[Proposal], root: Path, config: Config
) -> tuple[list[Repaired], list[Refusal]]:
    documents: list[Repaired] = []
    refusals: list[Refusal] = []
    by_path = {document.path: document for document in corpus.documents}
    for path, group in groupby(proposals, key=lambda proposal: proposal.citation.path):
        of_document = list(group)
        edits = [proposal.edits for proposal in of_document]
        try:
            data = _as_read(root, by_path[path], config)
        except NotReadable as error:
            refusals.append(Refusal(path, Place(1, 1), str(error)))
            continue
        patched = patch_possible(data, path, config.corpus.lists, config.fields, edits)
        refusals += patched.refusals
        done = frozenset(patched.edits)
        repaired = tuple(proposal for proposal in of_document if done.issuperset(proposal.edits))
        if repaired and data != patched.data:
            documents.append(Repaired(by_path[path], data, patched.data, repaired))
    return documents, refusals


def _as_read(root: Path, document: Document, config: Config) -> bytes:
    """The bytes that the citations were read from. Raises `NotReadable` where there are others now."""
    if _NO_UTF8.search(document.path) and not os.path.lexists(root / document.path):
        raise NotReadable("its name is no UTF-8; rename the file")
    data = read_file(root / document.path, config.corpus.file_limit)
    if hashlib.sha256(data).hexdigest() != document.digest:
        raise NotReadable("the file was changed meanwhile; run the command again")
    return data
