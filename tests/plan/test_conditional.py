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


def test_a_document_is_had_whole_on_one_day_of_thirty() -> None:
    days = [NOW + timedelta(days=day, hours=3) for day in range(FULL_EVERY * 2)]
    full = [day for day in days if validators_of(EXCHANGE, Access.OK, PageClass.DOCUMENT, day) is None]
    assert len(full) == 2
    assert full[1] - full[0] == timedelta(days=FULL_EVERY)
