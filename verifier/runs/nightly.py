"""The nightly job: what is due → fetch → judge → store → archive → reports.

It resumes an interrupted run or starts one. Nothing is judged while this machine is offline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from verifier.corpus.read import read_corpus
from verifier.errors import CorpusError
from verifier.model.citation import Corpus
from verifier.model.exitcode import ExitCode
from verifier.model.run import Run, RunState
from verifier.plan.due import due
from verifier.plan.estimate import estimate_seconds
from verifier.runs.archiving import Archiving
from verifier.runs.checking import Checking
from verifier.runs.events import Emit, Note, Reported, Started
from verifier.runs.judging import Subject, subjects
from verifier.runs.neighbours import Neighbours
from verifier.runs.reporting import write_stored_reports
from verifier.runs.stopping import Stop
from verifier.runs.writer import CheckBatches, Writer
from verifier.store.checks import awaiting_second_fetch, history, last_checked
from verifier.store.database import Connection
from verifier.store.documents import record_corpus
from verifier.store.runs import set_state, start_run, unfinished_run

OFFLINE = "No network: none of the canaries answered. Nothing was checked, nothing is recorded as broken."


@dataclass(frozen=True, slots=True)
class _Work:
    """What is left to do in a run."""

    first: Sequence[str]
    """Sources that were not asked in this run yet."""
    second_opinions: Sequence[str]
    """Sources whose first fetch of this run has to be confirmed."""
    known: dict[str, Subject]


async def nightly(world: Neighbours, stop: Stop, emit: Emit) -> ExitCode:
    """Run the job to its end, to a request to stop, or to the finding that we are offline.

    Raises CorpusError where the corpus holds no citation, StoreError and ReportError as they come.
    """
    corpus = read_whole_corpus(world)
    writer = Writer(world.database)
    try:
        await writer.write(lambda connection: record_corpus(connection, corpus, world.clock.now()))
        return await _run(world, corpus, writer, stop, emit)
    finally:
        writer.close()


def read_whole_corpus(world: Neighbours) -> Corpus:
    """The corpus on disk. Raises CorpusError where it holds no citation."""
    corpus = read_corpus(world.root, world.config.corpus, world.config.fields)
    if not corpus.citations():
        lists = " or ".join(f'"{name}"' for name in world.config.corpus.lists)
        raise CorpusError(
            f"{world.root} holds {len(corpus.documents)} documents but not a single citation",
            f"Citations are looked for in the lists {lists}: see [corpus] lists in config.toml.",
        )
    return corpus


async def _run(world: Neighbours, corpus: Corpus, writer: Writer, stop: Stop, emit: Emit) -> ExitCode:
    if not await world.online():
        await writer.write(lambda connection: _record_offline(connection, world))
        emit(Note(OFFLINE))
        return ExitCode.INCONCLUSIVE
    run, resumed = await writer.write(lambda connection: _open_run(connection, world))
    work = await writer.read(lambda connection: _work(connection, world, corpus, run))
    emit(_started(world, corpus, run, work, resumed=resumed))
    async with CheckBatches(writer) as batches:
        checking = Checking(world, run.id, work.known, stop, emit)
        online = await checking.ask(work.first, work.second_opinions, batches)
    if online and not stop.requested and world.archive is not None:
        await Archiving(world, run, writer, stop, emit).work(corpus)
    state, note = _ending(stop, online=online)
    now = world.clock.now()
    await writer.write(lambda connection: set_state(connection, run.id, state, now, note))
    files = write_stored_reports(world.database, world.report_dir, world.config.report.formats, now)
    emit(Reported(tuple(files)))
    if not online:
        emit(Note(note))
        return ExitCode.INCONCLUSIVE
    return stop.code or ExitCode.PASS


def _record_offline(connection: Connection, world: Neighbours) -> None:
    if unfinished_run(connection) is None:
        now = world.clock.now()
        run = start_run(connection, now)
        set_state(connection, run.id, RunState.INCONCLUSIVE, now, OFFLINE)


def _open_run(connection: Connection, world: Neighbours) -> tuple[Run, bool]:
    now = world.clock.now()
    unfinished = unfinished_run(connection)
    if unfinished is not None:
        if now - unfinished.started_at <= timedelta(seconds=world.config.check.resume_within):
            set_state(connection, unfinished.id, RunState.RUNNING, None, "")
            return unfinished, True
        set_state(connection, unfinished.id, RunState.ABANDONED, now, "interrupted, too old to be resumed")
    return start_run(connection, now), False


def _work(connection: Connection, world: Neighbours, corpus: Corpus, run: Run) -> _Work:
    sources = corpus.sources()
    first = due(sources, last_checked(connection), run.started_at, world.config.check.every)
    awaiting = awaiting_second_fetch(connection, run.id)
    second = [source for source in sources if source in awaiting]
    known = subjects(corpus, history(connection, None))
    return _Work([source for source in first if source not in awaiting], second, known)


def _started(world: Neighbours, corpus: Corpus, run: Run, work: _Work, *, resumed: bool) -> Started:
    asked = [*work.first, *work.second_opinions]
    return Started(
        run,
        resumed,
        len(corpus.documents),
        len(corpus.citations()),
        len(asked),
        len(work.known),
        estimate_seconds(asked, world.config),
    )


def _ending(stop: Stop, *, online: bool) -> tuple[RunState, str]:
    if not online:
        return RunState.INCONCLUSIVE, (
            "The network went away: most hosts stopped answering and so did the canaries. "
            "What was not checked is due at the next run."
        )
    if stop.requested:
        return RunState.INTERRUPTED, ""
    return RunState.COMPLETE, ""
