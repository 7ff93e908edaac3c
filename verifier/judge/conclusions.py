"""From everything known of a citation to the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from verifier.judge.archive_rules import ALL_ARCHIVE_RULES
from verifier.judge.preservation import ArchiveCase, preservation_of
from verifier.judge.second_opinion import in_words, second_opinion
from verifier.model.citation import Citation
from verifier.model.finding import Finding, Severity
from verifier.model.holding import Holding
from verifier.model.memento import Replay
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
_PRESERVED = {
    Preservation.PRESERVED: "An archived copy was loaded and confirmed.",
    Preservation.REPORTED: "An archive reports a copy.",
    Preservation.NONE: "The archive was asked and has no usable copy.",
    Preservation.REFUSED: "The archive does not keep this page.",
}


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
    findings = gravest_first([*claim_findings, *page_findings, *archived])
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


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, and among them the strongest word."""

    def rank(finding: Finding) -> tuple[int, bool, str]:
        return _GRAVITY[finding.severity], finding.code != _STRONGEST, finding.code

    return tuple(sorted(findings, key=rank))
