"""One output of the gate a file, one line each in `GATE_FORMATS`. They write what the gate says and
compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from verifier.model.gate import GateReport
from verifier.report.gate_formats import (
    comment,
    github,
    gitlab,
    json_output,
    junit,
    rdjson,
    sarif,
    step_summary,
    text,
)


class GateFormat(Protocol):
    """What a module of this package has, and a plugin of the entry point group `verifier.gate_formats`."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """As on the command line."""
        ...

    def render(self, report: GateReport) -> bytes:
        """The whole output; the same for the same report. Never fails, whatever strangers wrote."""
        ...


_MODULES: tuple[GateFormat, ...] = (
    text,
    github,
    step_summary,
    sarif,
    junit,
    gitlab,
    rdjson,
    comment,
    json_output,
)

GATE_FORMATS: Mapping[str, GateFormat] = {module.NAME: module for module in _MODULES}
"""Our own, by name."""
