"""The Internet Archive's Wayback Machine behind the one interface for archives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from verifier.archive.address import memento_uri, wire_url
from verifier.archive.choice import reference
from verifier.archive.exchange import Client
from verifier.archive.instants import as_timestamp
from verifier.archive.interface import Ledger, Loaded
from verifier.archive.keys import Keys
from verifier.archive.manners import Lane, Line
from verifier.archive.wayback_find import WaybackFinder
from verifier.archive.wayback_replay import WaybackReplay
from verifier.archive.wayback_save import SavePageNow
from verifier.archive.wire import HostClient
from verifier.clock import Clock
from verifier.config import ArchiveConfig, FetchConfig
from verifier.errors import ConfigError
from verifier.judge.cited_copy import CitedCopy
from verifier.model.allowance import Allowance
from verifier.model.memento import Capture, CaptureState, Lookup, Memento
from verifier.model.pool import Pool

POLLS_PER_MINUTE = 6.0
"""A capture takes half a minute; a status request asks about 20 of them."""
_NO_KEYS = "no copies can be asked for: IA_ACCESS_KEY_ID and IA_SECRET_ACCESS_KEY are not set"

_PUBLIC = (("web.archive.org", "/web"), ("wayback.archive.org", "/web"))
"""Hosts that show the same copies as the archive's own address, and the path before a copy's timestamp."""


class Wayback:
    """The archive at `archive.base`. Everything is returned, nothing but cancellation and what the ledger
    raises is raised.

    Look-ups, copies and captures are each asked for one at a time, at their configured pace. When the
    archive asks to be left alone, each goes on answering at once (`stop`) until the pause ends:
    Retry-After, else 60 s; after the third time in a row 65 min, and then one request shows whether the
    archive is there again. The ledger keeps all that beyond this process.
    """

    def __init__(
        self,
        config: ArchiveConfig,
        fetch: FetchConfig,
        keys: Keys | None,
        clock: Clock,
        ledger: Ledger,
        client: Client | None = None,
    ) -> None:
        """Opens no connection. `keys` None: look-ups only. `client` None: HTTP to `archive.base`.

        Raises ConfigError for a base, proxy or CA file that cannot be used, and for keys that would
        leave this machine unencrypted.
        """
        client = self._client = client or HostClient(config, fetch)
        if keys is not None and not (client.is_encrypted or client.is_loopback):
            message = f"archive.base is {config.base}: keys are only sent over https"
            raise ConfigError(message, "Use an https address, or unset the archive's keys.")
        self.base = client.base
        self.can_capture = keys is not None
        self._clock = clock

        def line(pool: Pool, kind: str, per_minute: float) -> Line:
            return Line(client, Lane(pool, kind, per_minute), ledger, clock)

        lookups = line(Pool.CDX, "look-up", config.lookups_per_minute)
        self._finder = WaybackFinder(client.base, lookups, clock)
        replays = line(Pool.REPLAY, "copy", config.replays_per_minute)
        self._replay = WaybackReplay(replays, fetch.body_limit)
        self._saver = None
        if keys is not None:
            saves = line(Pool.SPN, "submission", config.captures_per_minute)
            statuses = line(Pool.SPN, "status", POLLS_PER_MINUTE)
            self._saver = SavePageNow(client.base, saves, statuses, keys, clock)

    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        """See `Archive.look_up`."""
        return await self._finder.look_up(source, near, avoid)

    async def load(self, memento: Memento) -> Loaded:
        """See `Archive.load`."""
        return await self._replay.load(memento)

    async def load_nearest(self, source: str, near: str | None) -> Loaded:
        """See `Archive.load_nearest`. The replay redirects to the nearest copy; 404 without one."""
        timestamp = reference(near) or as_timestamp(self._clock.now())
        return await self._replay.load(Memento(timestamp, wire_url(source), ""))

    async def allowance(self) -> Allowance:
        """See `Archive.allowance`."""
        return Allowance(refusal=_NO_KEYS) if self._saver is None else await self._saver.allowance()

    def cited(self, copy: CitedCopy) -> Memento | None:
        """See `Archive.cited`. The public hosts show the same copies as the archive's own address."""
        own = urlsplit(self.base)
        if (copy.host, copy.prefix) not in (*_PUBLIC, (own.hostname, f"{own.path}/web")):
            return None
        uri = memento_uri(self.base, copy.timestamp, copy.original)
        return Memento(copy.timestamp, copy.original, uri)

    async def submit(self, capture: Capture) -> Capture:
        """See `Archive.submit`."""
        if self._saver is None:
            return replace(capture, state=CaptureState.DEFERRED, message=_NO_KEYS, stop=True)
        return await self._saver.submit(capture)

    async def poll(self, captures: Sequence[Capture]) -> list[Capture]:
        """See `Archive.poll`."""
        return list(captures) if self._saver is None else await self._saver.poll(captures)

    async def close(self) -> None:
        """Release connections."""
        await self._client.close()
