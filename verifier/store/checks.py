"""Checks: inserted once, never changed, and read back in the shapes that plan, judge and report need.

"The standing check" of a source is the last conclusive one, or the last of any kind where none was
conclusive: a night without a network leaves no mark on what a report says. Later means recorded
later; the machine's clock may have been set back meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update

from verifier.model.check import Check, PastCheck, RecordedCheck
from verifier.model.observation import Observation
from verifier.model.report import LatestCheck
from verifier.model.verdict import Access, Identity, PageJudgement
from verifier.store import schema
from verifier.store.check_picks import decisive, oldest, standing
from verifier.store.check_rows import PAST, check_row, latest_check, past_check, recorded_check
from verifier.store.pages import insert_pages, load_page, page_row
from verifier.store.sources import chunks, note_sources

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
    _insert_judgements(connection, list(zip(ids.all(), checks, strict=True)))
    _touch_sources(connection, checks, sources)


def _insert_judgements(connection: Connection, checks: Sequence[tuple[int, Check]]) -> None:
    rows = [
        {
            "citation_key": key,
            "check_id": check_id,
            "identity": judgement.identity.identity,
            "judgement": judgement,
        }
        for check_id, check in checks
        for key, judgement in check.judgements.items()
    ]
    if rows:
        connection.execute(insert(_judgements), rows)


def _touch_sources(connection: Connection, checks: Sequence[Check], sources: dict[str, int]) -> None:
    last = {
        sources[check.source]: check.observation.exchange.started_at for check in checks if check.conclusive
    }
    if last:
        statement = update(_sources).where(_sources.c.id == bindparam("source_id"))
        rows = [{"source_id": identity, "last_check": at} for identity, at in last.items()]
        connection.execute(statement, rows)


def checked_in_run(connection: Connection, run_id: int) -> dict[str, int]:
    """By source: how many checks of it the run has; a source without one is absent."""
    statement = (
        select(_sources.c.url, func.count())
        .join_from(_checks, _sources)
        .where(_checks.c.run_id == run_id)
        .group_by(_sources.c.url)
    )
    return dict(connection.execute(statement).all())


def awaiting_second_fetch(connection: Connection, run_id: int) -> set[str]:
    """The sources whose only check in the run found a problem that a second fetch has to confirm."""
    once = (
        select(func.max(_checks.c.id))
        .where(_checks.c.run_id == run_id)
        .group_by(_checks.c.source_id)
        .having(func.count() == 1)
    )
    statement = (
        select(_sources.c.url, _judgements.c.judgement)
        .join_from(_checks, _sources)
        .join(_judgements)
        .where(_checks.c.id.in_(once))
    )
    return {row.url for row in connection.execute(statement) if row.judgement.needs_second_fetch}


def last_checked(connection: Connection) -> dict[str, datetime]:
    """By source: when its last conclusive check began; a source without one is absent."""
    statement = select(_sources.c.url, _sources.c.last_check).where(_sources.c.last_check.is_not(None))
    return {row.url: row.last_check for row in connection.execute(statement)}


def ever_answered(connection: Connection) -> set[str]:
    """The sources with any check whose access was `ok` or `moved`."""
    answered = select(_checks.c.id).where(
        _checks.c.source_id == _sources.c.id, _checks.c.access.in_([Access.OK, Access.MOVED])
    )
    return set(connection.scalars(select(_sources.c.url).where(answered.exists())))


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
    mismatch = (_judgements.c.check_id == _checks.c.id) & (_judgements.c.identity == Identity.MISMATCH)
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


def latest_checks(connection: Connection) -> dict[str, LatestCheck]:
    """By source: its standing check."""
    statement = (
        select(_sources.c.url, _checks.c.run_id, _checks.c.exchange, _pages.c.facts)
        .join_from(_sources, _checks, _checks.c.id == standing())
        .outerjoin(_pages)
    )
    return {row.url: latest_check(row) for row in connection.execute(statement)}


def latest_judgements(connection: Connection) -> dict[str, PageJudgement]:
    """By the key of each citation in the corpus: what was last said of it; absent where nothing was.

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
    rows = connection.execute(statement)
    return {row.key: row.judgement for row in rows if row.judgement is not None}


def load_observation(connection: Connection, source: str) -> Observation | None:
    """The observation of the source's standing check; None where there is no check."""
    statement = (
        select(_checks.c.exchange, _checks.c.page_digest)
        .join_from(_sources, _checks, _checks.c.id == standing())
        .where(_sources.c.url == source)
    )
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    page = None if row.page_digest is None else load_page(connection, row.page_digest)
    return Observation(row.exchange, page)


def all_checks(connection: Connection, source: str) -> list[RecordedCheck]:
    """Every check of the source, newest first."""
    statement = (
        select(_checks)
        .join_from(_checks, _sources)
        .where(_sources.c.url == source)
        .order_by(_checks.c.id.desc())
    )
    return [recorded_check(row) for row in connection.execute(statement)]
