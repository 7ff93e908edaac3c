"""Ask sources, judge what comes back, hand the results over: the heart of a run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from verifier.fetch.interface import Fetched
from verifier.judge.conclusions import stands
from verifier.judge.statistics import CorpusStatistics
from verifier.judge.wording import count
from verifier.model.check import Check, Renewal
from verifier.model.observation import Exchange, Failure, Hop, Observation, Validators
from verifier.model.source import Source, parse_source
from verifier.plan.retry import retry_delay
from verifier.plan.suspicion import MassFailure, is_network_failure, is_own_alibi
from verifier.runs.alibi import Alibi
from verifier.runs.events import Checked, Emit, Note, Trouble
from verifier.runs.judging import judge, needs_second_fetch, past, renewal
from verifier.runs.keeping import visit_of
from verifier.runs.lag import LoopLag
from verifier.runs.neighbours import Neighbours
from verifier.runs.queue import NIGHTLY, Persistence, Queue, Turn
from verifier.runs.reader import observe
from verifier.runs.siblings import Siblings
from verifier.runs.stopping import Stop
from verifier.runs.subjects import Subject
from verifier.runs.tasks import Tasks
from verifier.runs.writer import CheckBatches

_WENT_OFFLINE = (
    "The network went away: requests failed and no canary answered for a while. What was not checked {rest}."
)
_MOST_FAILED = (
    "Most hosts failed at a time, {canaries}: the line is in doubt. "
    "What could not be checked ({sources}) {rest}."
)
_CANARIES = ("and no canary is configured that could tell why", "though canaries answered")
"""Without and with canaries."""
UNEXPECTED = "{} was not checked, for verifier has a defect there (please report it): {!r}"
_CALM = 60.0
"""Seconds until a source is asked again when most hosts failed."""
GRACE = 4.0
"""Seconds that requests in flight are given after a request to stop; then they are dropped."""


@dataclass(frozen=True, slots=True)
class _Suspect:
    """An attempt that failed in a way that may be our own fault."""

    turn: Turn
    fetched: Fetched
    begun: float
    """When it was asked (monotonic seconds)."""
    final: bool
    """True where no further attempt follows."""
    check: Check | None = None
    """What an answer without TLS makes; None for a failure."""


class Checking:
    """Asks a set of sources, each as often as retries and second opinions want."""

    def __init__(
        self,
        world: Neighbours,
        run_id: int,
        known: Mapping[str, Subject],
        statistics: CorpusStatistics,
        batches: CheckBatches,
        stop: Stop,
        emit: Emit,
        persistence: Persistence = NIGHTLY,
    ) -> None:
        """`known` has every source that is going to be asked. To be made when the canaries have answered."""
        self._world = world
        self._run_id = run_id
        self._known = dict(known)
        self._batches = batches
        self._stop = stop
        self._emit = emit
        self._statistics = statistics
        self._siblings = Siblings(world.clock.now().date(), wanted=world.config.check.ask_siblings)
        self._queue = Queue(world.config, world.clock, emit, persistence)
        self._persistence = persistence
        self._alibi: Alibi[_Suspect] = Alibi(world.online, world.clock, self._cleared, self._retried, emit)
        self._lag = LoopLag(world.clock)
        self._mass = MassFailure()
        self._in_doubt = 0
        self._tasks = Tasks()
        # Not in the loop: a page takes it up to 10 ms, and a late loop keeps hosts waiting.
        self._judges = ThreadPoolExecutor(1, thread_name_prefix="judge")
        self._done = 0
        self._total = 0
        self.taken_for_down: list[str] = []
        """Sources that were not asked themselves, because their host did not serve others either."""
        self.defects = 0
        """Sources that could not be worked on because of a mistake in this program."""

    async def ask(self, first: Iterable[str], second_opinions: Iterable[str]) -> str:
        """Ask them all. Says why the run is inconclusive, "" where it is not.

        What was not asked for that reason, because its host wants to be left alone, or because somebody
        wants to stop, has no check in this run.
        """
        for second_opinion, sources in ((False, first), (True, second_opinions)):
            for source in sources:
                self._queue.add(Turn(parse_source(source), second_opinion=second_opinion))
                self._total += 1
        for work in (self._alibi.watch(), self._lag.watch(), self._stop.wait()):
            self._tasks.help_with(work)
        with self._judges:
            try:
                await self._start_turns()
            finally:
                # What is in flight may finish while somebody waits politely; then it is dropped.
                await self._tasks.end(GRACE if self._stop.requested else 0.0)
        return self._doubt()

    def _doubt(self) -> str:
        rest = self._persistence.rest
        if self._alibi.offline:
            return _WENT_OFFLINE.format(rest=rest)
        if not self._in_doubt:
            return ""
        canaries = _CANARIES[bool(self._world.config.network.canaries)]
        return _MOST_FAILED.format(canaries=canaries, sources=count(self._in_doubt, "source"), rest=rest)

    async def _start_turns(self) -> None:
        while self._unfinished and not self._ending:
            for turn in self._queue.down():
                self._tasks.spawn(self._judge_down(turn))
            if not self._alibi.paused:
                for turn in self._queue.ready():
                    self._tasks.spawn(self._take(turn))
            self._hurry_at_the_end()
            await self._tasks.news(None if self._alibi.paused else self._queue.seconds_to_next())

    def _hurry_at_the_end(self) -> None:
        """Where nothing else is left: get the suspects their alibi, then ask hosts that did not answer."""
        if self._queue.has_turns or self._tasks.busy:
            return
        if self._alibi.waiting:
            self._alibi.hurry()
        else:
            self._queue.add_probes()
            self._tasks.tell()

    @property
    def _unfinished(self) -> bool:
        waiting = self._queue.has_turns or self._queue.has_hosts_aside or self._alibi.waiting
        return bool(waiting or self._tasks.busy)

    @property
    def _ending(self) -> bool:
        return self._stop.requested or self._alibi.offline or self._tasks.error is not None

    async def _take(self, turn: Turn) -> None:
        """One attempt at one source, and what follows from it."""
        try:
            await self._batches.room()
            begun = self._world.clock.monotonic()
            fetched = await self._fetch(turn)
            if self._lag.lagged_since(begun):
                fetched = _our_own_fault(fetched)
            self._queue.mind_manners(turn.source.host, fetched)
            self._tasks.tell()
            if turn.sibling:
                await self._hear_sibling(turn, fetched)
            else:
                await self._follow_up(turn, fetched, begun)
        except Exception as error:  # noqa: BLE001 - one page must not take the others with it
            self._pass_over(turn, error)
        finally:
            self._queue.finished()

    def _pass_over(self, turn: Turn, error: Exception) -> None:
        """A defect of ours costs the source where it shows. Raises what ends the run: that nothing can be
        stored."""
        self._batches.raise_failure()
        self.defects += 1
        self._emit(Trouble(UNEXPECTED.format(turn.source.url, error)))

    async def _fetch(self, turn: Turn) -> Fetched:
        try:
            return await self._world.fetcher.fetch(turn.source, self._validators(turn))
        finally:
            self._queue.ended(turn)

    def _validators(self, turn: Turn) -> Validators | None:
        whole = turn.whole or turn.second_opinion or turn.sibling
        return None if whole else self._known[turn.source.url].validators

    async def _follow_up(self, turn: Turn, fetched: Fetched, begun: float) -> None:
        retries = self._world.config.fetch.retries
        delay = None if turn.probe else retry_delay(fetched.exchange, turn.attempt, retries)
        failed = is_network_failure(fetched.exchange)
        if turn.attempt == 0:
            self._mass.note(begun, turn.source.host, failed=failed)
        if not failed:
            self._queue.answered(turn.source.host)
        else:
            self._alibi.doubt()
            self._queue.failed(turn.source.host)
        final = delay is None or self._queue.is_left_alone(turn.source.host)
        # The last retry comes after an alibi, so that it fails while we are known to be online.
        if failed and (final or turn.attempt + 1 >= retries):
            self._alibi.suspect(_Suspect(turn, fetched, begun, final))
        elif final:
            await self._judge(turn, fetched, begun)
        else:
            self._queue.add(replace(turn, attempt=turn.attempt + 1), delay or 0.0)

    def _cleared(self, suspects: list[_Suspect]) -> None:
        for suspect in suspects:
            if suspect.check is not None:
                self._record(suspect.turn, suspect.check, suspect.fetched)
            elif self._mass.at(suspect.begun):
                self._ask_later(suspect.turn)
            elif suspect.final or self._queue.is_left_alone(suspect.turn.source.host):
                self._tasks.spawn(self._judge_failure(suspect))
            else:
                self._queue.add(replace(suspect.turn, attempt=suspect.turn.attempt + 1))
        self._tasks.tell()

    def _retried(self, suspects: list[_Suspect]) -> None:
        self._queue.forget_failures()
        again = [replace(suspect.turn, probe=False, rounds=suspect.turn.rounds + 1) for suspect in suspects]
        for turn in again:
            self._queue.add(turn)
        if given_up := sum(turn.rounds > self._persistence.rounds for turn in again):
            self._emit(Note(f"{count(given_up, 'source')} could not be asked while we were online for long."))
        self._tasks.tell()

    def _ask_later(self, turn: Turn) -> None:
        """Most hosts failed when this one did: their failures say nothing."""
        again = replace(turn, attempt=0, probe=False, rounds=turn.rounds + 1)
        self._in_doubt += again.rounds > self._persistence.rounds
        self._queue.add(again, _CALM)
        for waiting in self._queue.give_up(turn.source.host) if turn.probe else ():
            self._queue.add(waiting, _CALM)

    async def _judge_failure(self, suspect: _Suspect) -> None:
        """A failure that is the host's own; where it was a probe, it tells for all that wait for it."""
        begun = suspect.begun
        await self._judge_safely(suspect.turn, suspect.fetched, begun, vouched=True)
        failure = suspect.fetched.exchange.failure
        if suspect.turn.probe and failure is not None:
            for turn in self._queue.give_up(suspect.turn.source.host):
                self._take_for_down(turn)
                await self._judge_safely(turn, self._not_asked(turn.source, failure), begun, vouched=True)

    async def _judge_down(self, turn: Turn) -> None:
        """As if it had been asked once more: its host answered each of the last requests so."""
        self._take_for_down(turn)
        exchange = Exchange(turn.source.url, self._world.clock.now(), 0.0, (Hop(turn.source.url, 503),))
        await self._judge_safely(turn, Fetched(exchange), self._world.clock.monotonic(), vouched=False)

    def _take_for_down(self, turn: Turn) -> None:
        if turn.attempt == 0:
            self.taken_for_down.append(turn.source.url)

    async def _judge_safely(self, turn: Turn, fetched: Fetched, begun: float, *, vouched: bool) -> None:
        try:
            await self._judge(turn, fetched, begun, vouched=vouched)
        except Exception as error:  # noqa: BLE001 - one page must not take the others with it
            self._pass_over(turn, error)

    def _not_asked(self, source: Source, failure: Failure) -> Fetched:
        detail = f"not asked: {source.host} did not answer other requests ({failure.detail})"
        now = self._world.clock.now()
        return Fetched(Exchange(source.url, now, 0.0, (), replace(failure, detail=detail)))

    async def _judge(self, turn: Turn, fetched: Fetched, begun: float, *, vouched: bool = False) -> None:
        """`vouched` where a canary answered after it. What shows the cited page needs no alibi, either."""
        source, subject = turn.source.url, self._known[turn.source.url]
        if (renewed := renewal(fetched.exchange, subject, self._run_id)) is not None:
            self._record(turn, renewed, fetched)
            return
        observation = await self._observe(fetched)
        if observation is None:
            self._queue.add(replace(turn, whole=True))
            return
        work = partial(
            judge,
            observation,
            subject,
            self._run_id,
            source,
            self._statistics,
            answers_anything=self._siblings.answers_anything(observation),
        )
        check = await asyncio.get_running_loop().run_in_executor(self._judges, work)
        stood = any(map(stands, check.judgements.values()))
        if vouched or is_own_alibi(fetched.exchange) or stood:
            self._record(turn, check, fetched)
        else:
            self._alibi.suspect(_Suspect(turn, fetched, begun, final=True, check=check))

    def _record(self, turn: Turn, check: Check | Renewal, fetched: Fetched) -> None:
        source, subject = turn.source.url, self._known[turn.source.url]
        self._batches.add(check, visit_of(check, fetched))
        self._known[source] = replace(subject, history=(past(check), *subject.history))
        if needs_second_fetch(check) and not turn.second_opinion:
            self._total += 1
            self._queue.add(Turn(turn.source, second_opinion=True), self._world.config.check.confirm_after)
        if isinstance(check, Check):
            sibling = self._siblings.to_ask(turn.source, check, subject.history)
            if sibling is not None:
                self._queue.add(Turn(sibling, sibling=True))
        self._done += 1
        total = self._total - self._queue.dropped
        self._emit(Checked(source, check.access, check.page_class, self._done, total))

    async def _hear_sibling(self, turn: Turn, fetched: Fetched) -> None:
        """A made-up address has answered, or not: then it tells nothing."""
        observation = await observe(self._world.reader, fetched)
        for source in self._siblings.heard(turn.source, observation):
            self._total += 1
            self._queue.add(Turn(source, whole=True))

    async def _observe(self, fetched: Fetched) -> Observation | None:
        """None where the page did not change but is not at hand any more."""
        source = fetched.exchange.url
        if not fetched.exchange.unchanged:
            return await observe(self._world.reader, fetched, self._known[source].quotations)
        before = await self._batches.recall(source)
        return None if before is None or before.page is None else before.confirmed_by(fetched.exchange)


def _our_own_fault(fetched: Fetched) -> Fetched:
    """What failed while this process did not keep up is no fault of the host."""
    failure = fetched.exchange.failure
    if failure is None:
        return fetched
    detail = f"{failure.detail}; this machine was too busy to tell"
    failure = replace(failure, detail=detail, mine=True)
    return replace(fetched, exchange=replace(fetched.exchange, failure=failure))
