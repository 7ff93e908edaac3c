"""What is stored of the citations that the gate judges. Nothing is written or asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from verifier.judge.statistics import CorpusStatistics
from verifier.model.check import PastCheck
from verifier.model.verdict import PageJudgement
from verifier.runs.judging import Subject, subjects
from verifier.runs.rejudging import judge_again
from verifier.runs.scoping import Scope
from verifier.store.checks import history, load_standing
from verifier.store.database import Connection
from verifier.store.documents import load_corpus


@dataclass(frozen=True, slots=True)
class Facts:
    """The sources of the judged citations, and what is known of them."""

    known: dict[str, Subject]
    """By source."""
    statistics: CorpusStatistics
    """Of the recorded corpus and the change together."""
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
    sources = narrowed.sources()
    known = subjects(narrowed, history(connection, sources))
    recorded = load_corpus(connection)
    claims = [citation.claim for citation in scope.corpus.citations()]
    if recorded is not None:
        claims += [citation.claim for citation in recorded.citations()]
    statistics = CorpusStatistics.of(claims)
    judgements: dict[str, PageJudgement] = {}
    missing: list[str] = []
    used: list[datetime] = []
    for source, subject in known.items():
        at = _last_conclusive(subject.history)
        standing = None if at is None or now - at > max_age else load_standing(connection, source)
        if standing is None or at is None:
            missing.append(source)
            continue
        used.append(at)
        judgements |= judge_again(subject.citations, standing.observation, subject.history, statistics)
    return Facts(known, statistics, judgements, tuple(missing), min(used, default=None))


def _last_conclusive(checks: Sequence[PastCheck]) -> datetime | None:
    return next((check.at for check in checks if check.conclusive), None)
