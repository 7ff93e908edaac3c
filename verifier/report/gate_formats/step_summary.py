"""Markdown for `$GITHUB_STEP_SUMMARY`: GitHub refuses the whole summary of a step above 1 MiB."""

from __future__ import annotations

from verifier.model.gate import GateReport, Level
from verifier.report.gate_markdown import Page

NAME = "step-summary"
APPENDS = True
"""A step has one summary, and other tools of the step may have written into it."""
LIMIT = 1_000_000
"""Bytes. The rest of the 1,048,576 is for what others wrote before."""


def _bytes(text: str) -> int:
    return len(text.encode())


_PAGE = Page(LIMIT, _bytes, folded={Level.INFORM})


def render(report: GateReport) -> bytes:
    """The page as UTF-8."""
    return _PAGE.of(report).encode()
