"""Me or them: which failures may be this machine's own."""

from __future__ import annotations

from verifier.model.observation import Exchange, FailureKind

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
