"""From one observation to a judgement on one citation."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.judge.access import access_of
from verifier.judge.case import Case
from verifier.judge.conclusions import gravest_first
from verifier.judge.corroboration import NOTHING_SAID, corroborate
from verifier.judge.page_rules import ALL_PAGE_RULES
from verifier.judge.statistics import CorpusStatistics
from verifier.judge.titles import compare, is_the_named_document, only_repeated, repeats_the_title
from verifier.model.check import PastCheck
from verifier.model.citation import Citation
from verifier.model.observation import Observation
from verifier.model.verdict import (
    Access,
    Identity,
    IdentityJudgement,
    PageClass,
    PageJudgement,
)

_CALLED_SO = "It reads like a page for a missing one, but all that it calls itself is the cited title."
_MAY_REPEAT = "It reads like a page for a missing one, but carries the cited title."
_MAY_BE_CALLED_SO = frozenset({PageClass.SOFT_404, PageClass.PARKED})


_CORROBORATING = frozenset({PageClass.DOCUMENT, PageClass.PAYWALL})
NO_STATISTICS = CorpusStatistics()


def judge_page(
    citation: Citation,
    observation: Observation,
    page_class: PageClass | None,
    class_evidence: Sequence[str],
    history: Sequence[PastCheck] = (),
    statistics: CorpusStatistics = NO_STATISTICS,
    *,
    single_fetch_suffices: bool = False,
) -> PageJudgement:
    """What one observation says about one citation. Pure and total.

    `page_class` and `class_evidence` are `extract.page_class.classify`'s, `history` the earlier checks
    of the source, newest first, `statistics` those of the corpus. A problem that rests on this fetch alone
    is a warning and needs a second fetch, unless `single_fetch_suffices` (a saved page cannot be fetched
    again).
    """
    if page_class is PageClass.SOFT_404 and is_the_named_document(citation.claim, observation):
        page_class, class_evidence = PageClass.DOCUMENT, (_CALLED_SO,)
    repeated = page_class in _MAY_BE_CALLED_SO and repeats_the_title(citation.claim, observation)
    if repeated:
        page_class, class_evidence = PageClass.DOCUMENT, (_MAY_REPEAT, *class_evidence)
    access = access_of(observation, page_class)
    identity = compare(citation.claim, observation, page_class, statistics.weights)
    if repeated:
        identity = only_repeated(identity)
    alarming = access is Access.GONE or identity.identity is Identity.MISMATCH
    confirmed = single_fetch_suffices or _said_before(citation, access, identity, history)
    compared = page_class in _CORROBORATING
    beside = corroborate(citation.claim, observation, statistics) if compared else NOTHING_SAID
    case = Case(citation, observation, access, page_class, identity, confirmed, beside)
    findings = [finding for rule in ALL_PAGE_RULES if (finding := rule.check(case)) is not None]
    return PageJudgement(
        access,
        page_class,
        identity,
        gravest_first(findings),
        needs_second_fetch=alarming and not confirmed,
        evidence=(_heard(observation), *class_evidence, *beside.sentences),
    )


def _said_before(
    citation: Citation, access: Access, identity: IdentityJudgement, history: Sequence[PastCheck]
) -> bool:
    """Whether the last conclusive check already said "gone", or "mismatch" for this citation."""
    last = next((check for check in history if check.conclusive), None)
    if last is None:
        return False
    if access is Access.GONE:
        return last.access is Access.GONE
    return identity.identity is Identity.MISMATCH and citation.key in last.mismatched


def _heard(observation: Observation) -> str:
    exchange = observation.exchange
    if exchange.failure is not None:
        return f"No answer that could be read: {exchange.failure.detail}."
    redirects = len(exchange.hops) - 1
    via = f" after {redirects} redirect{'s' if redirects > 1 else ''}" if redirects > 0 else ""
    if exchange.unchanged:
        return f"The server says{via} that the page did not change since it was read (304)."
    return f"The server answered {exchange.status}{via}."
