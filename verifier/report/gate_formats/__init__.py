"""One file an output of the gate, one line in `GATE_FORMATS`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from verifier.errors import ConfigError
from verifier.model.gate import GateReport
from verifier.report.gate_formats import text


class GateFormat(Protocol):
    """What a module of this package has."""

    NAME: str

    def render(self, report: GateReport) -> bytes:
        """The output; the same for the same report. Never fails, whatever strangers wrote."""
        ...


_MODULES: tuple[GateFormat, ...] = (text,)
GATE_FORMATS: Mapping[str, GateFormat] = {module.NAME: module for module in _MODULES}
"""By name."""


def gate_format(name: str) -> GateFormat:
    """The format of a name. Raises ConfigError."""
    if name in GATE_FORMATS:
        return GATE_FORMATS[name]
    raise ConfigError(f'there is no output format "{name}"', f"Choose among: {', '.join(GATE_FORMATS)}.")
