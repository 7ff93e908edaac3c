"""Checks as rows, and rows as what the rest of the program calls them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from verifier.model.check import Check, PastCheck, RecordedCheck, Renewal
from verifier.model.observation import Exchange, Page
from verifier.model.report import LatestCheck
from verifier.store.codec import decode

PAST = ("id", "run_id", "at", "access", "page_class", "body_digest", "conclusive")
"""The columns of `checks` that `past_check` needs: without the exchange, which takes long to decode."""


def check_row(check: Check, source_id: int, page_digest: str | None) -> dict[str, Any]:
    """The row of `checks` without its id."""
    exchange = check.observation.exchange
    return {
        "source_id": source_id,
        "run_id": check.run_id,
        "at": exchange.started_at,
        "access": check.access,
        "page_class": check.page_class,
        "conclusive": check.conclusive,
        "body_digest": exchange.digest,
        "exchange": exchange,
        "page_digest": page_digest,
    }


def renewal_row(renewal: Renewal, before: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """The row of `checks` without its id, from the row of the check that is renewed."""
    exchange = before.exchange.confirmed_by(renewal.exchange)
    return {
        "source_id": before.source_id,
        "run_id": renewal.run_id,
        "at": exchange.started_at,
        "access": renewal.access,
        "page_class": renewal.page_class,
        "conclusive": True,
        "body_digest": exchange.digest,
        "exchange": exchange,
        "page_digest": before.page_digest,
    }


def past_check(rows: Sequence[Row[*tuple[Any, ...]]]) -> PastCheck:
    """From the rows of one check, one for each citation that it said mismatch for."""
    first = rows[0]
    return PastCheck(
        run_id=first.run_id,
        at=first.at,
        access=first.access,
        page_class=first.page_class,
        digest=first.body_digest,
        mismatched=frozenset(row.citation_key for row in rows if row.citation_key is not None),
        conclusive=first.conclusive,
    )


def latest_check(row: Row[*tuple[Any, ...]]) -> LatestCheck:
    """From the run id, the exchange and the facts of the page, None where there is none."""
    exchange: Exchange = row.exchange
    page = Page(kind="other") if row.facts is None else decode(Page, row.facts)
    return LatestCheck(
        at=exchange.started_at,
        final_url=exchange.final_url,
        status=exchange.status,
        failure=_failure(exchange),
        hops=tuple((hop.url, hop.status) for hop in exchange.hops),
        seconds=exchange.seconds,
        body_bytes=exchange.body_bytes,
        language=page.language,
        site_name=page.site_name,
        published=page.published,
        run_id=row.run_id,
        text_length=page.text_length,
        digest=exchange.digest,
        sightings=page.sightings,
        searched_whole=page.searched_whole and exchange.body_complete,
    )


def recorded_check(row: Row[*tuple[Any, ...]]) -> RecordedCheck:
    """From the row of `checks`."""
    exchange: Exchange = row.exchange
    return RecordedCheck(
        run_id=row.run_id,
        at=row.at,
        access=row.access,
        page_class=row.page_class,
        status=exchange.status,
        final_url=exchange.final_url,
        failure=_failure(exchange),
        conclusive=row.conclusive,
    )


def _failure(exchange: Exchange) -> str | None:
    failure = exchange.failure
    return None if failure is None else f"{failure.kind}: {failure.detail}"
