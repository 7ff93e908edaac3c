"""What is stored of the citations that the gate judges. Nothing is written or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from verifier.model.check import PastCheck
from verifier.model.citation import Corpus
from verifier.model.verdict import PageJudgement
from verifier.runs.scoping import Scope
from verifier.runs.subjects import Subject, subjects
from verifier.store.checks import history, identities_by_standing, latest_judgements
from verifier.store.database import Connection


@dataclass(frozen=True, slots=True)
class Facts:
    """The sources of the judged citations, and what is known of them."""

    known: dict[str, Subject]
    """By source."""
    judgements: dict[str, PageJudgement]
    """By citation key, where the stored result is young enough."""
    missing: tuple[str, ...]
    """Sources without such a result."""
    oldest: datetime | None
    """When the oldest result that is used was had."""

    @property
    def stored(self) -> int:
        """How many sources are judged by stored results."""
        return len(self.known) - len(self.missing)

    @property
    def seen_once(self) -> list[str]:
        """Those among them whose problem a second fetch has to confirm."""
        return [
            source
            for source, subject in self.known.items()
            if any(
                judgement.needs_second_fetch
                for citation in subject.citations
                if (judgement := self.judgements.get(citation.key)) is not None
            )
        ]


def facts_of(connection: Connection, scope: Scope, now: datetime, max_age: timedelta) -> Facts:
    """Judge by stored results that are younger than `max_age`."""
    narrowed = scope.narrowed
    known = subjects(narrowed, history(connection, narrowed.sources()))
    fresh = {
        source: at
        for source, subject in known.items()
        if (at := _last_conclusive(subject.history)) is not None and now - at <= max_age
    }
    judgements = _judgements(connection, narrowed, {source: known[source] for source in fresh})
    missing = tuple(source for source in known if source not in fresh)
    return Facts(known, judgements, missing, min(fresh.values(), default=None))


def _judgements(
    connection: Connection, narrowed: Corpus, fresh: Mapping[str, Subject]
) -> dict[str, PageJudgement]:
    """What the stored results say, by citation key."""
    keys = [citation.key for subject in fresh.values() for citation in subject.citations]
    said = identities_by_standing(connection, keys)
    judgements = {key: found for key, found in latest_judgements(connection, keys).items() if key in said}
    # A citation that left the corpus and came back has a judgement that nobody may use.
    left = [
        source
        for source, subject in fresh.items()
        if any(citation.key not in judgements for citation in subject.citations)
    ]
    if left:
        # What judges pages is slow to load, and the words of the whole corpus are weighed.
        from verifier.runs.gate_rejudging import judged_again  # noqa: PLC0415

        judgements |= judged_again(
            connection, narrowed, {source: fresh[source] for source in left}, judgements
        )
    return judgements


def _last_conclusive(checks: Sequence[PastCheck]) -> datetime | None:
    return next((check.at for check in checks if check.conclusive), None)
