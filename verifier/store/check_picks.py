"""Which check counts: expressions that pick one by the index, so that the cost of a query grows with
the number of sources and not with the years (a window function reads every check there ever was)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from verifier.model.verdict import Access
from verifier.store import schema

_checks = schema.checks
_sources = schema.sources
_judgements = schema.judgements
_citations = schema.citations


def standing() -> ColumnElement[int]:
    """The id of the standing check of the `sources` row."""
    again = _checks.alias()

    def newest(conclusive: bool) -> ScalarSelect[int]:
        of_source = select(func.max(again.c.id)).where(again.c.source_id == _sources.c.id)
        return of_source.where(again.c.conclusive == conclusive).scalar_subquery()

    return func.coalesce(newest(conclusive=True), newest(conclusive=False))


def last_besides(accesses: Collection[Access]) -> ColumnElement[int]:
    """The id of the last conclusive check of the `sources` row whose access is none of these."""
    again = _checks.alias()
    of_source = select(func.max(again.c.id)).where(again.c.source_id == _sources.c.id)
    return of_source.where(again.c.conclusive.is_(True), again.c.access.not_in(accesses)).scalar_subquery()


def judging() -> ColumnElement[int]:
    """The id of the check whose judgements hold for the `checks` row: its own, or the one it renews."""
    renewals = schema.renewals
    renewed = select(renewals.c.renews).where(renewals.c.check_id == _checks.c.id).scalar_subquery()
    return func.coalesce(renewed, _checks.c.id)


def decisive() -> ColumnElement[int]:
    """The id of the check whose judgement of the `citations` row counts."""
    again, judged = _checks.alias(), _judgements.alias()
    of_citation = (judged.c.check_id == again.c.id) & (judged.c.citation_key == _citations.c.key)

    def newest(conclusive: bool) -> ScalarSelect[int]:
        of_source = select(again.c.id).join_from(again, judged, of_citation)
        matching = of_source.where(
            again.c.source_id == _citations.c.source_id, again.c.conclusive == conclusive
        )
        return matching.order_by(again.c.id.desc()).limit(1).scalar_subquery()

    return func.coalesce(newest(conclusive=True), newest(conclusive=False))


def oldest(limit: int) -> ColumnElement[int]:
    """The id of the oldest of the newest `limit` checks of the `sources` row."""
    again = _checks.alias()
    newest = select(again.c.id).where(again.c.source_id == _sources.c.id)
    return func.coalesce(newest.order_by(again.c.id.desc()).limit(1).offset(limit - 1).scalar_subquery(), 0)
