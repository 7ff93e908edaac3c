"""Citations that the gate judges by what was observed, because no stored judgement speaks of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from verifier.judge.statistics import CorpusStatistics
from verifier.model.citation import Corpus
from verifier.model.verdict import Access, PageJudgement
from verifier.runs.rejudging import judge_again
from verifier.runs.subjects import Subject
from verifier.store.checks import load_standing
from verifier.store.database import Connection
from verifier.store.documents import recorded_publishers, recorded_titles


def judged_again(
    connection: Connection,
    narrowed: Corpus,
    subjects: Mapping[str, Subject],
    known: Collection[str],
    besides: Collection[Access] = (),
) -> dict[str, PageJudgement]:
    """By citation key: what the standing observations of these sources say of the citations that are not
    `known`; with `besides`, the last ones whose access is none of these."""
    # Read only where the words of titles, or whose a host is, decide anything.
    statistics = CorpusStatistics(_titles(connection, narrowed), _publishers(connection, narrowed))
    judgements: dict[str, PageJudgement] = {}
    for source, subject in subjects.items():
        standing = load_standing(connection, source, besides)
        if standing is not None:
            new = [citation for citation in subject.citations if citation.key not in known]
            judgements |= judge_again(new, standing.observation, subject.history, statistics)
    return judgements


def statistics_of(connection: Connection, narrowed: Corpus) -> CorpusStatistics:
    """Of the recorded corpus and the change together."""
    titles, publishers = _titles(connection, narrowed), _publishers(connection, narrowed)
    return CorpusStatistics(tuple(titles), tuple(publishers))


def _titles(connection: Connection, narrowed: Corpus) -> Iterator[str]:
    yield from (citation.claim.title for citation in narrowed.citations() if citation.claim.title)
    yield from recorded_titles(connection)


def _publishers(connection: Connection, narrowed: Corpus) -> Iterator[tuple[str, str]]:
    for citation in narrowed.citations():
        if citation.claim.url and citation.claim.publisher:
            yield citation.claim.url, citation.claim.publisher
    yield from recorded_publishers(connection)
