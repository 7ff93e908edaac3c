"""Having missing copies made: within what the archive lets the account do, and what a night may cost."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from verifier.archive.interface import Archive
from verifier.model.allowance import Allowance
from verifier.model.memento import Capture, CaptureState
from verifier.model.outcome import OutcomeClass
from verifier.model.source import parse_source
from verifier.plan.attempts import due_again
from verifier.plan.captures import ArchiveCandidate, affordable_captures, captures_due
from verifier.runs.events import Captured, Emit, Note
from verifier.runs.neighbours import Neighbours
from verifier.runs.patience import PATIENCE, Patience
from verifier.runs.stopping import Stop
from verifier.runs.writer import Writer
from verifier.store.archive import captures_since, holdings, open_captures, save_capture

_ASK_EVERY = 20
"""Submissions between two questions what the account may do."""
_POLL_EVERY = 10
"""Submissions between two looks at what became of the earlier ones."""
_POLL_PAUSE = 15.0
"""Seconds between two looks while nothing can be submitted."""
_CLOCKS_AGREE = 60.0
"""Seconds by which a moment may lie ahead after the clock was corrected a little."""


class Capturing:
    """One run's captures."""

    def __init__(
        self, world: Neighbours, archive: Archive, since: datetime, writer: Writer, stop: Stop, emit: Emit
    ) -> None:
        self._world = world
        self._archive = archive
        self._since = since
        self._writer = writer
        self._stop = stop
        self._emit = emit
        self._patience = Patience(world.clock, stop, emit)
        self._full_hosts: set[str] = set()
        self._asked_about: dict[int | None, float] = {}
        """By capture: when this run first asked about it, on the monotonic clock."""
        self._was_full = False

    async def work(self, candidates: Sequence[ArchiveCandidate], limit: int | None) -> None:
        """Submit what is due, at most `limit` and what is left of the day's budget, and wait for what
        becomes of it."""
        settings = self._world.config.archive
        await self._poll()
        now = self._world.clock.now()
        known = await self._writer.read(holdings)
        spent = await self._writer.read(lambda connection: captures_since(connection, self._since, now))
        left = affordable_captures(settings.nightly_captures, settings.nightly_bytes) - spent
        budget = left if limit is None else min(left, limit)
        await self._submit_all(deque(captures_due(candidates, known, now, budget)))
        while await self._poll() and await self._stop.unless(self._pause()) is not None:
            pass

    async def _submit_all(self, wanted: deque[str]) -> None:
        while wanted and not self._stop.requested:
            allowance = await self._allowance()
            if allowance is None:
                return
            at_once = allowance.at_once
            room = None if at_once is None else at_once + len(await self._under_way())
            batch = min(_ASK_EVERY, len(wanted) if allowance.today is None else allowance.today)
            if not await self._submit_some(wanted, batch, room):
                return

    async def _allowance(self) -> Allowance | None:
        """What the account may do; None where that is nothing, which is told, or somebody asked to stop."""
        while True:
            allowance = await self._stop.unless(self._archive.allowance())
            if allowance is None:
                return None
            if not await self._patience.outlasts(allowance.retry_after):
                break
        if refusal := allowance.refusal or await self._used_up(allowance):
            self._ended(refusal)
            return None
        if allowance.unknown:
            self._emit(Note(f"What the archive's account may do is unknown: {allowance.unknown}."))
        return allowance

    async def _used_up(self, allowance: Allowance) -> str:
        if allowance.today == 0:
            return "the account's captures of this day are used up"
        if allowance.at_once == 0 and not await self._under_way():
            return "all sessions of the archive's account are in use"
        return ""

    def _ended(self, why: str) -> None:
        if not self._stop.requested:
            self._emit(Note(f"No more copies are asked for in this run: {why.rstrip('.')}."))

    async def _submit_some(self, wanted: deque[str], batch: int, room: int | None) -> bool:
        """Submit so many, and never have more under way than there is room for; False where no further one
        makes sense now."""
        number = 0
        while wanted and number < batch:
            source = wanted.popleft()
            if parse_source(source).host in self._full_hosts:
                continue
            if not await self._has_room(room):
                return False
            number += 1
            done = await self._submit(source)
            if done is None or done.stop:
                return done is not None and self._goes_on(done, room)
            self._was_full = False
            if number % _POLL_EVERY == 0:
                await self._poll()
        return True

    def _goes_on(self, done: Capture, room: int | None) -> bool:
        """Whether to ask once more what the account may do after an answer that told to stop."""
        if done.outcome is OutcomeClass.QUOTA_NOW and room is not None and not self._was_full:
            self._was_full = True
            return True
        self._ended(done.message)
        return False

    async def _has_room(self, room: int | None) -> bool:
        """Wait until a further one may be under way; False where that cannot be waited for."""
        while room is not None and len(await self._under_way()) >= room:
            if not await self._poll():
                break
            if len(await self._under_way()) >= room and await self._stop.unless(self._pause()) is None:
                return False
        if room is None or len(await self._under_way()) < room:
            return True
        self._ended("the earlier ones are under way, and cannot be asked about now")
        return False

    async def _submit(self, source: str) -> Capture | None:
        """Submit one; None where somebody asked to stop. The intent is stored first, so that a crash
        between asking and storing the answer leads to a look-up, not to a second submission."""
        intent = Capture(source, self._world.clock.now(), CaptureState.WANTED)
        intent = await self._writer.write(lambda connection: save_capture(connection, intent))
        while True:
            done = await self._stop.unless(self._archive.submit(intent))
            if done is None:
                return None
            if not (done.stop and await self._patience.outlasts(self._left(done))):
                break
        await self._save(done)
        return done

    async def _poll(self) -> bool:
        """Ask what became of the submitted ones; True where some are still under way and may be asked
        about."""
        under_way = await self._under_way()
        if not under_way or self._stop.requested:
            return False
        now_states = await self._stop.unless(self._archive.poll(under_way))
        if now_states is None:
            return False
        some = False
        for capture in now_states:
            overdue = capture.state is CaptureState.SUBMITTED and self._is_overdue(capture)
            some = some or (
                capture.state is CaptureState.SUBMITTED and not overdue and self._may_ask(capture)
            )
            await self._save(replace(capture, state=CaptureState.OUTCOME_UNKNOWN) if overdue else capture)
        return some

    def _is_overdue(self, capture: Capture) -> bool:
        """Whether no outcome is waited for any more. The wall clock may be set while a run waits: what was
        submitted in the future is overdue, and nothing is waited for longer than that by this machine's own
        running time."""
        deadline = self._world.config.archive.job_deadline
        age = (self._world.clock.now() - capture.at).total_seconds()
        running = self._world.clock.monotonic()
        waited = running - self._asked_about.setdefault(capture.id, running)
        return age < -_CLOCKS_AGREE or max(age, waited) >= deadline

    async def _under_way(self) -> list[Capture]:
        return [c for c in await self._writer.read(open_captures) if c.state is CaptureState.SUBMITTED]

    async def _pause(self) -> bool:
        await self._world.clock.sleep(_POLL_PAUSE)
        return True

    def _may_ask(self, capture: Capture) -> bool:
        left = self._left(capture)
        return not capture.stop or (left is not None and left <= PATIENCE)

    def _left(self, capture: Capture) -> float | None:
        """Seconds of the pause that the archive asked for; None where it did not."""
        if capture.due is None or capture.outcome is not None:
            return None
        return max(0.0, (capture.due - self._world.clock.now()).total_seconds())

    async def _save(self, capture: Capture) -> None:
        if capture.due is None and capture.outcome is not None:
            capture = replace(capture, due=due_again(capture.outcome, self._world.clock.now()))
        if capture.outcome is OutcomeClass.QUOTA_HOST_DAY:
            self._full_hosts.add(parse_source(capture.source).host)
        await self._writer.write(lambda connection: save_capture(connection, capture))
        if capture.state is not CaptureState.SUBMITTED:
            self._emit(Captured(capture))
