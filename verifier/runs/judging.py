"""From fetched bytes to a check: the pure calls of the middle, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verifier.extract.page import read_page
from verifier.extract.page_class import classify
from verifier.fetch.interface import Fetched
from verifier.judge.access import access_of
from verifier.judge.titles import TitleWeights
from verifier.judge.verdicts import judge_page
from verifier.model.check import Check, PastCheck
from verifier.model.citation import Citation, Corpus
from verifier.model.observation import Observation
from verifier.model.verdict import Identity


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a source before it is asked."""

    citations: tuple[Citation, ...]
    history: tuple[PastCheck, ...]
    """Newest first."""


def subjects(corpus: Corpus, history: Mapping[str, Sequence[PastCheck]]) -> dict[str, Subject]:
    """Every source of the corpus with its citations and its past."""
    citations: dict[str, list[Citation]] = {}
    for citation in corpus.citations():
        if citation.source is not None:
            citations.setdefault(citation.source, []).append(citation)
    return {
        source: Subject(tuple(group), tuple(history.get(source, ()))) for source, group in citations.items()
    }


def judge_fetched(
    fetched: Fetched, subject: Subject, run_id: int, source: str, weights: TitleWeights
) -> Check:
    """The check that one finished fetch makes. Pure."""
    exchange = fetched.exchange
    page = None
    if fetched.body:
        page = read_page(fetched.body, exchange.headers.get("content-type", ""), exchange.final_url)
    observation = Observation(exchange, page)
    page_class, evidence = classify(observation)
    judgements = {
        citation.key: judge_page(citation, observation, page_class, evidence, subject.history, weights)
        for citation in subject.citations
    }
    access = access_of(observation, page_class)
    conclusive = exchange.failure is None or not exchange.failure.mine
    return Check(source, run_id, observation, access, page_class, judgements, conclusive)


def needs_second_fetch(check: Check) -> bool:
    """Whether a problem rests on this check alone."""
    return any(judgement.needs_second_fetch for judgement in check.judgements.values())


def past(check: Check) -> PastCheck:
    """The check as a later judgement sees it."""
    mismatched = frozenset(
        key for key, judgement in check.judgements.items() if judgement.identity.identity is Identity.MISMATCH
    )
    exchange = check.observation.exchange
    return PastCheck(
        check.run_id,
        exchange.started_at,
        check.access,
        check.page_class,
        exchange.digest,
        mismatched,
        check.conclusive,
    )
