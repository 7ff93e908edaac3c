"""Publisher and date of a page beside those of the citation: they corroborate and never decide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from verifier.judge.dates import PartialDate, days_between, in_words, parse_date
from verifier.judge.languages import STOPWORDS
from verifier.judge.statistics import CorpusStatistics
from verifier.judge.wording import count, quote
from verifier.model.address import host_of
from verifier.model.citation import Claim
from verifier.model.observation import Observation, Page
from verifier.model.text import squeeze, tokens

DAYS = 3
"""Days: time zones, print against online, updates on the next days."""
_ISO = re.compile(r"\d{4}-\d\d-\d\dT")
_SHORTEST_PART = 3
"""Letters of a name that may stand in another one."""
_ALIKE = 85.0
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Corroboration:
    """How publisher and date agree; None where one side says nothing of it."""

    publisher: bool | None = None
    date: bool | None = None
    sentences: tuple[str, ...] = ()
    """What was compared."""
    found_publisher: str | None = None
    found_date: str | None = None
    days: int = 0
    """Between the two dates."""


NOTHING_SAID = Corroboration()


def corroborate(claim: Claim, observation: Observation, statistics: CorpusStatistics) -> Corroboration:
    """Compare the two. Pure and total."""
    page = observation.page
    if page is None:
        return NOTHING_SAID
    found = page.publisher or page.site_name
    publisher = _publisher(claim, page, observation, statistics)
    cited_date, page_date = parse_date(claim.date), _page_date(page)
    days = days_between(cited_date, page_date) if cited_date and page_date else 0
    agreed = days <= DAYS if cited_date and page_date else None
    return Corroboration(
        publisher,
        agreed,
        tuple(_sentences(claim, publisher, found, cited_date, page_date, days)),
        found,
        in_words(page_date) if page_date else None,
        days,
    )


def _publisher(
    claim: Claim, page: Page, observation: Observation, statistics: CorpusStatistics
) -> bool | None:
    cited = (claim.publisher or "")[:_LONGEST]
    said = [name[:_LONGEST] for name in (page.publisher, page.site_name) if name]
    if not squeeze(cited) or not said:
        return None
    hosts = {host_of(observation.exchange.url), host_of(observation.exchange.final_url)}
    known = {name for host in hosts for name in statistics.publishers_of(host)}
    labels = {
        squeeze(label) for host in hosts for label in host.split(".")[:-1] if len(label) >= _SHORTEST_PART
    }
    return squeeze(cited) in known | labels or any(_same_name(cited, name) for name in said)


def _same_name(one: str, other: str) -> bool:
    """Whether two names may be one publisher's: a part, a small difference, or the initials."""
    short, long = sorted((_words_of(one), _words_of(other)), key=len)
    if squeeze(one) == squeeze(other) or (short and short <= long):
        return True
    from rapidfuzz import fuzz  # noqa: PLC0415 - who only names the rules starts without it

    return fuzz.token_set_ratio(one.lower(), other.lower()) >= _ALIKE or bool(_initials(one, other))


def _words_of(name: str) -> set[str]:
    return {word for word in tokens(name) if word not in STOPWORDS}


def _initials(one: str, other: str) -> set[str]:
    """The initials that one name consists of and that the other one has."""
    return {
        short
        for short, long in ((squeeze(one), tokens(other)), (squeeze(other), tokens(one)))
        for letters in (long, [word for word in long if word not in STOPWORDS])
        if len(letters) > 1 and short == "".join(word[0] for word in letters)
    }


def _page_date(page: Page) -> date | PartialDate | None:
    said = (page.published or "").strip()
    return parse_date(said) or (parse_date(said[:10]) if _ISO.match(said) else None)


def _sentences(
    claim: Claim,
    publisher: bool | None,
    found: str | None,
    cited_date: date | PartialDate | None,
    page_date: date | PartialDate | None,
    days: int,
) -> Iterable[str]:
    if publisher is True:
        yield f"The publisher agrees: {quote(claim.publisher or '')}."
    elif publisher is False:
        cited = quote(claim.publisher or "")
        yield f"The citation names {cited} as publisher, the page {quote(found or '')}."
    if cited_date and page_date:
        apart = "they agree" if not days else f"{count(days, 'day')} apart"
        yield f"The citation is dated {in_words(cited_date)}, the page {in_words(page_date)}: {apart}."
