"""Checks: inserted once, never changed, and read back in the shapes that plan, judge and report need.

"The standing check" of a source is the last conclusive one, or the last of any kind where none was
conclusive: a night without a network leaves no mark on what a report says. Later means recorded
later; the machine's clock may have been set back meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, Select, bindparam, insert, select, update

from verifier.model.check import Check, PastCheck, RecordedCheck, Renewal
from verifier.model.observation import Exchange, Observation
from verifier.model.report import LatestCheck
from verifier.model.verdict import Access, Identity, PageClass, PageJudgement
from verifier.store import schema
from verifier.store.check_picks import decisive, judging, last_besides, oldest, standing
from verifier.store.check_rows import PAST, check_row, latest_check, past_check, recorded_check, renewal_row
from verifier.store.pages import insert_pages, load_page, page_row
from verifier.store.sources import among, chunks, note_sources


@dataclass(frozen=True, slots=True)
class StandingCheck:
    """A source's standing check: enough to judge another citation by it."""

    judging_id: int
    """The check that its judgements are recorded with: itself, or the one that it renews."""
    observation: Observation


@dataclass(frozen=True, slots=True)
class StandingAnswer:
    """A source's standing check without the page: what the next request may ask for."""

    id: int
    source: str
    access: Access
    page_class: PageClass | None
    exchange: Exchange


_checks = schema.checks
_sources = schema.sources
_judgements = schema.judgements
_pages = schema.pages


def insert_checks(connection: Connection, checks: Sequence[Check]) -> None:
    """Record a batch, in the order given, in the caller's transaction.

    A source without a row gets one. Raises IntegrityError for a run or a citation key that was never
    recorded.
    """
    if not checks:
        return
    started = {check.source: check.observation.exchange.started_at for check in checks}
    sources = note_sources(connection, started)
    pages = [None if check.observation.page is None else page_row(check.observation.page) for check in checks]
    insert_pages(connection, {page["digest"]: page for page in pages if page is not None})
    rows = [
        check_row(check, sources[check.source], None if page is None else page["digest"])
        for check, page in zip(checks, pages, strict=True)
    ]
    ids = connection.scalars(insert(_checks).returning(_checks.c.id, sort_by_parameter_order=True), rows)
    judgements = [check.judgements for check in checks]
    insert_judgements(connection, zip(ids.all(), judgements, strict=True))
    _touch_sources(
        connection,
        {
            sources[check.source]: check.observation.exchange.started_at
            for check in checks
            if check.conclusive
        },
    )


def insert_renewals(connection: Connection, renewals: Sequence[Renewal]) -> None:
    """Record checks that confirm earlier ones, in the caller's transaction."""
    if not renewals:
        return
    columns = (_checks.c[name] for name in ("id", "source_id", "exchange", "page_digest"))
    wanted = [renewal.renewed.check_id for renewal in renewals]
    statement = select(*columns, judging().label("judging_id")).where(_checks.c.id.in_(wanted))
    before = {row.id: row for row in connection.execute(statement)}
    renewed = [before[identity] for identity in wanted]
    rows = [renewal_row(renewal, row) for renewal, row in zip(renewals, renewed, strict=True)]
    ids = connection.scalars(insert(_checks).returning(_checks.c.id, sort_by_parameter_order=True), rows)
    pairs = zip(ids.all(), renewed, strict=True)
    links = [{"check_id": identity, "renews": row.judging_id} for identity, row in pairs]
    connection.execute(insert(schema.renewals), links)
    _touch_sources(connection, {row["source_id"]: row["at"] for row in rows})


def insert_judgements(
    connection: Connection, drawn: Iterable[tuple[int, Mapping[str, PageJudgement]]]
) -> None:
    """Record what checks, given by id, say for citations, given by key, in the caller's transaction."""
    rows = [
        {
            "citation_key": key,
            "check_id": check_id,
            "identity": judgement.identity.identity,
            "judgement": judgement,
        }
        for check_id, judgements in drawn
        for key, judgement in judgements.items()
    ]
    if rows:
        connection.execute(insert(_judgements), rows)


def _touch_sources(connection: Connection, last: Mapping[int, datetime]) -> None:
    """Set when the last conclusive check of sources, given by id, began."""
    if last:
        statement = update(_sources).where(_sources.c.id == bindparam("source_id"))
        rows = [{"source_id": identity, "last_check": at} for identity, at in last.items()]
        connection.execute(statement, rows)


def last_checked(connection: Connection) -> dict[str, datetime]:
    """By source: when its last conclusive check began; a source without one is absent."""
    statement = select(_sources.c.url, _sources.c.last_check).where(_sources.c.last_check.is_not(None))
    return {row.url: row.last_check for row in connection.execute(statement)}


def ever_answered(connection: Connection, only: Sequence[str] | None = None) -> set[str]:
    """The sources (of `only`, else of all) that some check found there: access `ok` or `moved`, or the page
    matched a citation (a paywall that shows the cited headline)."""
    of_source = _checks.c.source_id == _sources.c.id
    answered = select(_checks.c.id).where(of_source, _checks.c.access.in_([Access.OK, Access.MOVED]))
    matched = (
        select(_checks.c.id).join(_judgements).where(of_source, _judgements.c.identity == Identity.MATCH)
    )
    statement = select(_sources.c.url).where(answered.exists() | matched.exists())
    return {url for these in among(only) for url in connection.scalars(statement.where(*these))}


def history(
    connection: Connection, sources: Sequence[str] | None, limit: int = 5
) -> dict[str, list[PastCheck]]:
    """By source, newest first, at most `limit` checks; a source without any is absent.

    `sources` None means all.
    """
    if sources is None:
        return _history(connection, limit)
    found: dict[str, list[PastCheck]] = {}
    for some in chunks(sources):
        found |= _history(connection, limit, _sources.c.url.in_(some))
    return found


def _history(
    connection: Connection, limit: int, *conditions: ColumnElement[bool]
) -> dict[str, list[PastCheck]]:
    recent = (_checks.c.source_id == _sources.c.id) & (_checks.c.id >= oldest(limit))
    mismatch = (_judgements.c.check_id == judging()) & (_judgements.c.identity == Identity.MISMATCH)
    statement = (
        select(_sources.c.url, *(_checks.c[name] for name in PAST), _judgements.c.citation_key)
        # An outer join, so that SQLite goes from the sources to their checks and not through all checks.
        .outerjoin_from(_sources, _checks, recent)
        .outerjoin(_judgements, mismatch)
        .where(*conditions)
        .order_by(_sources.c.id, _checks.c.id.desc())
    )
    found: dict[str, list[PastCheck]] = {}
    for check_id, group in groupby(connection.execute(statement), key=lambda row: row.id):
        if check_id is not None:
            rows = list(group)
            found.setdefault(rows[0].url, []).append(past_check(rows))
    return found


def latest_checks(connection: Connection, only: Sequence[str] | None = None) -> dict[str, LatestCheck]:
    """By source (of `only`, else of all): its standing check."""
    statement = (
        select(_sources.c.url, _checks.c.run_id, _checks.c.exchange, _pages.c.facts)
        .join_from(_sources, _checks, _checks.c.id == standing())
        .outerjoin(_pages)
    )
    return {
        row.url: latest_check(row)
        for these in among(only)
        for row in connection.execute(statement.where(*these))
    }


def latest_judgements(connection: Connection, keys: Iterable[str] | None = None) -> dict[str, PageJudgement]:
    """By the key of each citation in the corpus (of `keys`, else of all): what was last said of it; absent
    where nothing was.

    Taken from the last conclusive check that judged the citation, or from the last check of any kind
    where none was conclusive.
    """
    citations = schema.citations
    counts = (_judgements.c.citation_key == citations.c.key) & (_judgements.c.check_id == decisive())
    statement = (
        select(citations.c.key, _judgements.c.judgement)
        # An outer join, so that SQLite goes from the citations and not through all judgements.
        .outerjoin_from(citations, _judgements, counts)
        .where(citations.c.gone_at.is_(None))
    )
    parts = [statement] if keys is None else [statement.where(citations.c.key.in_(s)) for s in chunks(keys)]
    rows = (row for part in parts for row in connection.execute(part))
    return {row.key: row.judgement for row in rows if row.judgement is not None}


def standing_answers(connection: Connection) -> Iterator[StandingAnswer]:
    """Every standing check that has the facts of a page of a source that answers."""
    statement = (
        select(_checks.c.id, _sources.c.url, _checks.c.access, _checks.c.page_class, _checks.c.exchange)
        .join_from(_sources, _checks, _checks.c.id == standing())
        .where(_checks.c.page_digest.is_not(None), _checks.c.access.in_([Access.OK, Access.MOVED]))
    )
    for row in connection.execute(statement):
        yield StandingAnswer(*row)


def identities_by_standing(connection: Connection, keys: Iterable[str] | None = None) -> dict[str, Identity]:
    """By citation key (of `keys`, else of all): what the standing check of its source says; absent where it
    says nothing."""
    citations = schema.citations
    statement = (
        select(_judgements.c.citation_key, _judgements.c.identity)
        .join_from(_sources, _checks, _checks.c.id == standing())
        .join(_judgements, _judgements.c.check_id == judging())
        .join(citations, citations.c.key == _judgements.c.citation_key)
        .where(citations.c.source_id == _sources.c.id)
    )
    parts = [statement] if keys is None else [statement.where(citations.c.key.in_(s)) for s in chunks(keys)]
    return {row.citation_key: row.identity for part in parts for row in connection.execute(part)}


def last_checked_besides(
    connection: Connection, sources: Iterable[str], accesses: Collection[Access]
) -> dict[str, datetime]:
    """By source: when its last conclusive check began whose access is none of `accesses`; a source without
    one is absent."""
    statement = select(_sources.c.url, _checks.c.at).join_from(
        _sources, _checks, _checks.c.id == last_besides(accesses)
    )
    parts = (statement.where(_sources.c.url.in_(some)) for some in chunks(sources))
    return {row.url: row.at for part in parts for row in connection.execute(part)}


def judgements_besides(
    connection: Connection, keys: Iterable[str], accesses: Collection[Access]
) -> dict[str, PageJudgement]:
    """By citation key: what the last conclusive check of its source whose access is none of `accesses` says;
    absent where it says nothing."""
    citations = schema.citations
    statement = (
        select(_judgements.c.citation_key, _judgements.c.judgement)
        .join_from(_sources, _checks, _checks.c.id == last_besides(accesses))
        .join(_judgements, _judgements.c.check_id == judging())
        .join(citations, citations.c.key == _judgements.c.citation_key)
        .where(citations.c.source_id == _sources.c.id)
    )
    parts = (statement.where(citations.c.key.in_(some)) for some in chunks(keys))
    return {row.citation_key: row.judgement for part in parts for row in connection.execute(part)}


def load_standing(
    connection: Connection, source: str, besides: Collection[Access] = ()
) -> StandingCheck | None:
    """The standing check of a source with its observation; None where there is no check.

    With `besides`, its last conclusive check whose access is none of these.
    """
    row = connection.execute(_standing_of_source(frozenset(besides)), {"source": source}).one_or_none()
    if row is None:
        return None
    page = None if row.page_digest is None else load_page(connection, row.page_digest)
    return StandingCheck(row.judging_id, Observation(row.exchange, page))


@cache
def _standing_of_source(besides: frozenset[Access]) -> Select[int, Exchange, str | None]:
    """Made once: thousands of sources may be loaded in a row."""
    picked = last_besides(besides) if besides else standing()
    return (
        select(judging().label("judging_id"), _checks.c.exchange, _checks.c.page_digest)
        .join_from(_sources, _checks, _checks.c.id == picked)
        .where(_sources.c.url == bindparam("source"))
    )


def all_checks(connection: Connection, source: str) -> list[RecordedCheck]:
    """Every check of the source, newest first."""
    statement = (
        select(_checks)
        .join_from(_checks, _sources)
        .where(_sources.c.url == source)
        .order_by(_checks.c.id.desc())
    )
    return [recorded_check(row) for row in connection.execute(statement)]
