"""One output of the gate a file, one line each in `GATE_FORMATS`. They write what the gate says and
compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol

from verifier.model.gate import GateReport


class GateFormat(Protocol):
    """What a module of this package has, and a plugin of the entry point group `verifier.gate_formats`.

    One with `APPENDS = True` is written behind what a file holds already.
    """

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """As on the command line."""
        ...

    def render(self, report: GateReport) -> bytes:
        """The whole output; the same for the same report. Never fails, whatever strangers wrote."""
        ...


GATE_FORMATS: Mapping[str, str] = {
    "text": "text",
    "github": "github",
    "step-summary": "step_summary",
    "sarif": "sarif",
    "junit": "junit",
    "gitlab": "gitlab",
    "rdjson": "rdjson",
    "comment": "comment",
    "json": "json_output",
}
"""Our own: the module by the name. One is loaded when it is asked for: the gate starts quickly."""


def own_format(name: str) -> GateFormat:
    """The one of our own with this name."""
    module: GateFormat = import_module(f"{__name__}.{GATE_FORMATS[name]}")
    return module
