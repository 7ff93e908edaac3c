from __future__ import annotations

import pytest

from tests.extract.observing import article, observed
from tests.judge.judging import cited, judged
from verifier.judge.corroboration import Corroboration, corroborate
from verifier.judge.statistics import CorpusStatistics
from verifier.model.citation import Claim
from verifier.model.verdict import Identity

TITLE = "Harbour bridge reopens after two years of repairs"
URL = "https://www.nytimes.com/2024/05/07/bridge"
NOTHING = CorpusStatistics()


def beside(
    publisher: str | None = None,
    date: str | None = None,
    head: str = "",
    statistics: CorpusStatistics = NOTHING,
) -> Corroboration:
    page = observed(article(TITLE, head=head), url=URL)
    return corroborate(Claim(URL, TITLE, publisher, date), page, statistics)


def named(name: str) -> str:
    return f'<meta property="og:site_name" content="{name}">'


@pytest.mark.parametrize(
    ("cited_name", "found", "agrees"),
    [
        ("New York Times", "The New York Times", True),
        ("The Times of New York", "New York Times, The", True),
        ("NYT", "The New York Times", True),
        ("nytimes", "Something Else", True),
        ("BBC", "British Broadcasting Corporation", True),
        ("Washington Post", "The New York Times", False),
        ("Sun", "Baltimore Sunset Club", False),
        ("ESA", "Lisa Mesa Foundation", False),
        (None, "The New York Times", None),
        ("", "The New York Times", None),
    ],
)
def test_names_of_one_publisher_agree(cited_name: str | None, found: str, agrees: bool | None) -> None:
    assert beside(cited_name, head=named(found)).publisher is agrees


def test_a_page_that_names_no_publisher_contradicts_none() -> None:
    assert beside("Washington Post").publisher is None


def test_what_the_corpus_calls_a_host_more_than_once_is_its_name() -> None:
    once = [Claim(URL, "A", "Gray Lady")]
    for claims, agrees in ((once, False), (once * 2, True)):
        statistics = CorpusStatistics.of(claims)
        assert beside("Gray Lady", head=named("Times"), statistics=statistics).publisher is agrees


@pytest.mark.parametrize(
    ("cited_date", "agrees"),
    [("2024-05-07", True), ("May 9, 2024", True), ("2024-05", True), ("2024-06-01", False), ("soon", None)],
)
def test_dates_agree_within_three_days(cited_date: str, agrees: bool | None) -> None:
    head = '<meta property="article:published_time" content="2024-05-07T10:00:00+02:00">'
    assert beside(date=cited_date, head=head).date is agrees


def test_it_is_evidence_and_never_decides() -> None:
    head = named("The Star") + '<meta name="date" content="2024-05-07">'
    judgement = judged(
        cited(TITLE, URL, "Evening Gazette", date="2021-01-01"), observed(article(TITLE, head=head), url=URL)
    )

    assert judgement.identity.identity is Identity.MATCH
    assert {(one.code, str(one.severity)) for one in judgement.findings} == {
        ("CIT205", "info"),
        ("CIT206", "info"),
    }
    assert any("Evening Gazette" in sentence and "The Star" in sentence for sentence in judgement.evidence)
