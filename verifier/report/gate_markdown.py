"""What the gate says as a page of Markdown, never larger than its reader takes.

The gravest findings come first, and what does not fit is counted. Text of strangers is
`markdown_spans`' business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from verifier.judge.wording import count
from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.gate_wording import MOST_NOTES, outcome_sentence, outcome_word, rule_name, shown_place
from verifier.report.markdown_spans import code, fitting, sentence, verdict_table

_HEADINGS = {Level.FAIL: "Fails", Level.WARN: "Warns", Level.INFORM: "Informs"}
_TABLE_HEAD = "| where | rule | what | cited |\n|---|---|---|---|\n"
_REASONS = 3
"""Reasons that a row shows; the first one is the decisive one."""
_NOTES_SHARE = 8
"""The part of the room that notes may take: an eighth."""


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page."""

    room: int
    """The largest size."""
    size: Callable[[str], int]
    """How the reader measures a text."""
    folded: Collection[Level] = ()
    """The levels whose findings a reader opens by a click."""

    def of(self, report: GateReport) -> str:
        """The page on `report`."""
        head = _head(report) + self._notes(report)
        sections = [_Section(level, report, level in self.folded) for level in Level if report.count(level)]
        room = self.room - self.size(head) - sum(self.size(section.text([])) for section in sections)
        shown = []
        for section in sections:
            rows = list(fitting(section.rows(), room, self.size))
            room -= sum(map(self.size, rows))
            shown.append(section.text(rows))
        return head + "".join(shown)

    def _notes(self, report: GateReport) -> str:
        if not report.notes:
            return ""
        room = self.room // _NOTES_SHARE
        notes = (f"- {sentence(note) or '…'}" for note in report.notes[:MOST_NOTES])
        kept = list(fitting(notes, room, self.size))
        missing = len(report.notes) - len(kept)
        more = f"\n{count(missing, 'more note')} not shown here.\n" if missing else ""
        return "".join([*kept, more, "\n"])


def _head(report: GateReport) -> str:
    lines = [
        f"## Citations: {outcome_word(report)}",
        "",
        f"**{outcome_sentence(report)}** Judged: {sentence(report.scope) or '…'}.",
        "",
        *verdict_table(report.citations, report.verdicts),
        "",
        "",
    ]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Section:
    """The findings of one level."""

    level: Level
    report: GateReport
    folded: bool

    def rows(self) -> Iterator[str]:
        """A table row a finding."""
        return (_row(self.report, ruling) for ruling in self.report.rulings if ruling.level is self.level)

    def text(self, rows: list[str]) -> str:
        """The section with these rows; no longer than without any, the rows aside."""
        number = self.report.count(self.level)
        missing = number - len(rows)
        heading = f"{_HEADINGS[self.level]}: {count(number, 'finding')}"
        more = f"{count(missing, 'more finding')} not shown here.\n\n" if missing else ""
        table = f"{_TABLE_HEAD}{''.join(rows)}\n{more}"
        if self.folded:
            return f"<details>\n<summary>{heading}</summary>\n\n{table}</details>\n\n"
        return f"### {heading}\n\n{table}"


def _row(report: GateReport, ruling: Ruling) -> str:
    because = f"because: {sentence(ruling.because)}" if ruling.because.strip() else ""
    what = [sentence(ruling.finding.message), because, *map(sentence, ruling.reasons[:_REASONS])]
    cited = [code(ruling.title), code(ruling.finding.url)]
    cells = [code(shown_place(report, ruling)), sentence(rule_name(ruling)), _cell(what), _cell(cited)]
    return f"| {' | '.join(cells)} |"


def _cell(lines: list[str]) -> str:
    return "<br>".join(filter(None, lines))
