"""Turns of hosts that do not answer, set aside until one request at the end tells for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from verifier.plan.breaker import Breaker

T = TypeVar("T")


class Aside(Generic[T]):
    """What waits for the end of a run, by host."""

    def __init__(self) -> None:
        self._breaker = Breaker()
        self._turns: dict[str, list[T]] = {}
        self._probed: set[str] = set()

    @property
    def waiting(self) -> bool:
        """Whether a host is still to be probed, or to be told from its probe."""
        return bool(self._turns)

    def holds(self, host: str) -> bool:
        """Whether what is to be asked of the host is to be put here: it is down, and no probe is out."""
        return host in self._turns and host not in self._probed

    def failed(self, host: str) -> bool:
        """Nothing was heard from the host; True where what waits for it should be put here."""
        return self._breaker.failed(host) and host not in self._turns

    def answered(self, host: str) -> list[T]:
        """Something was heard from the host; what waited here for it."""
        self._breaker.answered(host)
        self._probed.discard(host)
        return self._turns.pop(host, [])

    def put(self, host: str, turns: Iterable[T]) -> None:
        """Set turns aside; a host without any is not remembered."""
        if turns := list(turns):
            self._turns.setdefault(host, []).extend(turns)

    def probes(self) -> list[T]:
        """One turn of each host that was not probed yet, to be asked now."""
        hosts = [host for host in self._turns if host not in self._probed]
        self._probed.update(hosts)
        return [self._turns[host].pop(0) for host in hosts]

    def given_up(self, host: str) -> list[T]:
        """The probe failed, too: what waited here for the host, and is not asked in this run."""
        return self._turns.pop(host, []) if host in self._probed else []

    def forget_failures(self) -> list[T]:
        """The failures were our own: all that waited here."""
        self._breaker.forget()
        self._probed.clear()
        turns = [turn for waiting in self._turns.values() for turn in waiting]
        self._turns.clear()
        return turns
