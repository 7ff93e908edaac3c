"""Citations and judgements made up on the spot."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.extract.observing import URL
from verifier.extract.page_class import classify
from verifier.judge.verdicts import judge_page
from verifier.model.check import PastCheck
from verifier.model.citation import Citation, Claim, Place
from verifier.model.observation import Observation
from verifier.model.verdict import Access, IdentityJudgement, PageClass, PageJudgement

KEY = "0" * 32


def cited(
    title: str | None,
    url: str = URL,
    publisher: str | None = None,
    archive_url: str | None = None,
    date: str | None = None,
) -> Citation:
    """A citation of `url` under this title."""
    claim = Claim(url, title, publisher, date, archive_url=archive_url)
    return Citation("a.md", "sources", 0, Place(4, 3), claim, url, key=KEY)


def judged(citation: Citation, observation: Observation, *history: PastCheck) -> PageJudgement:
    """What the observation says, classed as a run would class it."""
    page_class, evidence = classify(observation)
    return judge_page(citation, observation, page_class, evidence, history)


def identity(title: str | None, observation: Observation, publisher: str | None = None) -> IdentityJudgement:
    """The identity of the page for a citation under this title."""
    return judged(cited(title, publisher=publisher), observation).identity


def past(
    access: Access,
    *,
    mismatched: bool = False,
    mismatched_key: str = KEY,
    day: int = 1,
    conclusive: bool = True,
    page_class: PageClass | None = None,
) -> PastCheck:
    """A check on an earlier day."""
    keys = frozenset({mismatched_key} if mismatched else ())
    return PastCheck(1, datetime(2025, 12, day, tzinfo=UTC), access, page_class, None, keys, conclusive)
