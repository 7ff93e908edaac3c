"""Markdown for a comment on a pull request: GitHub refuses one of more than 65,536 characters.

It begins with `MARKER`, an HTML comment that nobody sees, by which a bot finds its own comment again to
update it. A bot must look for it at the very beginning only: titles may quote it.
"""

from __future__ import annotations

from verifier.model.gate import GateReport, Level
from verifier.report.gate_markdown import Page

NAME = "comment"
MARKER = "<!-- verifier gate -->"
LIMIT = 65_000
"""Characters."""

_PAGE = Page(LIMIT - len(MARKER) - 1, len, folded={Level.WARN, Level.INFORM})


def render(report: GateReport) -> bytes:
    """The page as UTF-8."""
    return f"{MARKER}\n{_PAGE.of(report)}".encode()
