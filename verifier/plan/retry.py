"""Is another attempt worth it, and when? Pure: the jitter comes from the URL, not from chance."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from verifier.model.observation import Exchange, Failure, FailureKind

RETRY_AFTER_LIMIT = 120.0
"""Seconds that a Retry-After may ask for; more means not in this run."""

_BASE = 2.0
_PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_ASKING_FOR_PEACE = frozenset({429, 503})
_SECONDS = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")


def retry_delay(exchange: Exchange, attempt: int, retries: int) -> float | None:
    """Seconds until another attempt; None for no further one.

    `attempt` is how many failed before this one (0 for the first); `retries` how many may follow the
    first (`fetch.retries`). The delay doubles with every attempt from about 2 s, spread by a quarter
    either way. A Retry-After (RFC 9110 section 10.2.3) is obeyed up to 120 s; a longer one means None,
    one in the past or without sense is ignored.
    """
    if attempt >= retries or not _may_pass(exchange):
        return None
    backoff = _BASE * 2**attempt * (0.75 + 0.5 * _share(f"{attempt} {exchange.url}"))
    asked = _retry_after(exchange.headers.get("retry-after", ""), exchange.started_at)
    return None if asked > RETRY_AFTER_LIMIT else max(backoff, asked)


def host_pause(exchange: Exchange) -> float:
    """Seconds for which the whole host asks to be left alone (429 or 503 with a Retry-After); 0 for none.

    More than `RETRY_AFTER_LIMIT` means: nothing more of this host in this run.
    """
    if not asks_for_peace(exchange):
        return 0.0
    return _retry_after(exchange.headers.get("retry-after", ""), exchange.started_at)


def asks_for_peace(exchange: Exchange) -> bool:
    """Whether the host says that it is asked too much (429 or 503)."""
    return exchange.status in _ASKING_FOR_PEACE


def _may_pass(exchange: Exchange) -> bool:
    if exchange.failure is not None:
        return _failure_may_pass(exchange.failure)
    return exchange.status in _PASSING_STATUSES


def _failure_may_pass(failure: Failure) -> bool:
    if failure.kind is FailureKind.DNS:
        return failure.mine
    return failure.kind in (FailureKind.TIMEOUT, FailureKind.REFUSED)


def _share(text: str) -> float:
    """0 to 1, the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32


_LONGEST_WISH = 1e9
"""Seconds: a header may hold a number that no float can."""


def _retry_after(value: str, now: datetime) -> float:
    """Seconds that a Retry-After header asks for; 0 where it makes no sense."""
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return min(max(0.0, float(text)), _LONGEST_WISH)
    try:
        until = parsedate_to_datetime(text)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - now).total_seconds())
    except (ValueError, OverflowError, TypeError, IndexError):
        return 0.0
