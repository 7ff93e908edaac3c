"""Dealing with the archive apart from a night: look up, load and make copies, then write the reports."""

from __future__ import annotations

from functools import partial

from verifier.errors import ConfigError, CorpusError
from verifier.model.citation import Corpus
from verifier.model.exitcode import ExitCode
from verifier.plan.attempts import day_began
from verifier.report.write import require_writable
from verifier.runs.archiving import Archiving, Errand
from verifier.runs.events import Emit, Reported
from verifier.runs.neighbours import Neighbours
from verifier.runs.reading import read_documents
from verifier.runs.reporting import write_stored_reports
from verifier.runs.stopping import Stop
from verifier.runs.writer import Writer
from verifier.store.documents import record_corpus


async def archive(world: Neighbours, stop: Stop, emit: Emit, errand: Errand) -> ExitCode:
    """Do the errand within what is left of this day's budgets (UTC, as the archive counts).

    Raises ConfigError where archiving is off, CorpusError where nothing is cited, or not a source that the
    errand names.
    """
    if world.archive is None:
        raise ConfigError('archive.mode is "off"', 'Set it to "lookup" or "capture".')
    corpus = read_documents(world)
    _require_cited(corpus, errand)
    require_writable(world.report_dir)
    writer = Writer(world.database)
    try:
        await writer.write(partial(record_corpus, corpus=corpus, now=world.clock.now()))
        await Archiving(world, day_began(world.clock.now()), writer, stop, emit, errand).work(corpus)
    finally:
        writer.close()
    formats = world.config.report.formats
    files = write_stored_reports(world.database, world.report_dir, formats, world.clock.now(), corpus)
    emit(Reported(tuple(files), complete=not stop.requested))
    return stop.code or ExitCode.PASS


def _require_cited(corpus: Corpus, errand: Errand) -> None:
    unknown = sorted((errand.only or frozenset()) - set(corpus.sources()))
    if unknown:
        raise CorpusError(f'no document cites "{unknown[0]}"', "Name a URL as a document cites it.")
