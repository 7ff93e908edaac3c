"""Asking the sources of a change now, in a database that is thrown away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from verifier.model.citation import Corpus
from verifier.model.verdict import Access, PageJudgement
from verifier.runs.archiving import Archiving, Errand
from verifier.runs.checking import Checking
from verifier.runs.events import Emit
from verifier.runs.gate_facts import Facts
from verifier.runs.gate_rejudging import statistics_of
from verifier.runs.neighbours import Neighbours
from verifier.runs.nightly import OFFLINE
from verifier.runs.stopping import Stop
from verifier.runs.writer import CheckBatches, Writer
from verifier.store.checks import latest_judgements
from verifier.store.database import Connection
from verifier.store.documents import record_corpus
from verifier.store.runs import start_run


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of asking."""

    judgements: dict[str, PageJudgement] = field(default_factory=dict)
    """By citation key."""
    doubt: str = ""
    """Why it says nothing, or not all; "" where it does."""
    not_asked: int = 0
    """Sources beyond `gate.max_sources`."""
    defects: int = 0
    """Sources that could not be worked on because of a mistake in this program."""


async def ask_now(world: Neighbours, narrowed: Corpus, facts: Facts, stop: Stop, emit: Emit) -> Answers:
    """Fetch what is missing and what was seen once; look gone pages up in the archive. No copy is made."""
    first = facts.missing[: world.config.gate.max_sources]
    not_asked = len(facts.missing) - len(first)
    second = facts.seen_once
    if not (first or second):
        return Answers(not_asked=not_asked)
    if not await stop.unless(world.online()):
        return Answers(doubt="" if stop.requested else OFFLINE, not_asked=not_asked)
    writer = Writer(world.database)
    statistics = await writer.read(partial(statistics_of, narrowed=narrowed))
    try:
        now = world.clock.now()
        run = await writer.write(lambda connection: _prepared(connection, narrowed, now))
        async with CheckBatches(writer) as batches:
            checking = Checking(world, run, facts.known, statistics, batches, stop, emit)
            doubt = await checking.ask(first, second)
        asked = {*first, *second}
        keys = {each.key for source in asked for each in facts.known[source].citations}
        judgements = await writer.read(partial(latest_judgements, keys=keys))
        gone = {
            source
            for source in asked
            for citation in facts.known[source].citations
            if (judgement := judgements.get(citation.key)) is not None and judgement.access is Access.GONE
        }
        if gone and world.archive is not None and not doubt and not stop.requested:
            errand = Errand(look_up=True, confirm=False, capture=False, only=frozenset(gone))
            await Archiving(world, now, writer, stop, emit, errand).work(narrowed)
    finally:
        writer.close()
    return Answers(judgements, doubt, not_asked, checking.defects)


def _prepared(connection: Connection, corpus: Corpus, now: datetime) -> int:
    record_corpus(connection, corpus, now)
    return start_run(connection, now).id
