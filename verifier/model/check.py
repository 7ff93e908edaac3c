"""Checks: one observation with the judgements drawn from it; append-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from verifier.model.observation import Exchange, Hop, Observation
from verifier.model.verdict import Access, PageClass, PageJudgement


@dataclass(frozen=True, slots=True)
class Check:
    """One fetch of a source in a run, judged for every citation that names the source."""

    source: str
    """The normalised URL."""
    run_id: int
    observation: Observation
    access: Access
    page_class: PageClass | None
    judgements: Mapping[str, PageJudgement] = field(default_factory=dict)
    """By citation key."""
    conclusive: bool = True
    """False for a check made while this machine's own network was in doubt: evidence, no verdict."""


@dataclass(frozen=True, slots=True)
class Renewable:
    """A standing check that found the document that each citation of its source names."""

    check_id: int
    access: Access
    page_class: PageClass | None
    digest: str | None
    redirects: tuple[Hop, ...] = ()
    """The hops before the last one."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A check that has nothing new to say: by the same way as before, the server said "not modified".

    What the renewed check said goes on to hold, so that nothing is judged and no judgement stored again.
    """

    source: str
    """The normalised URL."""
    run_id: int
    exchange: Exchange
    renewed: Renewable

    @property
    def access(self) -> Access:
        """As it was."""
        return self.renewed.access

    @property
    def page_class(self) -> PageClass | None:
        """As it was."""
        return self.renewed.page_class


@dataclass(frozen=True, slots=True)
class PastCheck:
    """What a later judgement needs to know of an earlier check of the same source."""

    run_id: int
    at: datetime
    access: Access
    page_class: PageClass | None
    digest: str | None
    mismatched: frozenset[str] = frozenset()
    """The keys of the citations for which it said mismatch."""
    conclusive: bool = True


@dataclass(frozen=True, slots=True)
class RecordedCheck:
    """One line of a source's history, as a person reads it."""

    run_id: int
    at: datetime
    access: Access
    page_class: PageClass | None
    status: int | None
    final_url: str
    failure: str | None
    """Kind and detail ("tls: certificate has expired"), None where there was an answer."""
    conclusive: bool
