"""Loading copies from the Wayback Machine, as their sites sent them (`id_`)."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.archive.address import memento_path
from verifier.archive.exchange import Request
from verifier.archive.interface import Loaded
from verifier.archive.manners import Line
from verifier.archive.replay import read_replay
from verifier.model.memento import Memento


@dataclass(slots=True)
class WaybackReplay:
    """The replay of one archive."""

    line: Line
    body_limit: int
    """Bytes of a copy that are read."""

    async def load(self, memento: Memento) -> Loaded:
        """See `Archive.load`. One request."""
        path = memento_path(f"{memento.timestamp}id_", memento.original)
        answer = await self.line.ask(Request("GET", path, follow=False, body_limit=self.body_limit))
        return read_replay(answer, memento)
