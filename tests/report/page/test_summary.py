from __future__ import annotations

import pytest

from tests.report.reports import Filed, fell, report_of, stands
from verifier.report.page.summary import shares, summarise


def test_the_shares_fill_the_bar() -> None:
    parts = shares({"a": 1, "b": 2, "c": 1}, 4)
    assert [(part.offset, part.width) for part in parts] == [(0, 250), (250, 500), (750, 250)]


@pytest.mark.parametrize(
    ("count", "whole", "words"),
    [(0, 10, "0 %"), (1, 1000, "< 1 %"), (1, 3, "33 %"), (9997, 10000, "99 %"), (5, 5, "100 %"), (0, 0, "")],
)
def test_a_few_are_not_none_and_nearly_all_are_not_all(count: int, whole: int, words: str) -> None:
    assert shares({"a": count}, whole)[0].percent == words


def test_the_lists_are_cut_and_the_rest_is_counted() -> None:
    files = [
        Filed(f"{n:03}.md", [fell(f"https://a.test/{n}/{m}", verified="true") for m in range(5)])
        for n in range(50)
    ]
    summary = summarise(report_of(*files))
    assert (len(summary.attention), summary.more_attention) == (40, 10)
    assert (len(summary.attention[0].problems), summary.attention[0].more) == (3, 2)
    assert (len(summary.contradicted), summary.more_contradicted) == (40, 210)


def test_only_problems_are_listed_under_a_document() -> None:
    report = report_of(Filed("a.md", [stands("https://a.test/1"), fell("https://a.test/2")]))
    (item,) = summarise(report).attention
    assert [row.citation.index for row in item.problems] == [1]


def test_rules_come_most_frequent_first_with_their_names() -> None:
    report = report_of(Filed("a.md", [fell("https://a.test/1"), fell("https://a.test/2")]))
    assert summarise(report).codes == [("CIT101", "gone", 2)]
