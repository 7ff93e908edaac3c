from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given

from tests.store import builders, strategies
from verifier.model.observation import Exchange, Observation, Page
from verifier.model.verdict import PageJudgement
from verifier.store.codec import decode, encode, utc_text


@given(strategies.observations)
def test_an_observation_comes_back_exactly(observation: Observation) -> None:
    assert decode(Observation, encode(observation)) == observation


@given(strategies.pages)
def test_a_page_comes_back_exactly(page: Page) -> None:
    assert decode(Page, encode(page)) == page


@given(strategies.judgements)
def test_a_judgement_comes_back_exactly_with_its_findings(judgement: PageJudgement) -> None:
    back = decode(PageJudgement, encode(judgement))
    assert back == judgement
    assert type(back.access) is type(judgement.access)
    assert [type(finding.severity) for finding in back.findings] == [
        type(finding.severity) for finding in judgement.findings
    ]


NAIVE = datetime.fromisoformat("2026-03-01T03:17:00")


def test_enums_are_written_as_their_values() -> None:
    assert json.loads(encode(builders.judgement()))["page_class"] == "document"


def test_equal_pages_give_equal_text_whatever_the_order_of_their_words() -> None:
    one = Page(kind="html", words=frozenset(["b", "a", "c"]))
    other = Page(kind="html", words=frozenset(["c", "b", "a"]))
    assert encode(one) == encode(other)


def test_a_field_that_was_added_later_gets_its_default() -> None:
    assert decode(Page, '{"kind": "pdf"}') == Page(kind="pdf")


def test_a_field_that_was_dropped_later_is_ignored() -> None:
    assert decode(Page, '{"kind": "pdf", "colour": "red"}') == Page(kind="pdf")


def test_moments_are_written_in_utc() -> None:
    moment = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert utc_text(moment) == "2026-02-28T23:30:00.000000+00:00"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        encode(Exchange("https://a.example/", NAIVE, 0.0))


def test_what_is_no_model_type_is_refused() -> None:
    with pytest.raises(TypeError, match="no place in the database"):
        encode(object())
