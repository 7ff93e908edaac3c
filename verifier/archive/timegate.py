"""Any archive with a TimeGate (RFC 7089) behind the one interface for archives: pywb, say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from verifier.archive.exchange import Request
from verifier.archive.interface import Ledger, Loaded
from verifier.archive.keys import Keys
from verifier.archive.manners import Lane, Line
from verifier.archive.quoting import quoted
from verifier.archive.replay import read_replay
from verifier.archive.timegate_find import TimeGateFinder
from verifier.archive.timegate_place import Place, raw
from verifier.archive.wire import HostClient
from verifier.clock import Clock
from verifier.config import ArchiveConfig, FetchConfig
from verifier.judge.cited_copy import CitedCopy
from verifier.model.allowance import Allowance
from verifier.model.memento import Capture, CaptureState, Lookup, Memento, ReplayState
from verifier.model.pool import Pool

NO_CAPTURES = "a TimeGate shows copies and makes none"


class TimeGate:
    """The archive whose TimeGate has the prefix `archive.base`. Everything is returned, nothing but
    cancellation and what the ledger raises is raised.

    It is asked at the same pace and left alone in the same way as the Wayback Machine, and no other host is:
    copies of an aggregator that are elsewhere are not loaded. It makes no copies.
    """

    can_capture = False

    def __init__(
        self, config: ArchiveConfig, fetch: FetchConfig, keys: Keys | None, clock: Clock, ledger: Ledger
    ) -> None:
        """Opens no connection. `keys` are another archive's, and not used.

        Raises ConfigError for a base, proxy or CA file that cannot be used.
        """
        del keys
        self.base = config.base.rstrip("/")
        self._place = Place(self.base)
        self._client = HostClient(config, fetch, origin_only=True)
        lookups = Line(self._client, Lane(Pool.CDX, "look-up", config.lookups_per_minute), ledger, clock)
        self._finder = TimeGateFinder(self._place, lookups, clock)
        self._replays = Line(
            self._client, Lane(Pool.REPLAY, "copy", config.replays_per_minute), ledger, clock
        )
        self._body_limit = fetch.body_limit

    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        """See `Archive.look_up`."""
        return await self._finder.look_up(source, near, avoid)

    async def load(self, memento: Memento) -> Loaded:
        """See `Archive.load`. One request; none where the copy is not below `archive.base`."""
        path = self._place.path_of(memento.uri)
        if path is None:
            detail = f"the copy is {self._place.outside(memento.uri)}: {quoted(memento.uri)}"
            return Loaded(ReplayState.FAILED, detail)
        request = Request("GET", raw(path), follow=False, body_limit=self._body_limit)
        return read_replay(await self._replays.ask(request), memento)

    async def load_nearest(self, source: str, near: str | None) -> Loaded:
        """See `Archive.load_nearest`. The TimeMap is asked, and nothing is loaded."""
        del near
        return await self._finder.any_listed(source)

    async def allowance(self) -> Allowance:
        """See `Archive.allowance`."""
        return Allowance(refusal=NO_CAPTURES)

    def cited(self, copy: CitedCopy) -> Memento | None:
        """See `Archive.cited`."""
        return self._place.cited(copy)

    async def submit(self, capture: Capture) -> Capture:
        """Nothing is sent."""
        return replace(capture, state=CaptureState.DEFERRED, message=NO_CAPTURES, stop=True)

    async def poll(self, captures: Sequence[Capture]) -> list[Capture]:
        """Nothing is asked: another archive's attempts stay as they are."""
        return list(captures)

    async def close(self) -> None:
        """Release connections."""
        await self._client.close()
