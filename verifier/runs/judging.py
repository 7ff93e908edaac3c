"""From fetched bytes to a check: the pure calls of the middle, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.extract.page_class import classify
from verifier.judge.access import access_of
from verifier.judge.statistics import CorpusStatistics
from verifier.judge.verdicts import judge_page
from verifier.model.check import Check, PastCheck, Renewal
from verifier.model.observation import Exchange, Observation
from verifier.model.verdict import Access, Identity, PageClass, PageJudgement
from verifier.runs.subjects import Subject

_ANSWERS_ANYTHING = "The site answers a made-up address beside it with the same page."


def corpus_statistics(known: Mapping[str, Subject]) -> CorpusStatistics:
    """What the citations of all sources together tell."""
    claims = [citation.claim for subject in known.values() for citation in subject.citations]
    return CorpusStatistics.of(claims)


def judge(
    observation: Observation,
    subject: Subject,
    run_id: int,
    source: str,
    statistics: CorpusStatistics,
    *,
    answers_anything: bool = False,
) -> Check:
    """The check that one finished fetch makes. Pure."""
    page_class, evidence = classify(observation)
    if answers_anything and page_class is PageClass.DOCUMENT:
        page_class, evidence = PageClass.SOFT_404, (_ANSWERS_ANYTHING,)
    judgements = {
        citation.key: judge_page(citation, observation, page_class, evidence, subject.history, statistics)
        for citation in subject.citations
    }
    access, page_class = _as_judged(judgements.values()) or (access_of(observation, page_class), page_class)
    failure = observation.exchange.failure
    conclusive = failure is None or not failure.mine
    return Check(source, run_id, observation, access, page_class, judgements, conclusive)


def renewal(exchange: Exchange, subject: Subject, run_id: int) -> Renewal | None:
    """The check that an exchange makes which only says that all is as it was; None for any other."""
    known = subject.renewable
    if known is None or not exchange.unchanged or exchange.hops[:-1] != known.redirects:
        return None
    return Renewal(exchange.url, run_id, exchange, known)


def _as_judged(judgements: Iterable[PageJudgement]) -> tuple[Access, PageClass | None] | None:
    """What all citations agree on: a cited title can show that what looks like an error page is none."""
    said = {(judgement.access, judgement.page_class) for judgement in judgements}
    return said.pop() if len(said) == 1 else None


def needs_second_fetch(check: Check | Renewal) -> bool:
    """Whether a problem rests on this check alone."""
    if isinstance(check, Renewal):
        return False
    return any(judgement.needs_second_fetch for judgement in check.judgements.values())


def past(check: Check | Renewal) -> PastCheck:
    """The check as a later judgement sees it."""
    if isinstance(check, Renewal):
        at = check.exchange.started_at
        return PastCheck(check.run_id, at, check.access, check.page_class, check.renewed.digest)
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
