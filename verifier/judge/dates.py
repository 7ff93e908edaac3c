"""Dates as people write them in citations, as far as they can be told.

English month names and ISO 8601 in its usual forms. What could mean two dates (3/4/2024) means none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, or a month of a year."""

    year: int
    month: int | None = None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = re.compile(
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_MONTH = r"(?P<name>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_TIME = r"(?:[t\s,]\s*\d{1,2}:\d{2}.*)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}(?:[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}){_TIME})?)?",
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?:\d{{6}}|t\d{{4}}.*)?",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}{_TIME}",
        rf"{_MONTH},?\s+{_YEAR}",
        rf"(?P<first>\d{{1,2}})[/.](?P<second>\d{{1,2}})[/.]{_YEAR}",
    )
)
_LONGEST = 64


def parse_date(text: str | None) -> date | PartialDate | None:
    """The day, month or year that `text` names; None where it names none, or could name several.

    "2021-04-07", "2021-04", "April 7, 2021", "7 Apr 2021", "2021-04-07T10:00:00Z", "20210407".
    """
    written = (text or "").strip().lower()
    if not written or len(written) > _LONGEST:
        return None
    for form in _FORMS:
        if match := form.fullmatch(written):
            return _from_parts(match.groupdict())
    return None


def days_between(one: date | PartialDate, other: date | PartialDate) -> int:
    """Days from one to the other; 0 where a month or year contains the other date."""
    (one_first, one_last), (other_first, other_last) = _span(one), _span(other)
    if one_last < other_first:
        return (other_first - one_last).days
    return max(0, (one_first - other_last).days)


def in_words(when: date | PartialDate) -> str:
    """ISO 8601: "2021-04-07", "2021-04" or "2021"."""
    if isinstance(when, date):
        return when.isoformat()
    return str(when.year) if when.month is None else f"{when.year}-{when.month:02}"


def _from_parts(parts: dict[str, str | None]) -> date | PartialDate | None:
    if parts.get("first"):
        parts = _ordered(parts)
    month = _month(parts.get("name") or parts.get("month"))
    year = int(parts["year"] or 0)
    if month == 0:
        return None
    if month is None or not parts.get("day"):
        return PartialDate(year, month)
    try:
        return date(year, month, int(parts["day"] or 0))
    except ValueError:
        return None


def _month(text: str | None) -> int | None:
    """1 to 12, None where nothing is said, 0 where it is no month."""
    if text is None:
        return None
    if text.isdigit():
        return int(text) if int(text) <= 12 else 0
    return _MONTHS.index(text[:3]) + 1 if _MONTH_NAME.fullmatch(text) else 0


def _ordered(parts: dict[str, str | None]) -> dict[str, str | None]:
    """Day and month of a date with slashes, where only one order is possible."""
    first, second = int(parts["first"] or 0), int(parts["second"] or 0)
    if first != second and max(first, second) <= 12:
        return {"year": parts["year"], "month": "0"}
    day, month = max(first, second), min(first, second)
    return {"year": parts["year"], "month": str(month), "day": str(day)}


def _span(when: date | PartialDate) -> tuple[date, date]:
    if isinstance(when, date):
        return when, when
    first, last = when.month or 1, when.month or 12
    return date(when.year, first, 1), date(when.year, last, monthrange(when.year, last)[1])
