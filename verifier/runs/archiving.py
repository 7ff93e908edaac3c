"""The archive's part of a run: look-ups, then captures, within the day's budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from verifier.archive.lookups import unless_shown
from verifier.judge.claim_rules.single_source import rests_on_one_source
from verifier.judge.dates import in_words, parse_date
from verifier.judge.wording import count
from verifier.model.citation import Citation, Corpus, Document
from verifier.model.holding import CANDIDATES, as_of
from verifier.model.memento import Lookup, LookupState
from verifier.model.source import parse_source
from verifier.model.verdict import PageJudgement
from verifier.plan.captures import ArchiveCandidate, LookupTurn, lookups_due, worth
from verifier.plan.confirmations import needs_another
from verifier.runs.capturing import Capturing
from verifier.runs.confirming import Confirming
from verifier.runs.events import Emit, LookedUp, Note
from verifier.runs.neighbours import Neighbours
from verifier.runs.patience import PATIENCE, Patience
from verifier.runs.remaining import remaining
from verifier.runs.stopping import Stop
from verifier.runs.writer import Writer
from verifier.store.archive import holdings, insert_lookup, lookups_since
from verifier.store.checks import latest_judgements
from verifier.store.database import Connection


@dataclass(frozen=True, slots=True)
class Errand:
    """What to deal with an archive about; by default all that is due."""

    look_up: bool = True
    confirm: bool = True
    """Whether copies are loaded to see what they show."""
    capture: bool = True
    """Whether missing copies are made, where the configuration says so too."""
    only: frozenset[str] | None = None
    """The sources, which are then looked up whether due or not; None: all of the corpus."""
    limit: int | None = None
    """How many look-ups, copies and captures at most, each; None: the day's budgets."""
    hurried: bool = False
    """Whether somebody waits for it: no pause that the archive asks for is sat out."""

    def budget(self, left: int) -> int:
        """What may be spent of what is left of a day's budget."""
        return max(0, left if self.limit is None else min(left, self.limit))


ALL_DUE = Errand()


class Archiving:
    """One run's dealings with one archive."""

    def __init__(
        self,
        world: Neighbours,
        since: datetime,
        writer: Writer,
        stop: Stop,
        emit: Emit,
        errand: Errand = ALL_DUE,
    ) -> None:
        """`world.archive` has to be there. What was spent from `since` on counts against the budgets."""
        assert world.archive is not None
        self._world = world
        self._archive = world.archive
        self._since = since
        self._errand = errand
        self._writer = writer
        self._stop = stop
        self._emit = emit
        self._patience = Patience(world.clock, stop, emit, 0.0 if errand.hurried else PATIENCE)
        self._left_alone = False
        self._confirming = Confirming(world, self._archive, since, writer, stop, emit)
        self._capturing = Capturing(world, self._archive, since, writer, stop, emit)

    async def work(self, corpus: Corpus) -> None:
        """Look up what needs it, load what was found; then, where so configured, have missing copies made.
        Says at the end for how many nights the rest will do."""
        judgements, spent = await self._writer.read(self._so_far)
        only, errand = self._errand.only, self._errand
        candidates = [c for c in archive_candidates(corpus, judgements) if only is None or c.source in only]
        budget = errand.budget(self._world.config.archive.nightly_lookups - spent)
        worths = {candidate.source: worth(candidate) for candidate in candidates}
        again, loads = self._world.config.archive.lookup_again, errand.limit
        for number in range(CANDIDATES):
            if errand.look_up:
                at_once = number == 0 and only is not None
                budget -= await self._look_up(candidates, 0.0 if at_once else again, budget)
            if errand.confirm and not self._stop.requested:
                loaded = await self._confirming.work(corpus, worths, loads)
                loads = None if loads is None else loads - loaded
            if self._stop.requested or not (errand.look_up and await self._lack_another(candidates)):
                break
        captures = errand.capture and self._world.config.archive.mode == "capture"
        if captures and not self._stop.requested:
            if self._archive.can_capture:
                await self._capturing.work(candidates, errand.limit)
            else:
                captures = False
                self._emit(Note("No archive keys are configured, so copies are looked up but none is made."))
        if errand.look_up and only is None and not self._stop.requested:
            known, now = await self._writer.read(holdings), self._world.clock.now()
            for sentence in remaining(candidates, known, now, self._world.config.archive, captures=captures):
                self._emit(Note(sentence))

    def _so_far(self, connection: Connection) -> tuple[Mapping[str, PageJudgement], int]:
        now = self._world.clock.now()
        return latest_judgements(connection), lookups_since(connection, self._since, now)

    async def _lack_another(self, candidates: Sequence[ArchiveCandidate]) -> bool:
        known = as_of(await self._writer.read(holdings), self._world.clock.now())
        return any(
            needs_another(known[candidate.source], proof=candidate.matched)
            for candidate in candidates
            if candidate.source in known
        )

    async def _look_up(self, candidates: Sequence[ArchiveCandidate], again: float, budget: int) -> int:
        """How many look-ups were made."""
        if self._left_alone:
            return 0
        known = await self._writer.read(holdings)
        turns = lookups_due(candidates, known, self._world.clock.now(), again, max(0, budget))
        failed = 0
        for number, turn in enumerate(turns, 1):
            lookup = await self._looked_up(turn)
            if lookup is None:
                return number
            failed += lookup.state is LookupState.FAILED
            self._emit(LookedUp(lookup, number, len(turns)))
            if lookup.stop:
                self._left_alone = True
                self._emit(Note(f"No more look-ups in this run: {lookup.detail}."))
                break
        if failed and not self._errand.hurried:
            self._emit(Note(f"{count(failed, 'look-up')} in the archive failed; the next run tries again."))
        return len(turns)

    async def _looked_up(self, turn: LookupTurn) -> Lookup | None:
        """What the archive said, after short pauses that it asked for; None where somebody asked to stop."""
        while True:
            lookup = await self._stop.unless(self._asked(turn))
            if lookup is None:
                return None
            await self._writer.write(partial(_insert, lookup))
            if not (lookup.stop and await self._patience.outlasts(lookup.retry_after)):
                return None if self._stop.requested else lookup

    async def _asked(self, turn: LookupTurn) -> Lookup:
        lookup = await self._archive.look_up(turn.source, turn.near, turn.avoid)
        if not (turn.twice and lookup.state is LookupState.NONE):
            return lookup
        return unless_shown(lookup, await self._archive.load_nearest(turn.source, turn.near))


def _insert(lookup: Lookup, connection: Connection) -> None:
    insert_lookup(connection, lookup)


def archive_candidates(corpus: Corpus, judgements: Mapping[str, PageJudgement]) -> list[ArchiveCandidate]:
    """Every source of the corpus as archiving has to know it."""
    cited: dict[str, list[tuple[Document, Citation]]] = {}
    for document in corpus.documents:
        for citation in document.citations:
            if citation.source is not None:
                cited.setdefault(citation.source, []).append((document, citation))
    return [_candidate(source, group, judgements) for source, group in cited.items()]


def _candidate(
    source: str, group: Sequence[tuple[Document, Citation]], judgements: Mapping[str, PageJudgement]
) -> ArchiveCandidate:
    judged = [judgements[citation.key] for _, citation in group if citation.key in judgements]
    dates = [d for _, c in group if (d := parse_date(c.claim.date) or parse_date(c.claim.access_date))]
    return ArchiveCandidate(
        source,
        parse_source(source).host,
        near=min(map(in_words, dates), default=None),
        access=judged[0].access if judged else None,
        page_class=judged[0].page_class if judged else None,
        identities=frozenset(judgement.identity.identity for judgement in judged),
        importance=max((d.importance for d, _ in group if d.importance is not None), default=None),
        only_source=any(rests_on_one_source(document) for document, _ in group),
    )
