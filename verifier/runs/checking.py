"""Ask sources, judge what comes back, hand the results over: the heart of a run."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from verifier.fetch.interface import Fetched
from verifier.judge.titles import TitleWeights
from verifier.model.observation import Exchange, Observation, Validators
from verifier.model.source import Source, parse_source
from verifier.plan.pacing import Pacing
from verifier.plan.retry import RETRY_AFTER_LIMIT, host_pause, retry_delay
from verifier.plan.suspicion import is_network_failure
from verifier.runs.alibi import Alibi
from verifier.runs.events import Checked, Emit, Note
from verifier.runs.judging import Subject, judge, needs_second_fetch, past
from verifier.runs.neighbours import Neighbours
from verifier.runs.reader import observe
from verifier.runs.stopping import Stop
from verifier.runs.writer import CheckBatches

GRACE = 4.0
"""Seconds that requests in flight are given after a request to stop; then they are dropped."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One source waiting to be asked."""

    source: Source
    attempt: int = 0
    """Failed attempts before this one."""
    second_opinion: bool = False
    """True where an earlier fetch found a problem and this one has to agree."""
    whole: bool = False
    """True where the page is needed even if it did not change."""


@dataclass(frozen=True, slots=True)
class _Suspect:
    """An attempt that failed in a way that may be our own fault."""

    turn: Turn
    fetched: Fetched
    final: bool
    """True where no further attempt follows."""


class Checking:
    """Asks a set of sources, each as often as retries and second opinions want."""

    def __init__(
        self,
        world: Neighbours,
        run_id: int,
        known: Mapping[str, Subject],
        weights: TitleWeights,
        batches: CheckBatches,
        stop: Stop,
        emit: Emit,
    ) -> None:
        """`known` has every source that is going to be asked. To be made when the canaries have answered."""
        self._world = world
        self._run_id = run_id
        self._known = dict(known)
        self._batches = batches
        self._stop = stop
        self._emit = emit
        self._weights = weights
        self._pacing: Pacing[Turn] = Pacing(world.config.manners, world.config.fetch.concurrency)
        self._alibi: Alibi[_Suspect] = Alibi(world.online, world.clock, self._cleared, self._retried, emit)
        self._left_alone: set[str] = set()
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._error: BaseException | None = None
        self._done = 0
        self._total = 0

    async def ask(self, first: Iterable[str], second_opinions: Iterable[str]) -> bool:
        """Ask them all. False where this machine turned out to be offline.

        What was not asked for that reason, because its host wants to be left alone, or because somebody
        wants to stop, has no check in this run.
        """
        for second_opinion, sources in ((False, first), (True, second_opinions)):
            for source in sources:
                self._queue(Turn(parse_source(source), second_opinion=second_opinion))
                self._total += 1
        helpers = [self._helper(self._alibi.watch()), self._helper(self._stop.wait())]
        try:
            await self._start_turns()
        finally:
            await self._end_tasks()
            await _cancel(helpers)
        if self._error is not None:
            raise self._error
        return not self._alibi.offline

    async def _start_turns(self) -> None:
        while self._unfinished and not self._ending:
            self._wake.clear()
            now = self._now()
            if not self._alibi.paused:
                for host, turn in self._pacing.ready(now):
                    self._spawn(self._take(host, turn))
            if not self._pacing.waiting and not self._tasks:
                self._alibi.hurry()
            next_at = None if self._alibi.paused else self._pacing.next_at()
            with suppress(TimeoutError):
                async with asyncio.timeout(None if next_at is None else next_at - now):
                    await self._wake.wait()

    @property
    def _unfinished(self) -> bool:
        return bool(self._pacing.waiting or self._tasks or self._alibi.waiting)

    @property
    def _ending(self) -> bool:
        return self._stop.requested or self._alibi.offline or self._error is not None

    def _helper(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        task.add_done_callback(self._ended)
        return task

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        self._tasks.add(self._helper(work))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._error = self._error or error
        self._wake.set()

    async def _end_tasks(self) -> None:
        """What is in flight may finish while somebody waits politely; then it is dropped."""
        if self._tasks and self._stop.requested:
            await asyncio.wait(self._tasks, timeout=GRACE)
        await _cancel(self._tasks)

    def _queue(self, turn: Turn, delay: float = 0.0) -> None:
        now = self._now()
        self._pacing.add(turn.source.host, turn, now, now + delay)
        self._wake.set()

    def _now(self) -> float:
        return self._world.clock.monotonic()

    async def _take(self, host: str, turn: Turn) -> None:
        """One attempt at one source, and what follows from it."""
        try:
            fetched = await self._world.fetcher.fetch(turn.source, self._validators(turn))
            self._leave_alone(turn.source.host, fetched.exchange)
            await self._follow_up(turn, fetched)
        finally:
            self._pacing.finished(host, self._now())

    def _validators(self, turn: Turn) -> Validators | None:
        return None if turn.whole or turn.second_opinion else self._known[turn.source.url].validators

    async def _follow_up(self, turn: Turn, fetched: Fetched) -> None:
        retries = self._world.config.fetch.retries
        delay = retry_delay(fetched.exchange, turn.attempt, retries)
        if is_network_failure(fetched.exchange):
            self._alibi.doubt()
            # The last retry comes after an alibi, so that it fails while we are known to be online.
            if delay is None or turn.attempt + 1 >= retries:
                self._alibi.suspect(_Suspect(turn, fetched, final=delay is None))
                return
        if delay is None or turn.source.host in self._left_alone:
            await self._judge(turn, fetched)
        else:
            self._queue(replace(turn, attempt=turn.attempt + 1), delay)

    def _cleared(self, suspects: list[_Suspect]) -> None:
        for suspect in suspects:
            if suspect.final or suspect.turn.source.host in self._left_alone:
                self._spawn(self._judge(suspect.turn, suspect.fetched))
            else:
                self._queue(replace(suspect.turn, attempt=suspect.turn.attempt + 1))

    def _retried(self, suspects: list[_Suspect]) -> None:
        if not suspects:
            self._wake.set()
        for suspect in suspects:
            self._queue(suspect.turn)

    def _leave_alone(self, host: str, exchange: Exchange) -> None:
        """Obey a Retry-After: the host as a whole is left alone for so long."""
        pause = host_pause(exchange)
        elsewhere = len(exchange.hops) > 1 and urlsplit(exchange.final_url).hostname != host
        if not pause or elsewhere or host in self._left_alone:
            return
        if pause <= RETRY_AFTER_LIMIT:
            now = self._now()
            self._pacing.hold(host, now + pause, now)
            return
        self._left_alone.add(host)
        waiting = len(self._pacing.drop(host))
        self._total -= waiting
        if waiting:
            what = f"what was left to ask there ({waiting:,}) waits for the next run"
            self._emit(Note(f"{host} asks to be left alone for {pause:,.0f} s: {what}."))

    async def _judge(self, turn: Turn, fetched: Fetched) -> None:
        source, subject = turn.source.url, self._known[turn.source.url]
        observation = await self._observe(fetched)
        if observation is None:
            self._queue(replace(turn, whole=True))
            return
        check = judge(observation, subject, self._run_id, source, self._weights)
        self._batches.add(check)
        self._known[source] = replace(subject, history=(past(check), *subject.history))
        if needs_second_fetch(check) and not turn.second_opinion and turn.source.host not in self._left_alone:
            self._total += 1
            again = Turn(turn.source, second_opinion=True)
            self._queue(again, self._world.config.check.confirm_after)
        self._done += 1
        self._emit(Checked(source, check.access, check.page_class, self._done, self._total))

    async def _observe(self, fetched: Fetched) -> Observation | None:
        """None where the page did not change but is not at hand any more."""
        if not fetched.exchange.unchanged:
            return await observe(self._world.reader, fetched)
        before = await self._batches.recall(fetched.exchange.url)
        return None if before is None or before.page is None else before.confirmed_by(fetched.exchange)


async def _cancel(tasks: Iterable[asyncio.Task[None]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
