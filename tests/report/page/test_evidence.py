from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.report.page.test_strings import unfold
from tests.report.reports import Filed, answered, fell, open_one, report_of, stands
from verifier.model.report import Report
from verifier.report.page.evidence import evidence_json, script_safe
from verifier.report.page.packed import PLAIN


def _citations(report: Report) -> list[dict[str, Any]]:
    """The rows as the page's script reads them."""
    data = json.loads(evidence_json(report))
    rows = [dict(zip(data["columns"], row, strict=False)) for row in data["citations"]]
    strings = data["strings"]

    def text(row: dict[str, Any], column: str) -> str:
        plain = data["quoted"][:PLAIN]
        quoted = [] if column in plain else [text(row, name) for name in plain]
        return unfold(strings[row.get(column, 0)] or "", quoted)

    read = []
    for row in rows:
        found = {column: text(row, column) for column in (*data["quoted"], "verdict", "access", "failure")}
        everything = [found[name] for name in data["quoted"]]
        reasons = [unfold(strings[number], everything) for number in row["reasons"]]
        rules = [data["rules"][number][0] for number in row["findings"][::2]]
        messages = [unfold(strings[number], everything) for number in row["findings"][1::2]]
        read.append({**row, **found, "reasons": reasons, "rules": rules, "messages": messages})
    return read


def test_the_script_reads_back_what_the_report_says() -> None:
    url, title = "https://www.example.org/a/long/path", "A long enough title"
    moved = replace(
        stands(url, title),
        check=answered(url, final_url=f"{url}?moved=1"),
        memento_uri=f"https://web.archive.org/web/20200101000000/{url}",
        reasons=(f'{url} moved to {url}?moved=1; its title "{title}" is the cited one.',),
    )
    first, second, third = _citations(report_of(Filed("a.md", [moved, fell(url), open_one(url)])))
    assert (first["url"], first["title"], first["found_title"]) == (url, title, title)
    assert first["final_url"] == f"{url}?moved=1"
    assert first["memento"] == f"https://web.archive.org/web/20200101000000/{url}"
    assert first["reasons"] == [f'{url} moved to {url}?moved=1; its title "{title}" is the cited one.']
    assert (second["verdict"], second["rules"], second["messages"]) == (
        "problem",
        ["CIT101"],
        [f"{url} answers 404."],
    )
    assert (third["verdict"], third["access"]) == ("unconfirmed", "blocked")


def test_what_was_never_checked_has_no_check() -> None:
    (row,) = _citations(report_of(Filed("a.md", [replace(stands("https://a.test/"), check=None)])))
    assert "checked" not in row
    assert row["final_url"] == ""


def test_texts_are_clipped_before_the_page_grows_out_of_hand() -> None:
    files = [
        Filed(f"{n}.md", [stands(f"https://a.test/{n}/{'u' * 4000}", f"{n}{'t' * 4000}")])
        for n in range(4000)
    ]
    content = evidence_json(report_of(*files))
    assert len(content.encode()) <= 9_000_000
    assert json.loads(content)["clipped"] is True


def test_the_data_cannot_end_its_script_element() -> None:
    assert script_safe('"</script><!--&amp;"') == '"\\u003c/script\\u003e\\u003c!--\\u0026amp;"'
