"""CIT010."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote, urlsplit

from verifier.judge.dates import PartialDate, days_between, in_words, parse_date
from verifier.judge.wording import count, quote
from verifier.model.citation import Citation, Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation

RULE = Rule(
    "CIT010",
    "date-in-url-differs",
    Severity.WARNING,
    means="The citation's date and the date in its URL (/2023/05/07/, …-2023-05-07, /20230507/, or a month "
    "such as /2023/05/) are more than three days apart.",
    why="News sites build their addresses from the day of publication. A differing date is a slip of the "
    "author, the date of another thing (of the event, of the visit), or the sign of an invented citation.",
    todo="Open the page and take the date from it. If the page is right, correct the date; if the page is "
    "another one, correct the URL.",
)

_TOLERANCE = 3
"""Days: time zones, print against online, updates on the next days."""
_YEAR, _MONTH, _DAY = r"(19[89]\d|20\d\d)", r"(0?[1-9]|1[0-2])", r"(0?[1-9]|[12]\d|3[01])"
_DAY_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"/{_YEAR}/{_MONTH}/{_DAY}(?=/|$|-[a-z])",
        rf"/{_YEAR}/([a-z]{{3}})/{_DAY}/",
        rf"(?<![\w]){_YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!-?\d)(?=[-/._]|$)",
        rf"/{_YEAR}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=/|$)",
    )
)
_MONTH_FORM = re.compile(rf"/{_YEAR}[/-](0[1-9]|1[0-2])(?=/)(?!/\d\d?(?:/|$))")
_UPLOADS = re.compile(r"/(?:uploads?|files?|assets|static|attachments?|wp-content)/")
"""Where files lie by the day or month in which somebody stored them."""


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation with a date that no date in its URL's path agrees with."""
    for citation in corpus.citations():
        claimed = parse_date(citation.claim.date)
        if claimed is None or citation.source is None:
            continue
        dated = _dates(unquote(urlsplit(citation.source).path).lower())
        if not dated:
            continue
        distance, nearest = min((days_between(claimed, found), in_words(found)) for found in dated)
        if distance > _TOLERANCE:
            yield raise_on_citation(RULE, citation, _message(citation, nearest, distance))


def _message(citation: Citation, nearest: str, distance: int) -> str:
    written = quote(citation.claim.date or "")
    return f"The citation is dated {written}, but its URL says {nearest}: {count(distance, 'day')} apart."


def _dates(path: str) -> list[date | PartialDate]:
    """The days that the path names; where it names none, the months."""
    if _UPLOADS.search(path):
        return []
    days = [found for form in _DAY_FORMS for match in form.finditer(path) if (found := _day(*match.groups()))]
    if days or path.endswith(".pdf"):
        return days
    return [PartialDate(int(match[1]), int(match[2])) for match in _MONTH_FORM.finditer(path)]


def _day(year: str, month: str, day: str) -> date | PartialDate | None:
    return parse_date(f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}")
