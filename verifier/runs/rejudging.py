"""Judging new or edited citations by what is stored: their sources need not be asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verifier.extract.page_class import classify
from verifier.judge.statistics import CorpusStatistics
from verifier.judge.verdicts import judge_page
from verifier.model.check import PastCheck
from verifier.model.citation import Citation
from verifier.model.observation import Observation
from verifier.model.verdict import PageJudgement
from verifier.runs.subjects import Subject
from verifier.store.checks import identities_by_standing, insert_judgements, load_standing
from verifier.store.database import Connection


def judge_from_store(
    connection: Connection, known: Mapping[str, Subject], statistics: CorpusStatistics
) -> int:
    """Judge the citations of which the standing check of their source says nothing yet; how many.

    They are new, were edited, or came back into the corpus. What is said of them is recorded with that
    check, in the caller's transaction. A citation whose source has no check stays without judgement.
    """
    judged = identities_by_standing(connection)
    drawn = 0
    for source, subject in known.items():
        missing = [citation for citation in subject.citations if citation.key not in judged]
        if not missing or not subject.history:
            continue
        standing = load_standing(connection, source)
        if standing is not None:
            said = judge_again(missing, standing.observation, subject.history, statistics)
            insert_judgements(connection, [(standing.judging_id, said)])
            drawn += len(said)
    return drawn


def judge_again(
    citations: Sequence[Citation],
    observation: Observation,
    history: Sequence[PastCheck],
    statistics: CorpusStatistics,
) -> dict[str, PageJudgement]:
    """What an observation says of citations, by key: as it would have been said when it was made."""
    page_class, evidence = classify(observation)
    earlier = _before(observation, history)
    return {
        citation.key: judge_page(citation, observation, page_class, evidence, earlier, statistics)
        for citation in citations
    }


def _before(observation: Observation, history: Sequence[PastCheck]) -> Sequence[PastCheck]:
    """The checks that were recorded before the one of `observation`, which is no witness for itself."""
    moments = [check.at for check in history]
    moment = observation.exchange.started_at
    return history[moments.index(moment) + 1 :] if moment in moments else history
