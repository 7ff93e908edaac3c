"""For a terminal and a log: what is wrong document by document, and the outcome as the last line."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.model.gate import GateReport, Ruling
from verifier.report.gate_wording import (
    TEXT_LIMIT,
    exact_path,
    grounds,
    note_lines,
    outcome_sentence,
    rule_name,
    scope_sentence,
    shown_place,
)
from verifier.report.inert import clip

NAME = "text"


def render(report: GateReport) -> bytes:
    """Lines of UTF-8. Every line begins with a path or with words of ours."""
    blocks = ["\n".join(lines) for lines in _documents(report)]
    end = [scope_sentence(report), *note_lines(report), outcome_sentence(report)]
    return "\n\n".join([*blocks, "\n".join(end)]).encode() + b"\n"


def _documents(report: GateReport) -> Iterator[list[str]]:
    """The documents with something wrong, the one with the gravest finding first."""
    by_path: dict[str, list[Ruling]] = {}
    for ruling in report.rulings:
        by_path.setdefault(exact_path(report, ruling), []).append(ruling)
    for rulings in by_path.values():
        yield [line for ruling in rulings for line in _lines(report, ruling)]


def _lines(report: GateReport, ruling: Ruling) -> Iterator[str]:
    message = clip(ruling.finding.message, TEXT_LIMIT)
    yield f"{shown_place(report, ruling)}: {ruling.level} {rule_name(ruling)}: {message}"
    yield from (f"    {ground}" for ground in grounds(ruling))
    yield from (f"    {part}" for part in _cited(ruling))


def _cited(ruling: Ruling) -> Iterator[str]:
    """What a decision on it has to name."""
    if ruling.finding.url is not None:
        yield f"url: {clip(ruling.finding.url, TEXT_LIMIT)}"
    if ruling.title is not None:
        yield f"title: {clip(ruling.title, TEXT_LIMIT)}"
