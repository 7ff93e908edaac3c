from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.judge.dates import PartialDate, days_between, in_words, parse_date

DAY = date(2021, 4, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-04-07", DAY),
        ("2021-4-7", DAY),
        (" 2021/04/07 ", DAY),
        ("2021.04.07", DAY),
        ("20210407", DAY),
        ("20210407120000", DAY),
        ("2021-04-07T10:00:00Z", DAY),
        ("2021-04-07 10:00:00+02:00", DAY),
        ("April 7, 2021", DAY),
        ("Apr 7, 2021", DAY),
        ("APR. 7 2021", DAY),
        ("April 7th, 2021", DAY),
        ("Wednesday, April 7, 2021", DAY),
        ("April 7, 2021, 10:30 a.m. ET", DAY),
        ("7 April 2021", DAY),
        ("Wed 7th of Apr, 2021", DAY),
        ("Sept. 7, 2021", date(2021, 9, 7)),
        ("04/17/2021", date(2021, 4, 17)),
        ("17/04/2021", date(2021, 4, 17)),
        ("04/04/2021", date(2021, 4, 4)),
        ("2021-04", PartialDate(2021, 4)),
        ("2021/04", PartialDate(2021, 4)),
        ("April 2021", PartialDate(2021, 4)),
        ("Jun, 2025", PartialDate(2025, 6)),
        ("2021", PartialDate(2021)),
    ],
)
def test_usual_spellings_are_understood(text: str, expected: object) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        None, "", "  ", "n.d.", "yesterday", "2021-02-30", "2021-13", "2021-00-07", "03/04/2021",
        "13/13/2021", "2021-22", "Smarch 7, 2021", "Marches 2021", "2021-04-07 to 2021-04-09",
        "Spring 2021", "12345", "99999999", "3021", "0000-00-00", "2021-04-07" * 50,
    ],
)  # fmt: skip
def test_what_names_no_day_or_several_is_none(text: str | None) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=70))
def test_any_text_can_be_asked(text: str) -> None:
    parse_date(text)


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_what_is_put_in_words_is_understood_again(day: date) -> None:
    assert parse_date(in_words(day)) == day
    for partial in (PartialDate(day.year), PartialDate(day.year, day.month)):
        assert parse_date(in_words(partial)) == partial
        assert days_between(partial, day) == 0


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        (DAY, date(2021, 4, 10), 3),
        (DAY, PartialDate(2021, 5), 24),
        (DAY, PartialDate(2021, 3), 7),
        (DAY, PartialDate(2020), 97),
        (PartialDate(2021, 4), PartialDate(2021), 0),
        (PartialDate(2024, 2), PartialDate(2024, 4), 32),
    ],
)
def test_distances_count_from_the_nearest_days(
    one: date | PartialDate, other: date | PartialDate, days: int
) -> None:
    assert days_between(one, other) == days
    assert days_between(other, one) == days
