"""Names to addresses, on threads of our own, each name asked once.

With asyncio's default pool 100 dead names delayed healthy ones by 16 s, with 64 threads by 0.05 s
(design: fetching). Only answers are remembered: a name that failed is asked again by the next attempt.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from ipaddress import ip_address

from verifier.fetch.failures import Failed, failure_of
from verifier.fetch.guard import Address
from verifier.fetch.threads import DaemonThreads
from verifier.model.observation import Failure, FailureKind

Lookup = Callable[[str], list[str]]
"""From an ASCII host name to the texts of its addresses, in the order to be tried. Blocks. Raises
`socket.gaierror`."""

_THREADS = 64


def system_lookup(host: str) -> list[str]:
    """Ask the machine's resolver (getaddrinfo, sorted by RFC 6724)."""
    # As bytes the name escapes Python's IDNA codec. No AI_ADDRCONFIG: on a machine without a network
    # glibc answers it with "no such name", which would blame the other side.
    found = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]


class Resolver:
    """Look-ups with a memory that lasts as long as the resolver."""

    def __init__(self, lookup: Lookup, patience: float) -> None:
        """`patience` is how many seconds a caller waits for one name."""
        self._lookup = lookup
        self._patience = patience
        self._threads = DaemonThreads(_THREADS, "resolver")
        self._known: dict[str, tuple[Address, ...]] = {}
        self._asked: dict[str, asyncio.Future[tuple[Address, ...] | Failure]] = {}

    async def resolve(self, host: str) -> tuple[Address, ...]:
        """The distinct addresses of `host` (ASCII; an address stands for itself), at least one.

        Raises `Failed` of kind dns.
        """
        literal = literal_address(host)
        if literal is not None:
            return (literal,)
        return self._known.get(host) or await self._ask(host)

    async def _ask(self, host: str) -> tuple[Address, ...]:
        pending = self._asked.get(host)
        if pending is None:
            loop = asyncio.get_running_loop()
            pending = self._asked[host] = loop.run_in_executor(self._threads, self._look_up, host)
            pending.add_done_callback(lambda done: self._remember(host, done))
        try:
            async with asyncio.timeout(self._patience):
                answer = await asyncio.shield(pending)
        except TimeoutError:
            raise Failed(FailureKind.DNS, "the resolver does not answer in time", mine=True) from None
        if isinstance(answer, Failure):
            raise Failed(answer.kind, answer.detail, mine=answer.mine)
        return answer

    def _remember(self, host: str, done: asyncio.Future[tuple[Address, ...] | Failure]) -> None:
        self._asked.pop(host, None)
        if not done.cancelled() and isinstance(answer := done.result(), tuple):
            self._known[host] = answer

    def _look_up(self, host: str) -> tuple[Address, ...] | Failure:
        try:
            addresses = tuple(dict.fromkeys(ip_address(text) for text in self._lookup(host)))
        except Exception as error:  # noqa: BLE001 - on its way to `Failure`, on a thread nobody watches
            return failure_of(error)
        return addresses or Failure(FailureKind.DNS, "the name has no address")

    def close(self) -> None:
        """Forget what is under way; let the threads end."""
        for pending in list(self._asked.values()):
            pending.cancel()
        self._threads.shutdown()


def literal_address(host: str) -> Address | None:
    """The address that `host` is, in the usual spelling; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None
