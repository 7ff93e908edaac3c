"""Ask sources, judge what comes back, hand the results over: the heart of a run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from verifier.fetch.interface import Fetched
from verifier.judge.titles import TitleWeights
from verifier.model.observation import Exchange
from verifier.model.source import Source, parse_source
from verifier.plan.pacing import Pacing
from verifier.plan.retry import retry_delay
from verifier.plan.suspicion import NetworkWatch, is_network_failure
from verifier.runs.events import Checked, Emit
from verifier.runs.judging import Subject, judge_fetched, needs_second_fetch, past
from verifier.runs.neighbours import Neighbours
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
    """True where an earlier fetch of this run found a problem and this one has to agree."""


class Checking:
    """Asks a set of sources, each as often as retries and second opinions want."""

    def __init__(
        self, world: Neighbours, run_id: int, known: Mapping[str, Subject], stop: Stop, emit: Emit
    ) -> None:
        self._world = world
        self._run_id = run_id
        self._known = dict(known)
        self._stop = stop
        self._emit = emit
        self._weights = TitleWeights.from_titles(
            title for subject in known.values() for c in subject.citations if (title := c.claim.title)
        )
        self._pacing: Pacing[Turn] = Pacing(world.config.manners, world.config.fetch.concurrency)
        self._watch = NetworkWatch()
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._error: BaseException | None = None
        self._offline = False
        self._done = 0
        self._total = 0

    async def ask(self, first: Iterable[str], second_opinions: Iterable[str], batches: CheckBatches) -> bool:
        """Ask them all. False where this machine turned out to be offline.

        What was not asked for that reason, or because somebody wants to stop, has no check in this run.
        """
        now = self._world.clock.monotonic()
        for second_opinion, sources in ((False, first), (True, second_opinions)):
            for source in sources:
                self._queue(Turn(parse_source(source), second_opinion=second_opinion), now)
                self._total += 1
        stopping = asyncio.create_task(self._wake_when_stopped())
        with ThreadPoolExecutor(2, thread_name_prefix="read") as readers:
            try:
                await self._start_turns(partial(self._take, batches, readers))
            finally:
                stopping.cancel()
                await self._end_tasks()
        if self._error is not None:
            raise self._error
        return not self._offline

    async def _start_turns(self, take: Callable[[str, Turn], Coroutine[None, None, None]]) -> None:
        while (self._pacing.waiting or self._tasks) and not self._ending:
            self._wake.clear()
            now = self._world.clock.monotonic()
            for host, turn in self._pacing.ready(now):
                task = asyncio.create_task(take(host, turn))
                self._tasks.add(task)
                task.add_done_callback(self._ended)
            next_at = self._pacing.next_at()
            with suppress(TimeoutError):
                async with asyncio.timeout(None if next_at is None else next_at - now):
                    await self._wake.wait()

    @property
    def _ending(self) -> bool:
        return self._stop.requested or self._offline or self._error is not None

    async def _wake_when_stopped(self) -> None:
        await self._stop.wait()
        self._wake.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._error = self._error or error
        self._wake.set()

    async def _end_tasks(self) -> None:
        """What is in flight may finish while somebody waits politely; then it is dropped."""
        if self._tasks and self._stop.requested:
            await asyncio.wait(self._tasks, timeout=GRACE)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _queue(self, turn: Turn, now: float, delay: float = 0.0) -> None:
        self._pacing.add(turn.source.host, turn, now, now + delay)

    async def _take(self, batches: CheckBatches, readers: ThreadPoolExecutor, host: str, turn: Turn) -> None:
        """One attempt at one source, and what follows from it."""
        try:
            fetched = await self._world.fetcher.fetch(turn.source)
            if await self._in_doubt(host, fetched.exchange):
                return
            delay = retry_delay(fetched.exchange, turn.attempt, self._world.config.fetch.retries)
            if delay is None:
                await self._judge(turn, fetched, batches, readers)
            elif not self._ending:
                self._queue(replace(turn, attempt=turn.attempt + 1), self._now(), delay)
        finally:
            self._pacing.finished(host, self._now())

    def _now(self) -> float:
        return self._world.clock.monotonic()

    async def _in_doubt(self, host: str, exchange: Exchange) -> bool:
        """True where this outcome says nothing, because we are offline."""
        failed = is_network_failure(exchange)
        if self._watch.note(host, failed=failed) and failed and not self._offline:
            self._offline = not await self._world.online()
            self._watch.forget()
        return failed and self._offline

    async def _judge(
        self, turn: Turn, fetched: Fetched, batches: CheckBatches, readers: ThreadPoolExecutor
    ) -> None:
        source, subject = turn.source.url, self._known[turn.source.url]
        work = partial(judge_fetched, fetched, subject, self._run_id, source, self._weights)
        check = await asyncio.get_running_loop().run_in_executor(readers, work)
        batches.add(check)
        self._known[source] = replace(subject, history=(past(check), *subject.history))
        if needs_second_fetch(check) and not turn.second_opinion and not self._ending:
            self._total += 1
            again = Turn(turn.source, second_opinion=True)
            self._queue(again, self._now(), self._world.config.check.confirm_after)
        self._done += 1
        self._emit(Checked(source, check.access, check.page_class, self._done, self._total))
