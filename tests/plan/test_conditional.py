from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from verifier.model.observation import Exchange, Failure, FailureKind, Hop, Validators
from verifier.model.verdict import Access, PageClass
from verifier.plan.conditional import FULL_EVERY, validators_of

URL, FINAL = "https://gazette.demo/old", "https://gazette.demo/new"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEADERS = {"etag": '"abc"', "last-modified": "Sun, 01 Feb 2026 10:00:00 GMT"}
EXCHANGE = Exchange(URL, NOW, 0.1, (Hop(URL, 301, FINAL), Hop(FINAL, 200)), None, HEADERS, 10, True, "digest")


def test_the_url_that_gave_the_validators_is_asked_with_them() -> None:
    found = validators_of(EXCHANGE, Access.MOVED, PageClass.DOCUMENT, NOW)
    assert found == Validators(FINAL, '"abc"', "Sun, 01 Feb 2026 10:00:00 GMT")


@pytest.mark.parametrize(
    ("exchange", "access", "page_class"),
    [
        (EXCHANGE, Access.GONE, PageClass.SOFT_404),
        (EXCHANGE, Access.BLOCKED, PageClass.BOT_WALL),
        (EXCHANGE, Access.OK, PageClass.HOME_PAGE),
        (EXCHANGE, Access.OK, None),
        (replace(EXCHANGE, headers={}), Access.OK, PageClass.DOCUMENT),
        (replace(EXCHANGE, headers={"etag": "x" * 1_000}), Access.OK, PageClass.DOCUMENT),
        (replace(EXCHANGE, body_complete=False), Access.OK, PageClass.DOCUMENT),
        (replace(EXCHANGE, failure=Failure(FailureKind.TIMEOUT, "")), Access.OK, PageClass.DOCUMENT),
    ],
)
def test_what_is_not_a_whole_document_is_had_whole(
    exchange: Exchange, access: Access, page_class: PageClass | None
) -> None:
    assert validators_of(exchange, access, page_class, NOW) is None


def at(days: float) -> datetime:
    return NOW + timedelta(days=days)


def asked_whole(exchange: Exchange, days: float) -> bool:
    return validators_of(exchange, Access.OK, PageClass.DOCUMENT, at(days)) is None


@pytest.mark.parametrize("url", [f"https://gazette.demo/{number}" for number in range(50)])
def test_a_document_is_had_whole_when_thirty_days_have_passed_however_seldom_it_is_checked(url: str) -> None:
    read = replace(EXCHANGE, url=url)
    assert not asked_whole(read, FULL_EVERY / 2 - 0.1)
    assert asked_whole(read, FULL_EVERY)


def test_an_answer_that_only_confirms_makes_a_document_no_younger() -> None:
    exchange = EXCHANGE
    for day in range(1, FULL_EVERY):
        confirmed = replace(EXCHANGE, started_at=at(day), hops=(Hop(URL, 301, FINAL), Hop(FINAL, 304)))
        exchange = exchange.confirmed_by(confirmed)
    assert exchange.started_at == at(FULL_EVERY - 1)
    assert asked_whole(exchange, FULL_EVERY)


def test_the_days_on_which_documents_are_had_whole_are_spread() -> None:
    urls = [replace(EXCHANGE, url=f"https://gazette.demo/{number}") for number in range(400)]
    share = sum(asked_whole(exchange, 0.75 * FULL_EVERY) for exchange in urls) / len(urls)
    assert 0.4 < share < 0.6


def test_a_clock_that_was_set_back_makes_no_document_young() -> None:
    assert asked_whole(EXCHANGE, -1)
