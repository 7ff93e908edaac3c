"""Me or them: is this machine's own network in doubt?"""

from __future__ import annotations

from collections import OrderedDict

from verifier.model.observation import Exchange, FailureKind

_NETWORK_CLASS = frozenset({FailureKind.TIMEOUT, FailureKind.DNS, FailureKind.REFUSED, FailureKind.TLS})


def is_network_failure(exchange: Exchange) -> bool:
    """True where nothing was heard from the host: the cause may be here as well as there."""
    failure = exchange.failure
    return failure is not None and (failure.mine or failure.kind in _NETWORK_CLASS) and not exchange.hops


class NetworkWatch:
    """Remembers the last outcome of the last 20 hosts; more than half failing is suspicious.

    An answer over HTTP is its own alibi, so suspicion only leads to a question to the canaries.
    """

    _HOSTS = 20

    def __init__(self) -> None:
        self._outcomes: OrderedDict[str, bool] = OrderedDict()

    def note(self, host: str, *, failed: bool) -> bool:
        """Record one outcome; True where more than half of the last 20 hosts failed."""
        self._outcomes.pop(host, None)
        self._outcomes[host] = failed
        if len(self._outcomes) > self._HOSTS:
            self._outcomes.popitem(last=False)
        failures = sum(self._outcomes.values())
        return len(self._outcomes) == self._HOSTS and failures > self._HOSTS / 2

    def forget(self) -> None:
        """Start over, after the canaries answered."""
        self._outcomes.clear()
