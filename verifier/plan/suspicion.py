"""Me or them: which failures may be this machine's own."""

from __future__ import annotations

from verifier.model.observation import Exchange, FailureKind

_NETWORK_CLASS = frozenset({FailureKind.TIMEOUT, FailureKind.DNS, FailureKind.REFUSED, FailureKind.TLS})


def is_network_failure(exchange: Exchange) -> bool:
    """True where the cause may be here as well as there: the host needs an alibi before it is blamed.

    Names that "do not exist" and broken certificates count: captive portals and lying name servers give
    both. An answer over HTTP is its own alibi.
    """
    failure = exchange.failure
    return failure is not None and (failure.mine or failure.kind in _NETWORK_CLASS)
