"""The two outputs that are pages of Markdown: the step summary and the comment."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from tests.report.gate_formats.golden import hostile_report, hostile_reports
from tests.report.gate_formats.reports import many, report_of, ruling
from tests.report.markdown_reader import GITHUBS_CELL, inline
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport, Level
from verifier.report.gate_formats import GateFormat, comment, step_summary

PAGES = (step_summary, comment)
PARSER = MarkdownIt("commonmark").enable("table")
HOSTILE = [hostile_report(), *hostile_reports()]
BLOCKS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "html_block"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *(f"{part}_{end}" for part in ("table", "thead", "tbody", "tr", "th", "td") for end in ("open", "close")),
}
OUR_HTML = {comment.MARKER, "<details>", "</details>", "<br>"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_outcome_and_what_is_wrong_where(page: GateFormat) -> None:
    one = ruling(because="in the baseline", reasons=("It answers 404.",))
    text = page.render(report_of(one, notes=["One stored result was used."], prefix="docs/")).decode()

    assert "## Citations: failed\n" in text
    scope = "`3 citations that the change since origin/main added or altered, in 2 documents`"
    assert scope.strip("`") in text
    assert "| citations | verified | problem | unconfirmed |" in text
    assert "- One stored result was used.\n" in text
    assert (
        "| `docs/events/a.md:12:5` | CIT110 never-seen | Nothing shows that the page was ever there.<br>"
        "because: in the baseline<br>It answers 404. | `A Title`<br>`https://example.org/a` |\n"
    ) in text


@pytest.mark.parametrize("page", PAGES)
def test_an_inconclusive_outcome_is_said(page: GateFormat) -> None:
    assert "## Citations: inconclusive\n" in page.render(report_of(outcome=ExitCode.INCONCLUSIVE)).decode()


@pytest.mark.parametrize("report", HOSTILE)
@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_strangers_is_live(page: GateFormat, report: GateReport) -> None:
    text = page.render(report).decode()
    blocks = PARSER.parse(text)
    tokens = inline(text)
    outside = " ".join(token.content for token in tokens if token.type not in ("code_inline", "html_inline"))

    assert {block.type for block in blocks} <= BLOCKS
    assert {token.type for token in tokens} <= {
        *("text", "code_inline", "html_inline", "strong_open", "strong_close", "softbreak")
    }
    assert not re.search(r"[@#<>\[\]]|::|www\.|//|\bgh-\d|\b[0-9a-f]{7,40}\b", outside, re.IGNORECASE)
    html = [token.content for token in tokens if token.type == "html_inline"]
    html += [line for block in blocks if block.type == "html_block" for line in block.content.splitlines()]
    summaries = {line for line in html if re.fullmatch(r"<summary>\w+: [\d,]+ findings?</summary>", line)}
    assert {line for line in html if line} <= OUR_HTML | summaries
    assert not any(block.type.startswith("heading") and block.tag == "h1" for block in blocks)


@pytest.mark.parametrize("page", PAGES)
def test_every_table_row_keeps_its_four_cells(page: GateFormat) -> None:
    for report in HOSTILE:
        rows = [row for row in page.render(report).decode().split("\n") if row.startswith("|")]
        assert {len(GITHUBS_CELL.findall(row[1:-1])) for row in rows} == {4}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_counts_what_it_leaves_out(page: GateFormat) -> None:
    text = page.render(many(21_000)).decode()
    sections = re.split(r"(?=(?:Fails|Warns|Informs): 7,000 findings)", text)[1:]
    shown = [len(re.findall(r"^\| `events", section, re.MULTILINE)) for section in sections]
    counted = [re.findall(r"^([\d,]+) more findings not shown here", part, re.MULTILINE) for part in sections]
    left_out = [int(number.replace(",", "")) for numbers in counted for number in numbers]

    assert [one + other for one, other in zip(shown, left_out, strict=True)] == [7000, 7000, 7000]
    assert shown[0] > 100
    notes = len(re.findall(r"^- Note", text, re.MULTILINE))
    assert f"\n{21_000 - notes:,} more notes not shown here.\n" in text


def test_a_comment_begins_with_its_marker_and_folds_what_does_not_fail() -> None:
    text = comment.render(report_of(*map(ruling, Level))).decode()

    assert text.startswith(f"{comment.MARKER}\n## ")
    assert "### Fails: 1 finding\n" in text
    assert re.findall(r"<details>\n<summary>(.*)</summary>\n\n\|", text) == [
        "Warns: 1 finding",
        "Informs: 1 finding",
    ]
    assert text.count("</details>") == 2


def test_a_step_summary_is_measured_in_bytes() -> None:
    wide = [ruling(line=n, message="東" * 200, title="京" * 150) for n in range(5000)]
    output = step_summary.render(report_of(*wide))

    assert 900_000 < len(output) < 1_048_576
