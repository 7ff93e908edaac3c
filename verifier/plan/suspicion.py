"""Me or them: which failures may be this machine's own."""

from __future__ import annotations

from bisect import bisect, insort
from zlib import crc32

from verifier.model.observation import Exchange, FailureKind

_HOSTS = 100
_ENOUGH_HOSTS = 20
_ANEW = 60.0
_SOON = 15.0
_NETWORK_CLASS = frozenset({FailureKind.TIMEOUT, FailureKind.DNS, FailureKind.REFUSED, FailureKind.TLS})


def is_own_alibi(exchange: Exchange) -> bool:
    """Whether every answer came over TLS from the host that was asked, certificate checked.

    Over plain HTTP a captive portal or a proxy in trouble answers for anybody (design: trust).
    """
    return bool(exchange.hops) and all(hop.url.startswith("https:") for hop in exchange.hops)


def is_network_failure(exchange: Exchange) -> bool:
    """True where the cause may be here as well as there: the host needs an alibi before it is blamed.

    Names that "do not exist" and broken certificates count: captive portals and lying name servers give
    both.
    """
    failure = exchange.failure
    return failure is not None and (failure.mine or failure.kind in _NETWORK_CLASS)


class MassFailure:
    """Did most hosts fail at a time? Then the cause is here, whatever the canaries say (a lossy line).

    More than half of the last hundred hosts that were asked for the first time (at least twenty), in the
    order in which they were asked: failures take longer than answers, are tried again, and so come last
    even where few hosts are down.
    """

    def __init__(self) -> None:
        self._outcomes: list[tuple[float, int, bool]] = []
        self._noted: dict[str, float] = {}

    def note(self, asked_at: float, host: str, *, failed: bool) -> None:
        """A first attempt; `asked_at` in seconds on a monotonic clock. A host counts once a minute."""
        if asked_at - self._noted.get(host, -_ANEW) >= _ANEW:
            self._noted[host] = asked_at
            # Among those that were asked in one moment chance decides, and not how they ended.
            insort(self._outcomes, (asked_at, crc32(host.encode()), failed))

    def at(self, moment: float) -> bool:
        """Whether most hosts that were asked until then, or soon after, failed."""
        end = bisect(self._outcomes, (moment + _SOON,))
        last = self._outcomes[max(0, end - _HOSTS) : end]
        return len(last) >= _ENOUGH_HOSTS and sum(failed for *_, failed in last) > len(last) / 2
