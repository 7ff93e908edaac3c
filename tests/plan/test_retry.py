from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.model.observation import Exchange, Failure, FailureKind, Hop
from verifier.plan.retry import RETRY_AFTER_LIMIT, retry_delay

URL = "https://site.example/a"
NOW = datetime(2026, 7, 1, 3, 17, tzinfo=UTC)


def answered(status: int, retry_after: str | None = None, url: str = URL) -> Exchange:
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return Exchange(url, NOW, 1.0, hops=(Hop(url, status),), headers=headers)


def failed(kind: FailureKind, *, mine: bool = False) -> Exchange:
    return Exchange(URL, NOW, 1.0, failure=Failure(kind, "detail", mine))


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_answers_that_may_pass_are_tried_again(status: int) -> None:
    assert retry_delay(answered(status), 0, 2) is not None


@pytest.mark.parametrize("status", [200, 301, 401, 403, 404, 410, 451, 501, 505, 999])
def test_answers_that_stay_are_not_tried_again(status: int) -> None:
    assert retry_delay(answered(status, "5"), 0, 2) is None


@pytest.mark.parametrize("kind", list(FailureKind))
def test_of_failures_only_those_that_may_pass_are_tried_again(kind: FailureKind) -> None:
    passing = kind in (FailureKind.TIMEOUT, FailureKind.REFUSED)
    assert (retry_delay(failed(kind), 0, 2) is not None) == passing


def test_a_silent_resolver_is_asked_again_and_a_name_that_does_not_exist_is_not() -> None:
    assert retry_delay(failed(FailureKind.DNS, mine=True), 0, 2) is not None
    assert retry_delay(failed(FailureKind.DNS), 0, 2) is None


def test_a_failure_counts_more_than_the_status_before_it() -> None:
    exchange = Exchange(URL, NOW, 1.0, (Hop(URL, 503),), Failure(FailureKind.TLS, "expired"))
    assert retry_delay(exchange, 0, 2) is None


def test_there_are_as_many_further_attempts_as_configured() -> None:
    assert retry_delay(answered(503), 0, 0) is None
    assert retry_delay(answered(503), 1, 2) is not None
    assert retry_delay(answered(503), 2, 2) is None


@given(st.text(max_size=30), st.integers(0, 6))
def test_the_delay_doubles_is_spread_by_a_quarter_and_is_the_same_every_time(path: str, attempt: int) -> None:
    exchange = answered(503, url=f"https://site.example/{path}")
    delay = retry_delay(exchange, attempt, 10)
    assert delay is not None
    assert 0.75 <= delay / (2 * 2**attempt) <= 1.25
    assert delay == retry_delay(exchange, attempt, 10)


def test_two_pages_of_a_host_do_not_come_back_at_the_same_moment() -> None:
    delays = {retry_delay(answered(503, url=f"https://site.example/{i}"), 0, 2) for i in range(50)}
    assert len(delays) == 50


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30.0),
        (" 30.5 ", 30.5),
        ("120", 120.0),
        ("Wed, 01 Jul 2026 03:18:00 GMT", 60.0),
        ("Wednesday, 01-Jul-26 03:18:00 GMT", 60.0),
        ("Wed, 01 Jul 2026 05:18:00 +0200", 60.0),
        ("Wed, 01 Jul 2026 03:18:00", 60.0),
    ],
)
def test_a_retry_after_is_obeyed(value: str, seconds: float) -> None:
    assert retry_delay(answered(429, value), 0, 2) == seconds


@pytest.mark.parametrize(
    "value",
    [
        "0",
        "-5",
        "",
        "soon",
        "²",
        "1e3",
        "nan",
        "inf",
        "Wed, 01 Jul 2020 03:18:00 GMT",
        "0 0 0 0 0",
        "Wed, 99 Jul 2026 99",
    ],
)
def test_a_retry_after_in_the_past_or_without_sense_changes_nothing(value: str) -> None:
    assert retry_delay(answered(429, value), 0, 2) == retry_delay(answered(429), 0, 2)


@pytest.mark.parametrize(
    "value",
    [
        "121",
        "100000000000000000000",
        "9" * 900,
        "Wed, 01 Jul 2026 04:18:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ],
)
def test_a_long_retry_after_means_not_in_this_run(value: str) -> None:
    assert retry_delay(answered(503, value), 0, 2) is None


@given(st.text(max_size=60) | st.from_regex(r"\w{3}, \d{1,3} \w{3} \d{1,6} \d+:\d+:\d+ [+-]?\w{1,5}"))
def test_no_header_breaks_it_or_waits_longer_than_the_limit(value: str) -> None:
    delay = retry_delay(answered(503, value), 0, 2)
    assert delay is None or 0 < delay <= RETRY_AFTER_LIMIT


def test_a_date_counts_from_the_start_of_the_exchange() -> None:
    date = {"retry-after": "Wed, 01 Jul 2026 03:18:00 GMT"}
    later = Exchange(URL, NOW + timedelta(seconds=40), 1.0, hops=(Hop(URL, 503),), headers=date)
    assert retry_delay(later, 0, 2) == 20.0
