"""Whether a source moved for good: what its checks in a row say together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from verifier.judge.access import moved
from verifier.model.observation import Exchange
from verifier.model.repair import Move

SETTLED_TIMES = 2
"""Checks that have to be led to the same address …"""
SETTLED_AFTER = timedelta(days=7)
"""… over this time, before a move counts as lasting."""

_GONE = frozenset({404, 410})


def standing_move(exchanges: Sequence[Exchange]) -> Move | None:
    """Where the conclusive checks of one source, newest first, are led to; None where the newest was not
    redirected to another address, or by some redirect that is not permanent.

    An earlier check counts as long as all since ended at that very address. One that had no page says
    nothing, unless the source was gone or led elsewhere, whatever was there: who changes their mind may do
    so again.
    """
    if not exchanges or not _moved(exchanges[0]):
        return None
    newest = exchanges[0]
    target, row = newest.final_url, []
    for exchange in exchanges:
        if _moved(exchange) and exchange.final_url == target:
            row.append(exchange.started_at)
        elif _says_otherwise(exchange, newest):
            break
    return Move(target, row[-1], row[0], len(row))


def is_settled(move: Move) -> bool:
    """Whether it was seen often enough, and over enough time."""
    return move.times >= SETTLED_TIMES and move.last_seen - move.first_seen >= SETTLED_AFTER


def _answered(exchange: Exchange) -> bool:
    return exchange.failure is None and 200 <= (exchange.status or 0) < 300


def _says_otherwise(exchange: Exchange, newest: Exchange) -> bool:
    """Whether the source itself was had, was gone, or led to an address that is not on the newest way."""
    if exchange.failure is None and exchange.status in _GONE:
        return True
    led_to = [hop.location for hop in exchange.hops if hop.location is not None]
    on_the_way = {hop.url for hop in newest.hops}
    return _answered(exchange) or not on_the_way.issuperset(led_to)


def _moved(exchange: Exchange) -> bool:
    """A change of "www.", a slash at the end or tracking parameters alone is none; that of the scheme is."""
    upgraded = exchange.redirected_for_good and (
        urlsplit(exchange.url).scheme != urlsplit(exchange.final_url).scheme
    )
    return _answered(exchange) and (upgraded or moved(exchange))
