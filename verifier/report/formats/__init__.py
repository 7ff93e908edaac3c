"""One file a format, one line in `FORMATS`. Formats write what the report says; they compute nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from verifier.model.report import Report
from verifier.report.formats import csv_report, html_report, json_report, markdown


class Format(Protocol):
    """What a module of this package has."""

    NAME: str
    """As in `report.formats`."""
    FILENAME: str
    """The file's name in the report directory."""

    def render(self, report: Report) -> Iterator[bytes]:
        """The file's content, piece by piece; the same for the same report. Never fails, whatever
        strangers wrote."""
        ...


_MODULES: tuple[Format, ...] = (
    html_report,
    json_report,
    markdown,
    csv_report,
)

FORMATS: Mapping[str, Format] = {module.NAME: module for module in _MODULES}
"""By name."""
