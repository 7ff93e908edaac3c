"""Loading copies and comparing them with what is cited, as their live pages are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from verifier.archive.interface import Archive, Loaded
from verifier.extract.page_class import classify
from verifier.fetch.interface import Fetched
from verifier.judge.cited_copy import cited_copy
from verifier.judge.statistics import CorpusStatistics
from verifier.judge.verdicts import judge_page
from verifier.judge.wording import count
from verifier.model.citation import Citation, Corpus
from verifier.model.holding import Holding
from verifier.model.memento import Replay, ReplayJudgement, ReplayState
from verifier.model.observation import Exchange, Hop, Observation
from verifier.plan.confirmations import CitedCopies, ReplayTurn, replays_due
from verifier.runs.events import Emit, Note, Replayed
from verifier.runs.neighbours import Neighbours
from verifier.runs.patience import Patience
from verifier.runs.reader import observe
from verifier.runs.stopping import Stop
from verifier.runs.subjects import citations_by_source
from verifier.runs.writer import Writer
from verifier.store.archive import holdings, insert_replay, replays_since
from verifier.store.database import Connection


class Confirming:
    """One run's look at copies. Nothing is believed that was not loaded."""

    def __init__(
        self, world: Neighbours, archive: Archive, since: datetime, writer: Writer, stop: Stop, emit: Emit
    ) -> None:
        self._patience = Patience(world.clock, stop, emit)
        self._left_alone = False
        self._world = world
        self._archive = archive
        self._since = since
        self._writer = writer
        self._stop = stop
        self._emit = emit

    async def work(
        self, corpus: Corpus, worth: Mapping[str, tuple[int, ...]], limit: int | None = None
    ) -> int:
        """Load what is due of the sources in `worth`, which orders them: at most `limit`, and what is left of
        the day's budget. Says how many were loaded."""
        if self._left_alone:
            return 0
        cited = citations_by_source(corpus)
        known, spent = await self._writer.read(self._so_far)
        copies = {source: self._copies(cited[source]) for source in worth}
        left = self._world.config.archive.nightly_replays - spent
        budget = left if limit is None else min(left, limit)
        turns = replays_due(copies, known, self._world.clock.now(), budget, worth)
        return await self._load(turns, cited, corpus) if turns else 0

    async def _load(
        self, turns: Sequence[ReplayTurn], cited: Mapping[str, tuple[Citation, ...]], corpus: Corpus
    ) -> int:
        statistics = CorpusStatistics.of(citation.claim for citation in corpus.citations())
        for number, turn in enumerate(turns, 1):
            loaded = await self._loaded(turn)
            if loaded is None:
                return number - 1
            replay = await self._judged(turn, loaded, cited[turn.source], statistics)
            await self._writer.write(partial(_insert, replay))
            self._emit(Replayed(replay, number, len(turns)))
            if loaded.stop:
                self._left_alone = True
                left = count(len(turns) - number, "copy", "copies")
                self._emit(Note(f"No more copies are loaded in this run ({left} left): {loaded.detail}."))
                return number
        return len(turns)

    async def _loaded(self, turn: ReplayTurn) -> Loaded | None:
        """What came of loading a copy, after short pauses that the archive asked for; None where somebody
        asked to stop."""
        while True:
            loaded = await self._stop.unless(self._archive.load(turn.memento))
            if loaded is None or not loaded.stop:
                return loaded
            if not await self._patience.outlasts(loaded.retry_after):
                return None if self._stop.requested else loaded

    def _so_far(self, connection: Connection) -> tuple[Mapping[str, Holding], int]:
        now = self._world.clock.now()
        return holdings(connection), replays_since(connection, self._since, now)

    def _copies(self, citations: tuple[Citation, ...]) -> CitedCopies:
        named = (cited_copy(citation.claim.archive_url) for citation in citations)
        ours = (self._archive.cited(copy) for copy in named if copy is not None)
        mementos = tuple(copy for copy in ours if copy is not None)
        return CitedCopies(frozenset(citation.key for citation in citations), mementos)

    async def _judged(
        self, turn: ReplayTurn, loaded: Loaded, citations: tuple[Citation, ...], statistics: CorpusStatistics
    ) -> Replay:
        replay = Replay(
            turn.source,
            turn.memento,
            self._world.clock.now(),
            loaded.state,
            loaded.status,
            loaded.detail,
            stop=loaded.stop,
        )
        if loaded.state is not ReplayState.LOADED:
            return replay
        fetched = Fetched(_exchange(turn.source, loaded, replay), loaded.body)
        return compared(replay, await observe(self._world.reader, fetched), citations, statistics)


def compared(
    replay: Replay, observation: Observation, citations: tuple[Citation, ...], statistics: CorpusStatistics
) -> Replay:
    """The replay with what its page is beside each citation. Pure."""
    failure = observation.exchange.failure
    if failure is not None:
        return replace(replay, state=ReplayState.FAILED, detail=failure.detail)
    page_class, evidence = classify(observation)
    judgements = {
        citation.key: judge_page(
            citation, observation, page_class, evidence, (), statistics, single_fetch_suffices=True
        )
        for citation in citations
    }
    judged = tuple(ReplayJudgement(key, judgement.identity) for key, judgement in judgements.items())
    return replace(replay, page_class=page_class, judged=judged)


def _exchange(source: str, loaded: Loaded, replay: Replay) -> Exchange:
    return Exchange(
        source,
        replay.at,
        0.0,
        (Hop(source, 200),),
        headers={"content-type": loaded.content_type} if loaded.content_type else {},
        body_bytes=len(loaded.body),
        body_complete=loaded.whole,
        digest=hashlib.sha256(loaded.body).hexdigest() if loaded.body else None,
    )


def _insert(replay: Replay, connection: Connection) -> None:
    insert_replay(connection, replay)
