"""What is stored of the citations that the gate judges. Nothing is written or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from verifier.judge.statistics import CorpusStatistics
from verifier.model.check import PastCheck
from verifier.model.citation import Corpus
from verifier.model.verdict import PageJudgement
from verifier.runs.judging import Subject, subjects
from verifier.runs.rejudging import judge_again
from verifier.runs.scoping import Scope
from verifier.store.checks import history, identities_by_standing, latest_judgements, load_standing
from verifier.store.database import Connection
from verifier.store.documents import load_corpus


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


def statistics_of(connection: Connection, narrowed: Corpus) -> CorpusStatistics:
    """Of the recorded corpus and the change together."""
    claims = [citation.claim for citation in narrowed.citations()]
    recorded = load_corpus(connection)
    if recorded is not None:
        claims += [citation.claim for citation in recorded.citations()]
    return CorpusStatistics.of(claims)


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
    if not left:
        return judgements
    # It takes as long as all the rest: the words of the whole corpus are weighed.
    statistics = statistics_of(connection, narrowed)
    for source in left:
        standing = load_standing(connection, source)
        if standing is not None:
            new = [citation for citation in fresh[source].citations if citation.key not in judgements]
            judgements |= judge_again(new, standing.observation, fresh[source].history, statistics)
    return judgements


def _last_conclusive(checks: Sequence[PastCheck]) -> datetime | None:
    return next((check.at for check in checks if check.conclusive), None)
