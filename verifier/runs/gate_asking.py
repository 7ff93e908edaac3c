"""Asking the sources of a change now, in a database that is thrown away."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from verifier.model.citation import Corpus
from verifier.model.source import parse_source
from verifier.model.verdict import Access, PageJudgement
from verifier.plan.captures import archivable
from verifier.runs.archiving import Archiving, Errand
from verifier.runs.checking import Checking
from verifier.runs.events import Asking, Emit
from verifier.runs.gate_facts import Facts, is_mute
from verifier.runs.gate_rejudging import statistics_of
from verifier.runs.neighbours import Neighbours
from verifier.runs.queue import Persistence
from verifier.runs.stopping import Stop
from verifier.runs.writer import CheckBatches, Writer
from verifier.store.archive import holdings
from verifier.store.checks import ever_answered, history, latest_judgements
from verifier.store.database import Connection
from verifier.store.documents import record_corpus
from verifier.store.runs import start_run

_CUT = (
    "No network: none of the canaries answered. Nothing could be asked, and nothing is called broken for it."
)
_PERSISTENCE = Persistence(rounds=1, rest="is not judged", judges_down=True)
"""Somebody waits for the gate, and no run comes after it."""
_ARCHIVE_GRACE = 20.0
"""Seconds that an archive has to answer, besides what the pace of the look-ups takes."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of asking."""

    judgements: dict[str, PageJudgement] = field(default_factory=dict)
    """By citation key."""
    doubt: str = ""
    """Why it says nothing, or not all; "" where it does."""
    too_many: tuple[str, ...] = ()
    """Sources beyond `gate.max_sources` of which nothing is known."""
    unheard: tuple[str, ...] = ()
    """Sources that were to be asked and were not, or not a second time, which a problem needs."""
    defects: int = 0
    """Sources that could not be worked on because of a mistake in this program."""
    heard: frozenset[str] = frozenset()
    """Sources that said something now, and be it that they are down."""
    not_again: tuple[str, ...] = ()
    """Sources that were to be asked once more and could not be; what is stored judges them."""
    taken_for_down: tuple[str, ...] = ()
    """Sources that were not asked themselves, because their host did not serve others either."""
    not_looked_up: tuple[str, ...] = ()
    """Sources that are gone, and of which the archive was not asked, or did not say, whether it has them."""


async def ask_now(world: Neighbours, narrowed: Corpus, facts: Facts, stop: Stop, emit: Emit) -> Answers:
    """Fetch what is missing, what is unsettled and what was seen once; look gone pages up in the archive. No
    copy is made."""
    limit = world.config.gate.max_sources
    first, too_many = [*facts.missing, *facts.unsettled][:limit], facts.missing[limit:]
    second = facts.seen_once
    if not (first or second):
        return Answers(too_many=too_many)
    emit(Asking(len(first) + len(second)))
    if not await stop.unless(world.online()):
        needed = bool(facts.missing or second) and not stop.requested
        return Answers(doubt=_CUT if needed else "", too_many=too_many, not_again=facts.unsettled)
    writer = Writer(world.database)
    try:
        return await _asked(world, narrowed, facts, (first, second), writer, stop, emit)
    finally:
        writer.close()


async def _asked(
    world: Neighbours,
    narrowed: Corpus,
    facts: Facts,
    turns: tuple[Sequence[str], Sequence[str]],
    writer: Writer,
    stop: Stop,
    emit: Emit,
) -> Answers:
    first, second = turns
    statistics = await writer.read(partial(statistics_of, narrowed=narrowed))
    now = world.clock.now()
    run = await writer.write(lambda connection: _prepared(connection, narrowed, now))
    async with CheckBatches(writer) as batches:
        checking = Checking(world, run, facts.known, statistics, batches, stop, emit, _PERSISTENCE)
        doubt = await checking.ask(first, second)
    heard = await writer.read(partial(_heard, run=run, sources=[*first, *second]))
    keys = [each.key for source in heard for each in facts.known[source].citations]
    judgements = await writer.read(partial(latest_judgements, keys=keys))
    unheard = tuple(_unheard(facts, turns, heard, judgements))
    if not unheard:
        doubt = ""  # Of what needed an answer, all got one.
    gone = [source for source in heard if _is_gone(source, facts, judgements)]
    not_looked_up: tuple[str, ...] = ()
    if gone and world.archive is not None and not doubt and not stop.requested:
        not_looked_up = await _looked_up(world, narrowed, gone, writer, stop, emit)
    return Answers(
        dict(_worth_more(facts, heard, judgements)),
        doubt,
        facts.missing[world.config.gate.max_sources :],
        unheard,
        checking.defects,
        frozenset(heard),
        tuple(source for source in facts.unsettled if source not in heard),
        tuple(source for source in dict.fromkeys(checking.taken_for_down) if source in heard),
        not_looked_up,
    )


def _prepared(connection: Connection, corpus: Corpus, now: datetime) -> int:
    record_corpus(connection, corpus, now)
    return start_run(connection, now).id


def _heard(connection: Connection, run: int, sources: Sequence[str]) -> Mapping[str, int]:
    """By source: how many checks of this run say something of it; our own failures do not."""
    checks = history(connection, sources)
    heard = Counter(
        source for source, made in checks.items() for each in made if each.run_id == run and each.conclusive
    )
    return {source: heard[source] for source in sources if heard[source]}


def _is_gone(source: str, facts: Facts, judgements: Mapping[str, PageJudgement]) -> bool:
    return any(said.access is Access.GONE for said in _said(source, facts, judgements))


def _said(source: str, facts: Facts, judgements: Mapping[str, PageJudgement]) -> Iterator[PageJudgement]:
    for citation in facts.known[source].citations:
        if citation.key in judgements:
            yield judgements[citation.key]


def _worth_more(
    facts: Facts, heard: Iterable[str], judgements: Mapping[str, PageJudgement]
) -> Iterator[tuple[str, PageJudgement]]:
    """The new judgements that say more than the stored ones: once more no answer is nothing new."""
    for source in heard:
        for citation in facts.known[source].citations:
            said = judgements.get(citation.key)
            if said is None or (source in facts.earlier and is_mute(said.access, said.page_class)):
                continue
            yield citation.key, said


def _unheard(
    facts: Facts,
    turns: tuple[Sequence[str], Sequence[str]],
    heard: Mapping[str, int],
    judgements: Mapping[str, PageJudgement],
) -> Iterator[str]:
    """What was to be asked and was not; what is known by an earlier check needs no other."""
    first, second = turns
    for source in first:
        once_more = any(said.needs_second_fetch for said in _said(source, facts, judgements))
        if heard.get(source, 0) < 1 + once_more and (source in heard or source not in facts.unsettled):
            yield source
    yield from (source for source in second if source not in heard)


async def _looked_up(
    world: Neighbours, narrowed: Corpus, gone: Sequence[str], writer: Writer, stop: Stop, emit: Emit
) -> tuple[str, ...]:
    """Look gone pages up; those of which the archive says nothing. Its pauses are not waited for."""
    errand = Errand(look_up=True, confirm=False, capture=False, only=frozenset(gone), hurried=True)
    archiving = Archiving(world, world.clock.now(), writer, stop, emit, errand)
    pace = 60.0 / world.config.archive.lookups_per_minute
    with suppress(TimeoutError):
        async with asyncio.timeout(_ARCHIVE_GRACE + 2 * pace * len(gone)):
            await archiving.work(narrowed)
    return await writer.read(partial(_not_looked_up, gone=gone))


def _not_looked_up(connection: Connection, gone: Sequence[str]) -> tuple[str, ...]:
    known, answered = holdings(connection, gone), ever_answered(connection, gone)
    return tuple(
        source
        for source in gone
        if source not in answered
        and archivable(parse_source(source).host)
        and ((holding := known.get(source)) is None or holding.known is None)
    )
