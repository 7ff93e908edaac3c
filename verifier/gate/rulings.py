"""From findings to rulings: which of them are about the change, how much each weighs, what stays the same of
it tomorrow. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from verifier.gate.policy import Policy
from verifier.model.finding import Finding
from verifier.model.gate import Level, Ruling
from verifier.model.report import CitationRow, DocumentRow, Report

_GRAVITY = {Level.FAIL: 0, Level.WARN: 1, Level.INFORM: 2}


def rulings_of(report: Report, unreadable: Iterable[Finding], policy: Policy) -> list[Ruling]:
    """Every finding of the report, and those about files that could not be read, gravest first."""
    ids = {row.document.path: row.document.id for row in report.documents}
    found = [
        ruling
        for row in report.citations
        for ruling in _about_citation(row, ids.get(row.citation.path, row.citation.path), policy)
    ]
    for row in report.documents:
        found += _about_document(row, policy)
    found += [_about_file(finding, finding.path, policy) for finding in unreadable]
    return gravest_first(found)


def gravest_first(rulings: Iterable[Ruling]) -> list[Ruling]:
    """By level, then by place; of one citation as they were: the judge says which is gravest."""
    return sorted(rulings, key=_order)


def _order(ruling: Ruling) -> tuple[int, str, int, int]:
    finding = ruling.finding
    return (
        _GRAVITY[ruling.level],
        finding.path,
        finding.place.line,
        finding.place.column,
    )


def _about_citation(row: CitationRow, document: str, policy: Policy) -> Iterator[Ruling]:
    citation, conclusion = row.citation, row.conclusion
    for finding in conclusion.findings:
        yield Ruling(
            finding,
            policy.level(finding, conclusion.verdict),
            fingerprint(document, finding.code, citation.field, citation.claim.url, citation.claim.title),
            document,
            conclusion.verdict,
            citation.claim.title,
            reasons=conclusion.reasons,
        )


def _about_document(row: DocumentRow, policy: Policy) -> Iterator[Ruling]:
    return (_about_file(finding, row.document.id, policy) for finding in row.findings)


def _about_file(finding: Finding, document: str, policy: Policy) -> Ruling:
    return Ruling(finding, policy.level(finding, None), fingerprint(document, finding.code), document)


def fingerprint(document: str, code: str, *content: str | None) -> str:
    """32 hexadecimal characters for a finding: by the document's id and what the citation says, so that
    neither its place nor the file's name is part of it."""
    return hashlib.sha256(json.dumps([document, code, *content]).encode()).hexdigest()[:32]
