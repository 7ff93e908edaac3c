from __future__ import annotations

import re

from tests.report.hostile import hostile_report
from tests.report.markdown_reader import GITHUBS_CELL, inline
from tests.report.reports import Filed, fell, open_one, rendered, report_of, stands
from verifier.model.quotation import QuotationStanding
from verifier.model.run import Run, RunState
from verifier.report.formats import markdown


def _outside_code(text: str) -> str:
    return "".join(token.content for token in inline(text) if token.type != "code_inline")


def test_the_page_says_how_many_stand_and_which_do_not() -> None:
    report = report_of(
        Filed("a.md", [stands("https://a.test/1"), fell("https://a.test/2", "Gone title")], 9),
        Filed("b.md", [open_one("https://b.test/")]),
    )
    text = rendered(markdown, report).decode()
    assert "| 3 | 1 | 1 | 1 |" in text
    assert "| `a.md` | 1 of 2 sources of an importance-9 document stands |" in text
    assert "| `a.md:25:10` | `Gone title`<br>`https://a.test/2` |" in text
    assert "INCOMPLETE" not in text


def test_what_is_quoted_and_not_found_stands_beside_what_the_source_says() -> None:
    quoted = (
        (QuotationStanding.FOUND, "it was found", "it was found"),
        (QuotationStanding.DIFFERS, "we said this", "we said that"),
        (QuotationStanding.NOWHERE, "nobody says that", ""),
    )
    text = rendered(markdown, report_of(Filed("a.md", [stands("https://a.test/")], quoted=quoted))).decode()

    assert "| `a.md:61:5` | `we said this` | `we said that` |" in text
    assert "| `a.md:62:5` | `nobody says that` | nothing like it |" in text
    assert "it was found" not in text


def test_a_clean_corpus_is_said_to_be_clean() -> None:
    assert "No citation is known not to stand." in rendered(markdown, report_of()).decode()


def test_interrupted_and_inconclusive_runs_say_so() -> None:
    run = Run(3, report_of().generated_at, RunState.INCONCLUSIVE, note="No canary answered.")
    text = rendered(markdown, report_of(run=run, complete=False)).decode()
    assert "> **INCOMPLETE** The last run is inconclusive." in text
    assert "No canary answered.\n" in text


def test_one_of_a_thing_is_one() -> None:
    text = rendered(markdown, report_of(Filed("a.md", [stands("https://a.test/")]))).decode()
    assert "\n1 document, 1 source on 1 host; 0 citations never asked yet, 0 unreadable files\n" in text


def test_nothing_hostile_is_live_outside_code() -> None:
    outside = _outside_code(rendered(markdown, hostile_report()).decode())
    assert not re.search(r"[@#<>]|::|javascript|www\.|//", outside.replace("<br>", ""))
    assert {token.type for token in inline(rendered(markdown, hostile_report()).decode())} <= {
        "text",
        "code_inline",
        "html_inline",
        "strong_open",
        "strong_close",
    }


def test_every_table_row_keeps_its_cells_for_githubs_parser_too() -> None:
    tables = [
        line for line in rendered(markdown, hostile_report()).decode().split("\n") if line.startswith("|")
    ]
    widths = {len(GITHUBS_CELL.findall(line[1:-1])) for line in tables}
    assert widths == {2, 3, 4, 5}


def test_the_page_fits_into_a_comment_and_counts_what_it_leaves_out() -> None:
    many = [
        Filed(f"{n:05}.md", [fell(f"https://a.test/{n}", "t" * 150, verified="true")], 9) for n in range(3000)
    ]
    text = rendered(markdown, report_of(*many)).decode()
    assert 60_000 < len(text) <= 65_000
    left_out = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) more in index\.html", text)]
    rows = [len(re.findall(r"^\| `", section, re.MULTILINE)) for section in text.split("\n## ")[1:]]
    assert [shown + missing for shown, missing in zip(rows, left_out, strict=True)] == [3000, 3000, 3000]
