"""Citations that the gate judges by what was observed, because no stored judgement speaks of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from verifier.judge.statistics import CorpusStatistics
from verifier.model.citation import Corpus
from verifier.model.verdict import Access, PageJudgement
from verifier.runs.rejudging import judge_again
from verifier.runs.subjects import Subject
from verifier.store.checks import load_standing
from verifier.store.database import Connection
from verifier.store.documents import recorded_names


def judged_again(
    connection: Connection,
    narrowed: Corpus,
    subjects: Mapping[str, Subject],
    known: Collection[str],
    besides: Collection[Access] = (),
) -> dict[str, PageJudgement]:
    """By citation key: what the standing observations of these sources say of the citations that are not
    `known`; with `besides`, the last ones whose access is none of these."""
    statistics = statistics_of(connection, narrowed)
    judgements: dict[str, PageJudgement] = {}
    for source, subject in subjects.items():
        standing = load_standing(connection, source, besides)
        if standing is not None:
            new = [citation for citation in subject.citations if citation.key not in known]
            judgements |= judge_again(new, standing.observation, subject.history, statistics)
    return judgements


def statistics_of(connection: Connection, narrowed: Corpus) -> CorpusStatistics:
    """Of the recorded corpus and the change together."""
    claims = [citation.claim for citation in narrowed.citations()]
    return CorpusStatistics([*claims, *recorded_names(connection)])
