"""Manners towards an archive: how often it is asked, and when it is left alone.

Kept in memory, for one process. Numbers: design, wayback.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from verifier.archive.exchange import Answer, NoAnswer, Request
from verifier.archive.wire import HostClient
from verifier.clock import Clock

PAUSE = 60.0
"""Seconds without requests after a refusal that names no time."""
BREAK = 65 * 60.0
"""Seconds without requests after three refusals in a row: the archive's firewall holds for an hour."""
LONGEST = 6 * 3600.0
"""Seconds that no pause exceeds, whatever is asked."""
REFUSALS = 3
SILENCES = 3
"""Requests in a row that nobody answered in time count as a refusal: the archive is overloaded."""


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110 section 10.2.3), 1 s to 6 h.

    None where there is none, or none that can be read.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return _clamped(float(text[:12]))
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return _clamped(((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())


def _clamped(seconds: float) -> float:
    return min(max(seconds, 1.0), LONGEST)


class Truce:
    """Until when a service of the archive is left alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = clock.monotonic()
        self._refusals = 0
        self._silences = 0

    def remaining(self) -> float:
        """Seconds until the next request is allowed; 0 where it is."""
        return max(0.0, self._until - self._clock.monotonic())

    def refused(self, asked: float | None) -> None:
        """The archive refused a request, and asked for `asked` seconds of peace.

        The third refusal in a row means 65 minutes, doubling to 6 hours with every further one.
        """
        self._refusals += 1
        pause = PAUSE if asked is None else asked
        if self._refusals >= REFUSALS:
            pause = max(pause, _clamped(BREAK * 2 ** min(self._refusals - REFUSALS, 4)))
        self._until = self._clock.monotonic() + pause

    def silent(self) -> bool:
        """A request was not answered in time; True where that is to be taken as a refusal."""
        self._silences += 1
        return self._silences >= SILENCES

    def answered(self) -> None:
        """The archive answered: the rows of refusals and of silences end."""
        self._refusals = self._silences = 0


class Line:
    """One service of an archive: one request at a time, so many a minute, none during a truce."""

    def __init__(self, client: HostClient, per_minute: float, truce: Truce, clock: Clock) -> None:
        self._client = client
        self._interval = 60.0 / per_minute
        self._truce = truce
        self._clock = clock
        self._next = clock.monotonic()
        self._free = asyncio.Lock()

    async def ask(self, request: Request) -> Answer | NoAnswer:
        """The answer, when its turn has come. A refusal (429, 503 with Retry-After, no connection) and
        every request during the truce that follows give a `NoAnswer` with `pause` set, the latter at once.
        """
        async with self._free:
            if left := self._truce.remaining():
                detail = f"the archive asked to be left alone until {self._end()}"
                return NoAnswer(detail, sent=False, pause=left)
            await self._turn()
            return self._heed(await self._client.ask(request))

    async def _turn(self) -> None:
        wait = self._next - self._clock.monotonic()
        if wait > 0:
            await self._clock.sleep(wait)
        self._next = self._clock.monotonic() + self._interval

    def _heed(self, answer: Answer | NoAnswer) -> Answer | NoAnswer:
        if isinstance(answer, NoAnswer):
            return self._heed_silence(answer)
        asked = retry_after(answer.headers.get("retry-after"), self._clock.now())
        # A copy of an answer that once was 429 or 503 is no refusal.
        if "memento-datetime" not in answer.headers and _refuses(answer, asked):
            return self._refusal(f"HTTP {answer.status}", answer.status, asked)
        self._truce.answered()
        return answer

    def _heed_silence(self, answer: NoAnswer) -> NoAnswer:
        if answer.unreachable:
            return self._refusal(answer.detail, None, None)
        if self._truce.silent():
            self._truce.refused(None)
            return replace(answer, pause=self._truce.remaining())
        return answer

    def _refusal(self, what: str, status: int | None, asked: float | None) -> NoAnswer:
        self._truce.refused(asked)
        detail = f"{what}; nothing more is asked until {self._end()}"
        return NoAnswer(detail, sent=False, status=status, pause=self._truce.remaining())

    def _end(self) -> str:
        return f"{self._clock.now() + timedelta(seconds=self._truce.remaining()):%Y-%m-%d %H:%M:%S} UTC"


def _refuses(answer: Answer, asked: float | None) -> bool:
    return answer.status == 429 or (answer.status == 503 and asked is not None)
