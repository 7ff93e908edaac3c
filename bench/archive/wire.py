"""The archive in one process and who asks it in another, with one simulated time: an exchange is a message.

What asks can be killed at any instant; the archive goes on knowing what was asked of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Protocol
from urllib.parse import urlencode

from tests.simulator import SimulatedClock
from verifier.archive.exchange import Answer, NoAnswer, Request
from verifier.demo.archive_replies import Reply
from verifier.demo.archive_server import SeenRequest

LATENCY = 0.4
"""Seconds of simulated time that an exchange takes."""


class Service(Protocol):
    """Whoever answers."""

    def answer(self, request: SeenRequest, now: datetime) -> Reply | None:
        """The reply; None where no connection is taken."""
        ...


@dataclass(slots=True)
class RemoteArchive:
    """Stands where the HTTP client of an archive stands."""

    line: Connection
    clock: SimulatedClock
    base: str = "https://web.archive.org"
    is_encrypted: bool = True
    is_loopback: bool = False

    async def ask(self, request: Request) -> Answer | NoAnswer:
        """One exchange."""
        await self.clock.sleep(LATENCY)
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = urlencode(request.form or {}).encode()
        self.line.send((SeenRequest(request.method, request.path, headers, body), self.clock.now()))
        reply: Reply | None = self.line.recv()
        if reply is None:
            return NoAnswer("no connection to the archive (refused)", sent=False, unreachable=True)
        limit = request.body_limit or len(reply.body)
        names = {name.lower(): value for name, value in reply.headers.items()}
        return Answer(reply.status, names, reply.body[:limit], whole=len(reply.body) <= limit)

    async def close(self) -> None:
        """Nothing is held."""


@dataclass(slots=True)
class ServedClock:
    """The time of whoever asked last."""

    moment: datetime
    waited: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """As told."""
        return self.moment

    def monotonic(self) -> float:
        """In seconds."""
        return self.moment.timestamp()

    async def sleep(self, seconds: float) -> None:
        """Nobody waits here."""
        self.waited.append(seconds)


def serve(line: Connection, service: Service, clock: ServedClock) -> None:
    """Answer until the other side is gone."""
    while True:
        try:
            request, now = line.recv()
        except (EOFError, ConnectionResetError):
            return
        clock.moment = max(clock.moment, now)
        line.send(service.answer(request, now))
