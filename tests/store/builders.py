"""Small worlds for the store's tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from verifier.model.check import Check
from verifier.model.citation import Citation, Claim, Corpus, Document, Place, citation_key
from verifier.model.observation import Exchange, Hop, Observation, Page, TitleCandidate
from verifier.model.quotation import Sighting
from verifier.model.source import UnusableUrl, parse_source
from verifier.model.verdict import Access, Identity, IdentityJudgement, PageClass, PageJudgement
from verifier.store.database import Database

NOTHING_SAID: Mapping[str, PageJudgement] = {}
NOW = datetime(2026, 3, 1, 3, 17, tzinfo=UTC)


@contextmanager
def undone(database: Database) -> Iterator[Connection]:
    """A writing transaction that leaves nothing behind."""
    with suppress(_Undo), database.write() as connection:
        yield connection
        raise _Undo


class _Undo(Exception):
    pass


def later(days: float) -> datetime:
    return NOW + timedelta(days=days)


def citation(document: str, index: int, url: str | None, title: str | None = None) -> Citation:
    claim = Claim(url=url, title=title)
    source, unusable = None, None
    try:
        source = parse_source(url).url
    except UnusableUrl as error:
        unusable = error.kind.value
    key = citation_key(document, "sources", claim, 0)
    return Citation(f"{document}.md", "sources", index, Place(5 + index, 8), claim, source, unusable, key)


def document(name: str, urls: Sequence[str | None]) -> Document:
    citations = tuple(citation(name, index, url) for index, url in enumerate(urls))
    return Document(f"{name}.md", name, name.title(), "2021-03-18", 9, "d" * 64, citations)


def corpus(**documents: Sequence[str | None]) -> Corpus:
    """Documents by name, with the URLs that they cite."""
    return Corpus("seeds", tuple(document(name, urls) for name, urls in sorted(documents.items())))


def page(words: int = 5) -> Page:
    return Page(
        kind="html",
        titles=(TitleCandidate("og:title", "Gauge theory"), TitleCandidate("h1", "Gauge")),
        site_name="Example Post",
        published="2021-03-18",
        language="en",
        text_length=1234,
        lead="The first words. " * 30,
        words=frozenset(f"word{number}" for number in range(words)),
        link_density=0.125,
        rich=True,
        markers=("cloudflare-challenge",),
        sightings=(Sighting("what somebody said", 93.5, "what anybody said"),),
    )


def observation(source: str, at: datetime = NOW, found: Page | None = None) -> Observation:
    hops = (Hop(source, 301, source + "/final"), Hop(source + "/final", 200))
    headers = {"content-type": "text/html; charset=utf-8"}
    exchange = Exchange(source, at, 0.25, hops, None, headers, body_bytes=4096, digest="b" * 64)
    return Observation(exchange, found)


def judgement(identity: Identity = Identity.MATCH, reason: str = "exact") -> PageJudgement:
    compared = IdentityJudgement(identity, reason, 97.5, "og:title", "Gauge theory", ("they agree",))
    return PageJudgement(Access.OK, PageClass.DOCUMENT, compared, evidence=("it answered 200",))


def check(
    source: str,
    run_id: int,
    at: datetime = NOW,
    access: Access = Access.OK,
    *,
    said: Mapping[str, PageJudgement] = NOTHING_SAID,
    conclusive: bool = True,
    found: Page | None = None,
) -> Check:
    """`said` by citation key."""
    page_class = PageClass.DOCUMENT if access is Access.OK else None
    seen = observation(source, at, found)
    return Check(source, run_id, seen, access, page_class, said, conclusive)
