"""How a command ends."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The only exit codes there are."""

    PASS = 0
    """The command ran to its end. For `run` whatever it found: cron must not cry wolf."""
    FAILED = 1
    """The gate (or `scan --strict`) failed."""
    ERROR = 2
    """Usage, configuration or internal error; a corpus without a single citation."""
    INCONCLUSIVE = 3
    """Nothing could be established (network down, too many hosts failing)."""
    INTERRUPTED = 130
    """SIGINT."""
    TERMINATED = 143
    """SIGTERM."""
