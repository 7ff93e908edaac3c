"""For a terminal and a log: what is wrong document by document, and the outcome as the last line."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from verifier.model.gate import GateReport, Ruling
from verifier.report.gate_wording import (
    TEXT_LIMIT,
    because,
    exact_path,
    note_lines,
    outcome_sentence,
    reasons,
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
        yield [line for group in _by_citation(rulings) for line in _lines(report, group)]


def _by_citation(rulings: Iterable[Ruling]) -> Iterable[list[Ruling]]:
    """Those on one citation together, where its gravest finding stands."""
    groups: dict[Hashable, list[Ruling]] = {}
    for ruling in rulings:
        finding = ruling.finding
        said = (finding.field, finding.index, finding.url, ruling.title, ruling.reasons)
        groups.setdefault(said, []).append(ruling)
    return groups.values()


def _lines(report: GateReport, rulings: Sequence[Ruling]) -> Iterator[str]:
    """What is found of one citation, and then once what all of it has in common."""
    for ruling in rulings:
        message = clip(ruling.finding.message, TEXT_LIMIT)
        yield f"{shown_place(report, ruling)}: {ruling.level} {rule_name(ruling)}: {message}"
        yield from (f"    {line}" for line in because(ruling))
    yield from (f"    {line}" for line in (*reasons(rulings[-1]), *_cited(rulings[-1])))


def _cited(ruling: Ruling) -> Iterator[str]:
    """What a decision on it has to name."""
    if ruling.finding.url is not None:
        yield f"url: {clip(ruling.finding.url, TEXT_LIMIT)}"
    if ruling.title is not None:
        yield f"title: {clip(ruling.title, TEXT_LIMIT)}"
