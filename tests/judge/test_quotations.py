"""A quotation is called missing only where every source was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verifier.judge.quotation_rules import check_quotations
from verifier.judge.quotations import NOTHING, SearchedSource, in_sentence, judge_quotations
from verifier.model.citation import Citation, Claim, Document, Place, Quotation
from verifier.model.finding import Finding, Severity
from verifier.model.quotation import QuotationJudgement, Sighting

SAID = "We will never forget the day when the old bridge fell"
QUOTATION = Quotation(SAID, Place(12, 4))


def searched(score: float, passage: str = "what the page says there") -> SearchedSource:
    return SearchedSource(
        (Sighting(SAID, score, passage if score else ""),),
        is_document=True,
        text_length=5_000,
        searched_whole=True,
        language="en-GB",
    )


def judged(*sources: SearchedSource, quotation: Quotation = QUOTATION) -> QuotationJudgement:
    citations = tuple(
        Citation("a.md", "sources", index, Place(3 + index, 9), Claim(f"https://{index}.example/"), None)
        for index in range(len(sources))
    )
    document = Document("a.md", "a", citations=citations, quotations=(quotation,))
    (judgement,) = judge_quotations(document, lambda citation: sources[citation.index])
    return judgement


def findings(judgement: QuotationJudgement) -> list[Finding]:
    return check_quotations("a.md", [judgement])


def test_the_source_that_says_it_is_named() -> None:
    judgement = judged(searched(0), searched(100))

    assert in_sentence(judgement) == "found in https://1.example/"
    assert findings(judgement) == []


def test_a_source_that_says_it_is_enough_though_others_could_not_be_read() -> None:
    assert judged(NOTHING, searched(96)).standing == "found"


def test_what_no_source_says_is_told_at_its_place() -> None:
    judgement = judged(searched(0), searched(40))
    (finding,) = findings(judgement)

    assert judgement.standing == "nowhere"
    assert (finding.code, finding.severity, finding.place) == ("CIT250", Severity.INFO, Place(12, 4))
    assert SAID in finding.message


def test_what_a_source_says_nearly_is_set_beside_it() -> None:
    judgement = judged(searched(82, "we shall never forgive the day"), searched(0))
    (finding,) = findings(judgement)

    assert judgement.standing == "differs"
    assert (finding.code, finding.severity) == ("CIT251", Severity.INFO)
    assert "we shall never forgive the day" in finding.message
    assert "https://0.example/ says" in in_sentence(judgement)


def test_a_few_words_come_near_by_chance() -> None:
    few = Quotation("never forget that day", Place(1, 1))
    source = replace(searched(82), sightings=(Sighting(few.text, 82, "ever forget the day"),))
    assert judged(source, quotation=few).standing == "nowhere"


UNREAD = {
    "not asked": NOTHING,
    "another page": replace(searched(0), is_document=False),
    "a long page": replace(searched(0), searched_whole=False),
    "a teaser": replace(searched(0), text_length=400),
    "not looked through": replace(searched(0), sightings=()),
}


@pytest.mark.parametrize("source", UNREAD.values(), ids=UNREAD)
def test_nothing_is_missing_while_a_source_was_not_read(source: SearchedSource) -> None:
    judgement = judged(searched(0), source)

    assert judgement.standing == "open"
    assert findings(judgement) == []
    assert in_sentence(judgement) == "not found, and 1 source could not be read"


def test_a_translated_quotation_is_not_missing() -> None:
    assert judged(replace(searched(0), language="ru")).standing == "open"
    assert judged(replace(searched(0), language="en_US")).standing == "nowhere"
    assert judged(replace(searched(0), language=None)).standing == "nowhere"


def test_a_document_without_sources_lacks_nothing() -> None:
    assert in_sentence(judged()) == "there is no source"
