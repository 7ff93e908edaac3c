"""For a person at a terminal or in a log."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.inert import visible

NAME = "text"
_WORDS = {ExitCode.PASS: "Passed", ExitCode.FAILED: "Failed", ExitCode.INCONCLUSIVE: "Inconclusive"}


def render(report: GateReport) -> bytes:
    """One finding after another, gravest first, then what else there is to know, then the outcome."""
    return "".join(f"{line}\n" for line in _lines(report)).encode("utf-8", "replace")


def _lines(report: GateReport) -> Iterator[str]:
    for ruling in report.rulings:
        yield from _ruling(report.prefix, ruling)
    yield from (visible(note) for note in report.notes)
    counts = ", ".join(f"{report.count(level)} {level.value}" for level in Level)
    yield f"{_WORDS[report.outcome]}: {visible(report.scope)} ({counts})."


def _ruling(prefix: str, ruling: Ruling) -> Iterator[str]:
    finding = ruling.finding
    place = f"{visible(prefix + finding.path)}:{finding.place.line}:{finding.place.column}"
    yield f"{place}: {ruling.level}: {finding.code} {finding.name}: {visible(finding.message)}"
    if ruling.because:
        yield f"    {visible(ruling.because)}"
