from __future__ import annotations

import csv
import io

import pytest

from tests.report.hostile import PAYLOADS, hostile_report
from tests.report.reports import Filed, fell, rendered, report_of, stands
from verifier.model.report import Report
from verifier.report.formats import csv_report


def _rows(report: Report) -> list[dict[str, str]]:
    text = rendered(csv_report, report).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_citation_is_a_row_with_named_columns() -> None:
    report = report_of(
        Filed("a.md", [stands("https://a.test/1", 'A "quoted", title'), fell("https://a.test/2")])
    )
    first, second = _rows(report)
    assert (first["verdict"], first["title"], first["line"]) == ("verified", 'A "quoted", title', "20")
    assert (second["verdict"], second["codes"], second["status"]) == ("problem", "CIT101", "404")
    assert first["failure"] == ""


def test_spreadsheets_recognise_the_encoding_and_the_line_ends() -> None:
    content = rendered(csv_report, report_of(Filed("a.md", [stands("https://a.test/ü")])))
    assert content.startswith(b"\xef\xbb\xbfverdict,")
    assert content.count(b"\r\n") == content.count(b"\n") == 2


def test_hostile_text_stays_in_its_cell() -> None:
    rows = _rows(hostile_report())
    assert len(rows) == 3 * len(PAYLOADS)
    assert all(list(row) == list(csv_report.COLUMNS) for row in rows)
    assert all(value is not None for row in rows for value in row.values())


def test_no_cell_is_a_formula() -> None:
    for row in _rows(hostile_report()):
        for value in row.values():
            assert value.lstrip()[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠")
            assert value[:1] not in ("\t", "\r", "\n")


def test_no_line_begins_with_a_strangers_text() -> None:
    lines = rendered(csv_report, hostile_report()).decode("utf-8-sig").split("\r\n")
    assert {line.partition(",")[0] for line in lines[1:]} == {"problem", ""}


@pytest.mark.parametrize("title", ["=1+1", "＝1", "@x", "-1", "\t=1"])
def test_an_apostrophe_is_all_that_is_added(title: str) -> None:
    (row,) = _rows(report_of(Filed("a.md", [stands("https://a.test/", title)])))
    assert row["title"] == "'" + title.replace("\t", " ")


def test_no_cell_is_longer_than_a_spreadsheet_takes() -> None:
    assert max(len(value) for row in _rows(hostile_report()) for value in row.values()) < 32_767
