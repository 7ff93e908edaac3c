"""From fetched bytes to a check: the pure calls of the middle, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType

from verifier.extract.page_class import classify
from verifier.extract.sightings import searchable
from verifier.judge.access import access_of
from verifier.judge.statistics import CorpusStatistics
from verifier.judge.verdicts import judge_page
from verifier.model.check import Check, PastCheck, Renewable, Renewal
from verifier.model.citation import Citation, Corpus
from verifier.model.observation import Exchange, Observation, Validators
from verifier.model.verdict import Access, Identity, PageClass, PageJudgement

_ANSWERS_ANYTHING = "The site answers a made-up address beside it with the same page."


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a source before it is asked."""

    citations: tuple[Citation, ...]
    history: tuple[PastCheck, ...]
    """Newest first."""
    validators: Validators | None = None
    """What to ask with whether the page changed; None where it has to be had whole."""
    renewable: Renewable | None = None
    """What holds on if it did not change; None where that has to be judged."""
    quotations: tuple[str, ...] = ()
    """What the documents that cite it quote, to be looked for in its page."""


def subjects(
    corpus: Corpus,
    history: Mapping[str, Sequence[PastCheck]],
    conditions: Mapping[str, tuple[Validators, Renewable]] = MappingProxyType({}),
    identities: Mapping[str, Identity] = MappingProxyType({}),
    searched: Mapping[str, Set[str]] = MappingProxyType({}),
) -> dict[str, Subject]:
    """Every source of the corpus with its citations and its past.

    `conditions` and `searched` (what was looked for in its page already) go by source, `identities` by
    citation: what the standing check says of it.
    """
    quotations = _quotations(corpus)
    known = {}
    for source, group in citations_by_source(corpus).items():
        validators, renewable = conditions.get(source, (None, None))
        said = {identities.get(citation.key) for citation in group}
        if said != {Identity.MATCH}:
            renewable = None
        wanted = searchable(quotations.get(source, ()))
        if Identity.MISMATCH in said or not set(wanted) <= searched.get(source, frozenset()):
            # A page that was read once must not confirm itself; nor is its text kept to be looked through.
            validators = None
        known[source] = Subject(group, tuple(history.get(source, ())), validators, renewable, wanted)
    return known


def citations_by_source(corpus: Corpus) -> dict[str, tuple[Citation, ...]]:
    """The citations that can be asked for, by source, in the order of first appearance."""
    citations: dict[str, list[Citation]] = {}
    for citation in corpus.citations():
        if citation.source is not None:
            citations.setdefault(citation.source, []).append(citation)
    return {source: tuple(group) for source, group in citations.items()}


def _quotations(corpus: Corpus) -> dict[str, dict[str, None]]:
    """By source: the texts that the documents which cite it quote."""
    found: dict[str, dict[str, None]] = {}
    for document in corpus.documents:
        texts = dict.fromkeys(quotation.text for quotation in document.quotations)
        for citation in document.citations if texts else ():
            if citation.source is not None:
                found.setdefault(citation.source, {}).update(texts)
    return found


def corpus_statistics(known: Mapping[str, Subject]) -> CorpusStatistics:
    """What the citations of all sources together tell."""
    return CorpusStatistics.of(citation.claim for subject in known.values() for citation in subject.citations)


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
