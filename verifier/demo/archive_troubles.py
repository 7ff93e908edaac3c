"""The troubles that the stand-in archive was told to have, and how much it bears to be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from verifier.demo.archive_copies import url_key
from verifier.demo.archive_replies import Reply, Service, rate_limited


@dataclass(slots=True)
class _Trouble:
    service: Service
    reply: Reply
    url: str | None
    times: int | None


@dataclass(slots=True)
class _Rate:
    per_minute: int
    tolerance: int
    seen: list[datetime] = field(default_factory=list)

    def allows(self, now: datetime) -> bool:
        self.seen = [*(at for at in self.seen if now - at < timedelta(minutes=1)), now]
        return len(self.seen) <= self.per_minute


class Troubles:
    """What is answered instead of what was asked for."""

    def __init__(self, refuse: Callable[[], None]) -> None:
        """`refuse` makes the archive take no connections."""
        self._refuse = refuse
        self._troubles: list[_Trouble] = []
        self._rates: dict[Service, _Rate] = {}

    def add(self, service: Service, reply: Reply, url: str | None, times: int | None) -> None:
        """Answer requests to `service` (about `url`; `times` of them) with `reply`."""
        self._troubles.append(_Trouble(service, reply, url, times))

    def limit_rate(self, service: Service, per_minute: int, tolerance: int) -> None:
        """From so many requests a minute on answer 429; after `tolerance` of these refuse connections."""
        self._rates[service] = _Rate(per_minute, tolerance)

    def clear(self) -> None:
        """Have no trouble any more."""
        self._troubles.clear()
        self._rates.clear()

    def reply(self, service: Service, url: str, now: datetime) -> Reply | None:
        """The answer to a request that meets with trouble; None where it meets with none."""
        return self._over_rate(service, now) or self._troubled(service, url)

    def _over_rate(self, service: Service, now: datetime) -> Reply | None:
        rate = self._rates.get(service)
        if rate is None or rate.allows(now):
            return None
        rate.tolerance -= 1
        if rate.tolerance < 0:
            self._refuse()
        return rate_limited()

    def _troubled(self, service: Service, url: str) -> Reply | None:
        for trouble in self._troubles:
            about = trouble.url is None or url_key(trouble.url) == url_key(url)
            if trouble.service is service and about and trouble.times != 0:
                trouble.times = None if trouble.times is None else trouble.times - 1
                return trouble.reply
        return None
