from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.archive.world import START
from verifier.archive.manners import retry_after
from verifier.archive.quoting import QUOTE_LIMIT, quoted
from verifier.plan.governor import LONGEST


@given(st.one_of(st.none(), st.text(max_size=40), st.integers().map(str), st.datetimes().map(str)))
def test_no_retry_after_makes_us_wait_longer_than_six_hours_or_not_at_all(value: str | None) -> None:
    seconds = retry_after(value, START)
    assert seconds is None or 1.0 <= seconds <= LONGEST


def test_retry_after_is_read_as_seconds_or_as_a_date() -> None:
    assert retry_after("120", START) == 120.0
    assert retry_after(" 0 ", START) == 1.0
    assert retry_after("Sun, 01 Mar 2026 03:01:30 GMT", START) == 90.0
    assert retry_after("Sun, 01 Mar 2026 03:01:30 -0000", START) == 90.0
    assert retry_after("Sat, 28 Feb 2026 03:00:00 GMT", START) == 1.0
    assert retry_after("in a while", START) is None
    assert retry_after(None, START) is None


@given(st.text(max_size=2000))
def test_quoted_words_are_one_short_printable_line(text: str) -> None:
    line = quoted(text)
    assert len(line) <= QUOTE_LIMIT
    assert line.isprintable()
    assert line == line.strip()
