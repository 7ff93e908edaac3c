"""The nightly job: what is due → fetch → judge → store → reports → archive → reports.

It resumes an interrupted run or starts one. Nothing is judged while this machine is offline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from verifier.judge.statistics import CorpusStatistics
from verifier.model.check import Renewable
from verifier.model.citation import Corpus
from verifier.model.exitcode import ExitCode
from verifier.model.run import Run, RunState
from verifier.model.verdict import PageJudgement
from verifier.plan.attempts import day_began
from verifier.plan.conditional import validators_of
from verifier.plan.due import due
from verifier.plan.estimate import estimate_seconds
from verifier.report.write import require_writable
from verifier.runs.archiving import Archiving
from verifier.runs.checking import Checking
from verifier.runs.events import Emit, Note, Reported, Started, Trouble
from verifier.runs.judging import corpus_statistics
from verifier.runs.keeping import Keeping
from verifier.runs.neighbours import Neighbours
from verifier.runs.reading import read_documents
from verifier.runs.rejudging import judge_from_store
from verifier.runs.reporting import write_stored_reports
from verifier.runs.stopping import Stop
from verifier.runs.subjects import Subject, subjects
from verifier.runs.writer import CheckBatches, Writer
from verifier.store.checks import (
    StandingAnswer,
    history,
    identities_by_standing,
    last_checked,
    latest_checks,
    latest_judgements,
    standing_answers,
)
from verifier.store.database import Connection
from verifier.store.documents import record_corpus
from verifier.store.evidence import sources_with_evidence
from verifier.store.runs import set_state, start_run, unfinished_run

OFFLINE = "No network: none of the canaries answered. Nothing was checked, nothing is recorded as broken."


@dataclass(frozen=True, slots=True)
class _Work:
    """A run and what is left to do in it."""

    run: Run
    resumed: bool
    first: Sequence[str]
    """Sources that are due."""
    second_opinions: Sequence[str]
    """Sources whose last fetch found a problem that has to be confirmed."""
    known: dict[str, Subject]
    statistics: CorpusStatistics


async def nightly(world: Neighbours, stop: Stop, emit: Emit) -> ExitCode:
    """Run the job to its end, to a request to stop, or to the finding that we are offline.

    Raises CorpusError where the corpus holds no citation, StoreError and ReportError as they come; a
    report directory that cannot be written is found out before anything is asked.
    """
    corpus = read_documents(world)
    require_writable(world.report_dir)
    writer = Writer(world.database)
    try:
        await writer.write(lambda connection: record_corpus(connection, corpus, world.clock.now()))
        return await _run(world, corpus, writer, stop, emit)
    finally:
        writer.close()


async def _run(world: Neighbours, corpus: Corpus, writer: Writer, stop: Stop, emit: Emit) -> ExitCode:
    online = await stop.unless(world.online())
    if stop.code is not None:
        return stop.code
    if not online:
        await writer.write(lambda connection: _record_offline(connection, world))
        emit(Trouble(OFFLINE))
        return ExitCode.INCONCLUSIVE
    run, doubt, defects = await _check(world, corpus, writer, stop, emit)
    if not doubt and not stop.requested and world.archive is not None:
        # An archive can keep us for hours: what was found must not wait for it.
        _write_reports(world, corpus)
        await Archiving(world, day_began(world.clock.now()), writer, stop, emit).work(corpus)
    code = await _end(world, corpus, writer, run, stop, emit, doubt)
    return ExitCode.ERROR if defects else code


async def _check(
    world: Neighbours, corpus: Corpus, writer: Writer, stop: Stop, emit: Emit
) -> tuple[Run, str, int]:
    """Ask what is due; the run, why it is inconclusive ("" where it is not), and how often we failed."""
    work = await writer.write(lambda connection: _open_run(connection, world, corpus))
    emit(_started(world, corpus, work))
    if proxy := world.config.fetch.proxy:
        emit(Note(f"Everything goes through the proxy {proxy}, which decides what may be reached."))
    keeping = None if world.evidence is None else Keeping(world.evidence, world.clock, emit)
    async with CheckBatches(writer, keeping) as batches:
        checking = Checking(world, work.run.id, work.known, work.statistics, batches, stop, emit)
        doubt = await checking.ask(work.first, work.second_opinions)
    # Its processes would only take memory while the reports are written.
    await world.reader.close()
    return work.run, doubt, checking.defects


async def _end(
    world: Neighbours, corpus: Corpus, writer: Writer, run: Run, stop: Stop, emit: Emit, doubt: str
) -> ExitCode:
    state = _state(stop, doubt)
    now = world.clock.now()
    await writer.write(lambda connection: set_state(connection, run.id, state, now, doubt))
    emit(Reported(tuple(_write_reports(world, corpus)), complete=state is RunState.COMPLETE))
    if doubt:
        emit(Trouble(doubt))
        return ExitCode.INCONCLUSIVE
    return stop.code or ExitCode.PASS


def _write_reports(world: Neighbours, corpus: Corpus) -> list[Path]:
    formats = world.config.report.formats
    return write_stored_reports(world.database, world.report_dir, formats, world.clock.now(), corpus)


def _record_offline(connection: Connection, world: Neighbours) -> None:
    if unfinished_run(connection) is None:
        now = world.clock.now()
        run = start_run(connection, now)
        set_state(connection, run.id, RunState.INCONCLUSIVE, now, OFFLINE)


def _open_run(connection: Connection, world: Neighbours, corpus: Corpus) -> _Work:
    run, resumed = _resume_or_start(connection, world)
    known = _subjects(connection, world, corpus)
    statistics = corpus_statistics(known)
    if judge_from_store(connection, known, statistics):
        known = _subjects(connection, world, corpus)
    judgements = latest_judgements(connection)
    now, every = world.clock.now(), world.config.check.every
    first = due(known, last_checked(connection), run.started_at, now, every)
    asked = set(first)
    second = [s for s, subject in known.items() if s not in asked and _is_unconfirmed(subject, judgements)]
    return _Work(run, resumed, first, second, known, statistics)


def _subjects(connection: Connection, world: Neighbours, corpus: Corpus) -> dict[str, Subject]:
    now = world.clock.now()
    conditions = {
        answer.source: (validators, _renewable(answer))
        for answer in standing_answers(connection)
        if (validators := validators_of(answer.exchange, answer.access, answer.page_class, now)) is not None
    }
    if world.evidence is not None:
        # What nothing was kept of has to be had whole.
        kept = sources_with_evidence(connection, world.evidence.files())
        conditions = {source: known for source, known in conditions.items() if source in kept}
    said, searched = identities_by_standing(connection), _searched(connection, world)
    return subjects(corpus, history(connection, None), conditions, said, searched)


def _searched(connection: Connection, world: Neighbours) -> Mapping[str, Set[str]]:
    """By source: the quotations that were looked for in its page. All pages are read for that."""
    if not world.config.quotes.check:
        return {}
    checks = latest_checks(connection)
    return {source: {sighting.quotation for sighting in check.sightings} for source, check in checks.items()}


def _renewable(answer: StandingAnswer) -> Renewable:
    exchange = answer.exchange
    return Renewable(answer.id, answer.access, answer.page_class, exchange.digest, exchange.hops[:-1])


def _is_unconfirmed(subject: Subject, judgements: dict[str, PageJudgement]) -> bool:
    judged = [judgements[citation.key] for citation in subject.citations if citation.key in judgements]
    return any(judgement.needs_second_fetch for judgement in judged)


def _resume_or_start(connection: Connection, world: Neighbours) -> tuple[Run, bool]:
    now = world.clock.now()
    unfinished = unfinished_run(connection)
    if unfinished is not None:
        if now - unfinished.started_at <= timedelta(seconds=world.config.check.resume_within):
            set_state(connection, unfinished.id, RunState.RUNNING, None, "")
            return unfinished, True
        set_state(connection, unfinished.id, RunState.ABANDONED, now, "interrupted, too old to be resumed")
    return start_run(connection, now), False


def _started(world: Neighbours, corpus: Corpus, work: _Work) -> Started:
    asked = [*work.first, *work.second_opinions]
    return Started(
        work.run,
        work.resumed,
        len(corpus.documents),
        len(corpus.citations()),
        len(asked),
        len(work.known),
        estimate_seconds(asked, world.config),
    )


def _state(stop: Stop, doubt: str) -> RunState:
    if doubt:
        return RunState.INCONCLUSIVE
    return RunState.INTERRUPTED if stop.requested else RunState.COMPLETE
