"""citations.csv: one row a citation, for spreadsheets.

RFC 4180 (CRLF, quotes doubled), UTF-8 with a byte order mark, without which Excel takes the file for
its own 8-bit code page. Text is made visible (`report.inert`) and clipped to what a cell holds; text
that a spreadsheet would take for a formula gets a leading apostrophe. The exact values are in
report.json. The first column is a word of ours, so no line begins with a stranger's text.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from verifier.model.report import CitationRow, Report
from verifier.report.inert import clip
from verifier.report.timestamps import iso

NAME = "csv"
FILENAME = "citations.csv"

COLUMNS = (
    "verdict",
    "codes",
    "why",
    "path",
    "line",
    "column",
    "list",
    "index",
    "title",
    "found_title",
    "url",
    "final_url",
    "host",
    "publisher",
    "date",
    "tier",
    "access",
    "page_class",
    "status",
    "failure",
    "identity",
    "reason",
    "score",
    "checked_at",
    "preservation",
    "memento",
    "archive_url",
    "first_seen",
    "key",
)
"""In the order of the file; new ones are added at the end."""

_CELL_LIMIT = 32_000
"""Excel's own is 32,767."""
_Cell = str | int | None


def render(report: Report) -> Iterator[bytes]:
    """The table as bytes, line by line."""
    yield codecs.BOM_UTF8
    yield _line(COLUMNS)
    for row in report.citations:
        cells = _cells(row)
        yield _line([_inert(cells[column]) for column in COLUMNS])


def _line(cells: Sequence[str | int]) -> bytes:
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerow(cells)
    return sheet.getvalue().encode()


def _cells(row: CitationRow) -> Mapping[str, _Cell]:
    return {**_claim(row), **_conclusion(row), **_check(row)}


def _claim(row: CitationRow) -> Mapping[str, _Cell]:
    citation, claim = row.citation, row.citation.claim
    return {
        "path": citation.path,
        "line": citation.place.line,
        "column": citation.place.column,
        "list": citation.field,
        "index": citation.index,
        "title": claim.title,
        "url": claim.url,
        "host": row.host,
        "publisher": claim.publisher,
        "date": claim.date,
        "tier": claim.tier,
        "archive_url": claim.archive_url,
        "first_seen": iso(row.first_seen),
        "key": citation.key,
    }


def _conclusion(row: CitationRow) -> Mapping[str, _Cell]:
    conclusion, identity = row.conclusion, row.conclusion.identity
    return {
        "verdict": conclusion.verdict,
        "codes": " ".join(conclusion.codes),
        "why": " ".join(conclusion.reasons),
        "found_title": identity.found_title,
        "access": conclusion.access,
        "page_class": conclusion.page_class,
        "identity": identity.identity,
        "reason": identity.reason,
        "score": None if identity.score is None else f"{identity.score:.1f}",
        "preservation": conclusion.preservation,
        "memento": row.memento_uri,
    }


def _check(row: CitationRow) -> Mapping[str, _Cell]:
    check = row.check
    return {
        "final_url": None if check is None else check.final_url,
        "status": None if check is None else check.status,
        "failure": None if check is None else check.failure,
        "checked_at": None if check is None else iso(check.at),
    }


def _inert(cell: _Cell) -> str | int:
    if cell is None or isinstance(cell, int):
        return "" if cell is None else cell
    text = clip(cell, _CELL_LIMIT)
    # NFKC finds the full-width twins, which some spreadsheets take for the ASCII signs.
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first and first in "=+-@" else text
