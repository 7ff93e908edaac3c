"""The archives there are: a further one is a class in a file here, its name in `ArchiveKind`, one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from verifier.archive.interface import Archive, Ledger
from verifier.archive.keys import Keys
from verifier.archive.timegate import TimeGate
from verifier.archive.wayback import Wayback
from verifier.clock import Clock
from verifier.config import ArchiveConfig, ArchiveKind, FetchConfig

OpenArchive = Callable[[ArchiveConfig, FetchConfig, Keys | None, Clock, Ledger], Archive]

ALL_ARCHIVES: Mapping[ArchiveKind, OpenArchive] = {
    "memento": TimeGate,
    "wayback": Wayback,
}
"""By the name in `archive.kind`. Making one opens no connection, and raises ConfigError."""


def open_archive(
    config: ArchiveConfig, fetch: FetchConfig, keys: Keys | None, clock: Clock, ledger: Ledger
) -> Archive:
    """The archive that `archive.kind` names. Raises ConfigError."""
    return ALL_ARCHIVES[config.kind](config, fetch, keys, clock, ledger)
