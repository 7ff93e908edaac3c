"""From one observation to a judgement on one citation, and from everything known to the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from verifier.judge.access import access_of
from verifier.judge.archive_rules import ALL_ARCHIVE_RULES
from verifier.judge.case import Case
from verifier.judge.corroboration import NOTHING_SAID, corroborate
from verifier.judge.page_rules import ALL_PAGE_RULES
from verifier.judge.preservation import ArchiveCase, preservation_of
from verifier.judge.second_opinion import in_words, second_opinion
from verifier.judge.statistics import CorpusStatistics
from verifier.judge.titles import compare, is_the_named_document, only_repeated, repeats_the_title
from verifier.model.check import PastCheck
from verifier.model.citation import Citation
from verifier.model.finding import Finding, Severity
from verifier.model.holding import Holding
from verifier.model.memento import Replay
from verifier.model.observation import Observation
from verifier.model.verdict import (
    Access,
    Conclusion,
    Identity,
    IdentityJudgement,
    PageClass,
    PageJudgement,
    Preservation,
    Verdict,
)

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_STRONGEST = "CIT110"
_LOOKS_LIKE_A_PLACEHOLDER = "CIT003"
_LOOKS_LIKE_NO_COPY = "CIT020"
_NOT_ASKED = IdentityJudgement(Identity.CANNOT_TELL, "not-fetched")
_CALLED_SO = "It reads like a page for a missing one, but all that it calls itself is the cited title."
_MAY_REPEAT = "It reads like a page for a missing one, but carries the cited title."
_MAY_BE_CALLED_SO = frozenset({PageClass.SOFT_404, PageClass.PARKED})
_PRESERVED = {
    Preservation.PRESERVED: "An archived copy was loaded and confirmed.",
    Preservation.REPORTED: "An archive reports a copy.",
    Preservation.NONE: "The archive was asked and has no usable copy.",
    Preservation.REFUSED: "The archive does not keep this page.",
}


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
        _gravest_first(findings),
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


def conclude(
    citation: Citation,
    claim_findings: Sequence[Finding],
    judgement: PageJudgement | None,
    holding: Holding | None,
    ever_answered: bool,
) -> Conclusion:
    """The verdict on a citation from all that is known: the claim's own findings, the last judgement
    (None: never asked), the archive's holding, and whether the source ever answered."""
    preservation = preservation_of(holding, citation)
    case = ArchiveCase(citation, judgement, holding, preservation, ever_answered)
    archived = [finding for rule in ALL_ARCHIVE_RULES if (finding := rule.check(case)) is not None]
    if case.cites_a_proven_copy:
        # Its address looks made up, and it is there all the same.
        claim_findings = [finding for finding in claim_findings if finding.code != _LOOKS_LIKE_NO_COPY]
    page_findings = [_at(citation, finding) for finding in judgement.findings] if judgement else []
    findings = _gravest_first([*claim_findings, *page_findings, *archived])
    witness = second_opinion(citation, judgement, holding)
    verdict = _verdict(findings, judgement, witness)
    return Conclusion(
        verdict,
        judgement.access if judgement is not None else _access_of_claim(citation),
        judgement.page_class if judgement is not None else None,
        judgement.identity if judgement is not None else _NOT_ASKED,
        preservation,
        findings,
        _reasons(verdict, citation, findings, judgement, preservation, witness),
        as_archived=None if witness is None or verdict is not Verdict.VERIFIED else witness.memento.timestamp,
    )


def stands(judgement: PageJudgement | None) -> bool:
    """Whether the page answers and is the document that the citation names.

    A paywall that shows the cited headline counts: the document exists and is the one named; CIT408
    says that not everybody can read it.
    """
    if judgement is None or judgement.identity.identity is not Identity.MATCH:
        return False
    behind_paywall = judgement.access is Access.BLOCKED and judgement.page_class is PageClass.PAYWALL
    return judgement.access in (Access.OK, Access.MOVED) or behind_paywall


def _verdict(findings: Sequence[Finding], judgement: PageJudgement | None, witness: Replay | None) -> Verdict:
    errors = {finding.code for finding in findings if finding.severity is Severity.ERROR}
    found = stands(judgement) or witness is not None
    if found:
        # A page that answers and matches outranks what its URL looks like.
        errors.discard(_LOOKS_LIKE_A_PLACEHOLDER)
    if errors:
        return Verdict.PROBLEM
    return Verdict.VERIFIED if found else Verdict.UNCONFIRMED


def _access_of_claim(citation: Citation) -> Access | None:
    if citation.source is not None:
        return None
    unsupported = citation.unusable in ("unsupported-scheme", "local-path")
    return Access.UNSUPPORTED if unsupported else Access.MALFORMED


def _reasons(
    verdict: Verdict,
    citation: Citation,
    findings: Sequence[Finding],
    judgement: PageJudgement | None,
    preservation: Preservation,
    witness: Replay | None,
) -> tuple[str, ...]:
    if citation.source is not None and judgement is None:
        first = ["It has not been checked yet."]
    elif verdict is Verdict.VERIFIED:
        first = [] if witness is None else [in_words(witness)]
    else:
        first = [finding.message for finding in findings if finding.severity is not Severity.INFO][:3]
    compared = [*judgement.identity.evidence, *judgement.evidence] if judgement is not None else []
    copy = [_PRESERVED[preservation]] if preservation in _PRESERVED else []
    return tuple(dict.fromkeys([*first, *compared, *copy]))


def _at(citation: Citation, finding: Finding) -> Finding:
    """The finding where its citation stands now: the document may have grown since it was judged."""
    now = (citation.path, citation.place, citation.index, citation.field)
    if (finding.path, finding.place, finding.index, finding.field) == now:
        return finding
    path, place, index, field = now
    return replace(finding, path=path, place=place, index=index, field=field)


def _gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    def rank(finding: Finding) -> tuple[int, bool, str]:
        return _GRAVITY[finding.severity], finding.code != _STRONGEST, finding.code

    return tuple(sorted(findings, key=rank))
