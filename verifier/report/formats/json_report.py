"""report.json: everything, exactly, for programs. `report.schema.json` in this package describes it.

One document and one citation a line, so that two nights can be compared with diff.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from verifier.model.citation import Unreadable
from verifier.model.finding import Finding
from verifier.model.quotation import QuotationJudgement
from verifier.model.report import CitationRow, DocumentRow, Report, Totals
from verifier.model.run import Run
from verifier.report.json_text import encoded, lines, object_of
from verifier.report.timestamps import iso

NAME = "json"
FILENAME = "report.json"
SCHEMA = "verifier-report-1"

_Record = Mapping[str, object]


def render(report: Report) -> Iterator[bytes]:
    """The report as UTF-8 JSON."""
    members: list[tuple[str, Iterable[str]]] = [
        ("schema", [encoded(SCHEMA)]),
        ("run", [encoded(_run(report.run))]),
        ("generated_at", [encoded(iso(report.generated_at))]),
        ("root", [encoded(report.root)]),
        ("complete", [encoded(report.complete)]),
        ("totals", [encoded(_totals(report.totals))]),
        ("attention", lines(row.document.path for row in report.attention)),
        ("claimed_verified_but", lines(row.citation.key for row in report.contradicted)),
        ("documents", lines(map(_document, report.documents))),
        ("citations", lines(map(_citation, report.citations))),
        ("unreadable", lines(map(_unreadable, report.unreadable))),
    ]
    yield from (part.encode() for part in object_of(members))


def _run(run: Run | None) -> _Record | None:
    if run is None:
        return None
    return {
        "id": run.id,
        "started_at": iso(run.started_at),
        "finished_at": iso(run.finished_at),
        "state": run.state,
        "note": run.note,
    }


def _totals(totals: Totals) -> _Record:
    return {
        "documents": totals.documents,
        "unreadable": totals.unreadable,
        "citations": totals.citations,
        "sources": totals.sources,
        "hosts": totals.hosts,
        "unchecked": totals.unchecked,
        "verdicts": dict(totals.verdicts),
        "access": dict(totals.access),
        "preservation": dict(totals.preservation),
        "codes": dict(totals.codes),
    }


def _document(row: DocumentRow) -> _Record:
    document = row.document
    return {
        "path": document.path,
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "importance": document.importance,
        "citations": row.citations,
        "verified": row.verified,
        "problems": row.problems,
        "unconfirmed": row.unconfirmed,
        "attention": row.attention,
        "findings": [_finding(finding) for finding in row.findings],
        "quotations": [_quotation(judgement) for judgement in row.quotations],
    }


def _quotation(judgement: QuotationJudgement) -> _Record:
    place, citation, sighting = judgement.quotation.place, judgement.citation, judgement.sighting
    return {
        "line": place.line,
        "column": place.column,
        "text": judgement.quotation.text,
        "standing": judgement.standing,
        "citation": None if citation is None else citation.key,
        "url": None if citation is None else citation.claim.url,
        "score": None if sighting is None else sighting.score,
        "passage": None if sighting is None else sighting.passage,
        "unread": judgement.unread,
    }


def _citation(row: CitationRow) -> _Record:
    conclusion = row.conclusion
    return {
        **_claim(row),
        "verdict": conclusion.verdict,
        "access": conclusion.access,
        "page_class": conclusion.page_class,
        "identity": conclusion.identity.identity,
        "reason": conclusion.identity.reason,
        "score": None if conclusion.identity.score is None else round(conclusion.identity.score, 1),
        "matched_field": conclusion.identity.field,
        "preservation": conclusion.preservation,
        "as_archived": conclusion.as_archived,
        "codes": list(conclusion.codes),
        "findings": [_finding(finding) for finding in conclusion.findings],
        "reasons": list(conclusion.reasons),
        "found_title": conclusion.identity.found_title,
        **_check(row),
        "memento": row.memento_uri,
        "first_seen": iso(row.first_seen),
    }


def _claim(row: CitationRow) -> _Record:
    citation, claim = row.citation, row.citation.claim
    return {
        "path": citation.path,
        "line": citation.place.line,
        "column": citation.place.column,
        "index": citation.index,
        "field": citation.field,
        "key": citation.key,
        "url": claim.url,
        "source": citation.source,
        "title": claim.title,
        "publisher": claim.publisher,
        "date": claim.date,
        "tier": claim.tier,
        "archive_url": claim.archive_url,
    }


def _check(row: CitationRow) -> _Record:
    check = row.check
    return {
        "final_url": None if check is None else check.final_url,
        "status": None if check is None else check.status,
        "failure": None if check is None else check.failure,
        "hops": [] if check is None else [{"url": url, "status": status} for url, status in check.hops],
        "checked_at": None if check is None else iso(check.at),
    }


def _finding(finding: Finding) -> _Record:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "line": finding.place.line,
        "column": finding.place.column,
        "message": finding.message,
    }


def _unreadable(unreadable: Unreadable) -> _Record:
    place = unreadable.place
    return {
        "path": unreadable.path,
        "line": place.line,
        "column": place.column,
        "message": unreadable.message,
    }
