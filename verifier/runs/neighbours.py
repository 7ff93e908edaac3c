"""Everybody that a use case talks to, in one place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from verifier.archive.interface import Archive
from verifier.clock import Clock
from verifier.config import Config
from verifier.evidence.folder import WarcFolder
from verifier.fetch.interface import Fetcher
from verifier.runs.reader import Reader
from verifier.store.database import Database


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The outside world of one run; tests give simulated ones."""

    config: Config
    root: Path
    """The corpus root."""
    report_dir: Path
    database: Database
    fetcher: Fetcher
    archive: Archive | None
    """None where archiving is off."""
    online: Callable[[], Awaitable[bool]]
    """Asks the canaries; always True where none is configured."""
    clock: Clock
    reader: Reader
    """Where the bytes of fetched pages are read."""
    evidence: WarcFolder | None = None
    """Where our own copies are written; None where none are kept."""
