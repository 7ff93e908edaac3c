"""`verifier show`: everything known about a URL or a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing

import click

from verifier.cli.settings import Settings, pass_settings
from verifier.cli.show_evidence import describe_evidence
from verifier.cli.terminal import plain
from verifier.clock import SystemClock
from verifier.errors import CorpusError
from verifier.judge.claim_rules import unreadable_document
from verifier.judge.quotations import in_sentence
from verifier.judge.wording import quote
from verifier.model.check import RecordedCheck
from verifier.model.citation import Corpus, Document
from verifier.model.exitcode import ExitCode
from verifier.model.finding import Finding
from verifier.model.report import CitationRow, DocumentRow, Report
from verifier.model.source import UnusableUrl, parse_source
from verifier.runs.reporting import stored_report
from verifier.store.checks import all_checks
from verifier.store.database import Database
from verifier.store.evidence import evidence_of
from verifier.store.location import require_database


@click.command("show")
@click.argument("target", metavar="URL|DOCUMENT")
@pass_settings
def command(settings: Settings, target: str) -> ExitCode:
    """Everything known about a cited URL, or about all citations of a document (its path or id)."""
    require_database(settings.config.store.url, settings.base)
    with closing(Database.open(settings.config.store.url, settings.base)) as database, database.read() as db:
        report = stored_report(db, SystemClock().now())
        rows = _matching(report, target)
        sources = {row.citation.source for row in rows if row.citation.source is not None}
        checks = {source: all_checks(db, source) for source in sources}
        evidence = {source: evidence_of(db, source) for source in sources}
    about_files = list(_findings_about_files(report, target))
    if not rows and not about_files:
        raise CorpusError(
            f'nothing is known about "{target}"',
            "Name a URL as a document cites it, or a document by its path or id. What a change of the "
            "documents added is known after the next: verifier run",
        )
    for row in rows:
        # The history of a source that several of these citations share is shown once.
        source = row.citation.source or ""
        own = describe_evidence(evidence.pop(source, []), settings.path(settings.config.evidence.folder))
        for line in _describe(row, checks.pop(source, []), own):
            click.echo(plain(line))
    for document in report.documents:
        if document.quotations and _is_named(document.document, target):
            for line in _describe_quotations(document):
                click.echo(plain(line))
    for finding in about_files:
        for line in _describe_finding(finding):
            click.echo(plain(line))
    return ExitCode.PASS


def _is_named(document: Document, target: str) -> bool:
    return target in (document.id, document.disputed_id) or _is_path(document.path, target)


def _is_path(path: str, target: str) -> bool:
    return target == path or target.endswith(f"/{path}")


def _matching(report: Report, target: str) -> list[CitationRow]:
    try:
        source = parse_source(target).url
    except UnusableUrl:
        source = None
    paths = {row.document.path for row in report.documents if _is_named(row.document, target)}
    return [
        row
        for row in report.citations
        if row.citation.path in paths
        or (source is not None and row.citation.source == source)
        or row.citation.claim.url == target
    ]


def _findings_about_files(report: Report, target: str) -> Iterator[Finding]:
    """What was found about a document as a whole, or why it could not be read."""
    for row in report.documents:
        if _is_named(row.document, target):
            yield from row.findings
    unread = tuple(file for file in report.unreadable if _is_path(file.path, target))
    yield from unreadable_document.check(Corpus(report.root, (), unread))


def _describe_quotations(row: DocumentRow) -> Iterator[str]:
    yield f"{row.document.path}: quotations"
    for judgement in row.quotations:
        yield f"  {judgement.quotation.place.line}: {quote(judgement.quotation.text)}"
        yield f"    {in_sentence(judgement)}"
    yield ""


def _describe_finding(finding: Finding) -> Iterator[str]:
    yield f"{finding.path}:{finding.place.line}:{finding.place.column}"
    yield f"  {finding.code} {finding.name} ({finding.severity}): {finding.message}"
    yield ""


def _describe(row: CitationRow, checks: list[RecordedCheck], own: Iterable[str]) -> Iterator[str]:
    citation, conclusion = row.citation, row.conclusion
    yield f"{citation.path}:{citation.place.line}:{citation.place.column}"
    yield f"  {conclusion.verdict}: {citation.claim.url or '(no URL)'}"
    yield from _pairs(row)
    for reason in conclusion.reasons:
        yield f"  - {reason}"
    for finding in conclusion.findings:
        yield f"  {finding.code} {finding.name} ({finding.severity}): {finding.message}"
    if checks:
        yield "  history:"
        yield from (f"    {line}" for line in map(_check_line, checks))
    yield from own
    yield ""


def _pairs(row: CitationRow) -> Iterator[str]:
    claim, conclusion = row.citation.claim, row.conclusion
    known = {
        "cited title": claim.title,
        "found title": conclusion.identity.found_title,
        "publisher": claim.publisher,
        "date": claim.date,
        "access": conclusion.access,
        "page class": conclusion.page_class,
        "identity": f"{conclusion.identity.identity} ({conclusion.identity.reason})",
        "final URL": row.check.final_url if row.check else None,
        "preservation": conclusion.preservation,
        "archived copy": row.memento_uri,
        "cited copy": claim.archive_url,
        "first seen": f"{row.first_seen:%Y-%m-%d}" if row.first_seen else None,
    }
    yield from (f"  {name + ':':<15}{value}" for name, value in known.items() if value)


def _check_line(line: RecordedCheck) -> str:
    status = line.failure or str(line.status or "")
    return f"{line.at:%Y-%m-%d %H:%M}  run {line.run_id}  {line.access}  {line.page_class or '-'}  {status}"
