"""Manners towards an archive: one request at a time, at a pace, and none while it is to be left alone.

What is known of its services is kept in a `Ledger`, which other processes share; the rules are in
`plan.governor`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TypeVar

from verifier.archive.exchange import Answer, Client, NoAnswer, Request
from verifier.archive.interface import Ledger
from verifier.clock import Clock
from verifier.model.pool import Pool, PoolState
from verifier.plan.governor import Closed, answered, clamped, left_alone, refused, reserve, silent

R = TypeVar("R")


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110 section 10.2.3), 1 s to 6 h.

    None where there is none, or none that can be read.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return clamped(float(text[:12]))
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return clamped(((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())


@dataclass(frozen=True, slots=True)
class Lane:
    """Requests of one kind to one service."""

    pool: Pool
    kind: str
    """What they are called where the service takes several kinds, each at a pace of its own."""
    per_minute: float


class Line:
    """Where requests of one kind queue: one at a time, so many a minute, none while the service is to be
    left alone."""

    def __init__(self, client: Client, lane: Lane, ledger: Ledger, clock: Clock) -> None:
        self._client = client
        self._lane = lane
        self._ledger = ledger
        self._clock = clock
        self._free = asyncio.Lock()

    async def ask(self, request: Request) -> Answer | NoAnswer:
        """The answer, when its turn has come. A refusal (429, 503 with Retry-After, no connection) and
        every request during the pause that follows give a `NoAnswer` with `pause` set, the latter at once.
        """
        async with self._free:
            closed = await self._turn()
            if closed is not None:
                return self._not_asked(closed)
            return await self._heed(await self._client.ask(request))

    async def _turn(self) -> Closed | None:
        """Wait for it; why it does not come, if so."""
        interval = 60.0 / self._lane.per_minute
        slot = await self._settle(
            partial(reserve, kind=self._lane.kind, interval=interval, now=self._clock.now())
        )
        if isinstance(slot, Closed):
            return slot
        wait = (slot.at - self._clock.now()).total_seconds()
        if wait <= 0:
            return None
        await self._clock.sleep(wait)
        return await self._settle(partial(left_alone, now=self._clock.now()))

    def _not_asked(self, closed: Closed) -> NoAnswer:
        until = _moment(closed.until)
        detail = f"the archive asked to be left alone until {until}"
        if closed.probing:
            detail = f"whether the archive answers again is being tried; nothing more is asked until {until}"
        return NoAnswer(detail, sent=False, pause=self._left(closed.until))

    async def _heed(self, answer: Answer | NoAnswer) -> Answer | NoAnswer:
        now = self._clock.now()
        if isinstance(answer, NoAnswer):
            return await self._heed_silence(answer)
        asked = retry_after(answer.headers.get("retry-after"), now)
        # A copy of an answer that once was 429 or 503 is no refusal.
        is_copy = "memento-datetime" in answer.headers
        if not is_copy and _refuses(answer, asked):
            return await self._refusal(f"HTTP {answer.status}", answer.status, asked)
        await self._settle(partial(answered, good=is_copy or answer.status < 500, now=now))
        return answer

    async def _heed_silence(self, answer: NoAnswer) -> NoAnswer:
        if answer.unreachable:
            return await self._refusal(answer.detail, None, None)
        if not answer.sent:
            # Not asked: that says nothing about the service.
            return answer
        until = await self._settle(partial(silent, now=self._clock.now()))
        return answer if until is None else replace(answer, pause=self._left(until))

    async def _refusal(self, what: str, status: int | None, asked: float | None) -> NoAnswer:
        until = await self._settle(partial(refused, asked=asked, now=self._clock.now()))
        detail = f"{what}; nothing more is asked until {_moment(until)}"
        return NoAnswer(detail, sent=False, status=status, pause=self._left(until))

    async def _settle(self, transition: Callable[[PoolState], tuple[PoolState, R]]) -> R:
        return await self._ledger.settle(self._lane.pool, transition)

    def _left(self, until: datetime) -> float:
        return max(0.0, (until - self._clock.now()).total_seconds())


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _refuses(answer: Answer, asked: float | None) -> bool:
    return answer.status == 429 or (answer.status == 503 and asked is not None)
