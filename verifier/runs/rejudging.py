"""Judging new or edited citations by what is stored: their sources need not be asked again."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from verifier.extract.page_class import classify
from verifier.judge.titles import TitleWeights
from verifier.judge.verdicts import judge_page
from verifier.model.check import PastCheck
from verifier.model.citation import Citation
from verifier.model.observation import Observation
from verifier.model.verdict import PageJudgement
from verifier.runs.judging import Subject
from verifier.store.checks import insert_judgements, load_standing
from verifier.store.database import Connection


def judge_from_store(
    connection: Connection,
    known: Mapping[str, Subject],
    judged: Container[str],
    weights: TitleWeights,
) -> dict[str, PageJudgement]:
    """By citation key: judgements drawn now for the citations that are not in `judged`.

    A citation whose source has no check stays absent. They are recorded with the standing check of the
    source, in the caller's transaction.
    """
    drawn: dict[str, PageJudgement] = {}
    for source, subject in known.items():
        missing = [citation for citation in subject.citations if citation.key not in judged]
        if not missing or not subject.history:
            continue
        standing = load_standing(connection, source)
        if standing is not None:
            said = _judge(missing, standing.observation, subject.history, weights)
            insert_judgements(connection, [(standing.id, said)])
            drawn |= said
    return drawn


def _judge(
    citations: Sequence[Citation],
    observation: Observation,
    history: Sequence[PastCheck],
    weights: TitleWeights,
) -> dict[str, PageJudgement]:
    page_class, evidence = classify(observation)
    # A check is no witness for itself.
    earlier = [check for check in history if check.at < observation.exchange.started_at]
    return {
        citation.key: judge_page(citation, observation, page_class, evidence, earlier, weights)
        for citation in citations
    }
