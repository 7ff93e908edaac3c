"""Reports built by hand, for tests that need no judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from verifier.model.citation import (
    Citation,
    Claim,
    Corpus,
    Document,
    Place,
    Quotation,
    Unreadable,
    citation_key,
)
from verifier.model.finding import Finding, Rule, Severity
from verifier.model.quotation import QuotationJudgement, QuotationStanding, Sighting
from verifier.model.report import CitationRow, LatestCheck, Report
from verifier.model.run import Run, RunState
from verifier.model.verdict import (
    Access,
    Conclusion,
    Identity,
    IdentityJudgement,
    PageClass,
    Preservation,
    Verdict,
)
from verifier.report.assemble import assemble
from verifier.report.formats import Format

NOW = datetime(2026, 7, 3, 6, 41, 9, tzinfo=UTC)
RUN = Run(12, NOW - timedelta(hours=3), RunState.COMPLETE, NOW - timedelta(seconds=3))
GONE = Rule(
    "CIT101",
    "gone",
    Severity.ERROR,
    "The source answers that it has no such page.",
    "Readers cannot follow the citation.",
    "Cite an archived copy, or the page's new address.",
)
UNKNOWN = IdentityJudgement(Identity.CANNOT_TELL, "not-fetched")


@dataclass(frozen=True)
class Cited:
    """One citation to put into a document, with what became of it."""

    claim: Claim
    verdict: Verdict = Verdict.VERIFIED
    access: Access | None = Access.OK
    page_class: PageClass | None = PageClass.DOCUMENT
    identity: IdentityJudgement = UNKNOWN
    preservation: Preservation = Preservation.UNKNOWN
    findings: tuple[tuple[Rule, str], ...] = ()
    reasons: tuple[str, ...] = ()
    check: LatestCheck | None = None
    memento_uri: str | None = None
    source: str | None = None


def stands(url: str, title: str = "A page that stands") -> Cited:
    """A verified citation."""
    identity = IdentityJudgement(Identity.MATCH, "exact", 100.0, "og:title", title)
    reasons = (f'The page\'s own title is "{title}".',)
    return Cited(Claim(url, title), identity=identity, reasons=reasons, check=answered(url), source=url)


def fell(url: str, title: str = "A page that is gone", verified: str | None = None) -> Cited:
    """A problem: the page is gone."""
    return Cited(
        Claim(url, title, verified=verified),
        verdict=Verdict.PROBLEM,
        access=Access.GONE,
        page_class=None,
        findings=((GONE, f"{url} answers 404."),),
        reasons=("The source answers 404: it has no such page.",),
        check=answered(url, 404),
        source=url,
    )


def open_one(url: str, title: str = "A page behind a wall") -> Cited:
    """Unconfirmed: a wall."""
    return Cited(
        Claim(url, title),
        verdict=Verdict.UNCONFIRMED,
        access=Access.BLOCKED,
        page_class=PageClass.BOT_WALL,
        reasons=("The site answers with a bot wall; nothing could be established.",),
        check=answered(url, 403),
        source=url,
    )


def answered(url: str, status: int = 200, *, final_url: str | None = None) -> LatestCheck:
    """A check of `url` an hour before the report."""
    end = final_url or url
    hops = ((url, 301), (end, status)) if final_url else ((url, status),)
    return LatestCheck(NOW - timedelta(hours=1), end, status, None, hops, 0.4, 51_234, run_id=12)


@dataclass(frozen=True)
class Filed:
    """One document to put into a report."""

    path: str
    cited: Sequence[Cited]
    importance: int | None = None
    title: str | None = "A document"
    findings: tuple[Finding, ...] = ()
    quoted: Sequence[tuple[QuotationStanding, str, str]] = ()
    """Standing, words, and what the first citation's source says."""


def report_of(
    *files: Filed,
    run: Run | None = RUN,
    complete: bool = True,
    unreadable: Iterable[Unreadable] = (),
    root: str = "seeds",
) -> Report:
    """The report on these documents."""
    placed = [[_row(file, index, cited) for index, cited in enumerate(file.cited)] for file in files]
    documents = tuple(_document(file, rows) for file, rows in zip(files, placed, strict=True))
    return assemble(
        Corpus(root, documents, tuple(unreadable)),
        [row for rows in placed for row in rows],
        {file.path: file.findings for file in files if file.findings},
        quotations={file.path: _quotations(file, rows) for file, rows in zip(files, placed, strict=True)},
        rules={GONE.code: GONE},
        run=run,
        now=NOW,
        complete=complete,
    )


def _document(file: Filed, rows: Sequence[CitationRow]) -> Document:
    citations = tuple(row.citation for row in rows)
    return Document(file.path, file.path, file.title, "2021-03-18", file.importance, citations=citations)


def _quotations(file: Filed, rows: Sequence[CitationRow]) -> tuple[QuotationJudgement, ...]:
    quotations = [Quotation(text, Place(60 + line, 5)) for line, (_, text, _) in enumerate(file.quoted)]
    return tuple(
        QuotationJudgement(quotation, standing, rows[0].citation, Sighting(text, 81.5, passage))
        if passage
        else QuotationJudgement(quotation, standing, unread=1)
        for quotation, (standing, text, passage) in zip(quotations, file.quoted, strict=True)
    )


def _row(file: Filed, index: int, cited: Cited) -> CitationRow:
    place = Place(20 + 5 * index, 10)
    findings = tuple(
        Finding(rule.code, rule.name, rule.severity, file.path, place, message, cited.claim.url, index)
        for rule, message in cited.findings
    )
    key = citation_key(file.path, "sources", cited.claim, 0)
    return CitationRow(
        Citation(file.path, "sources", index, place, cited.claim, cited.source, key=key),
        _conclusion(cited, findings),
        cited.check,
        memento_uri=cited.memento_uri,
        first_seen=NOW - timedelta(days=40),
        host=cited.source and urlsplit(cited.source).hostname,
    )


def _conclusion(cited: Cited, findings: tuple[Finding, ...]) -> Conclusion:
    return Conclusion(
        cited.verdict,
        cited.access,
        cited.page_class,
        cited.identity,
        cited.preservation,
        findings,
        cited.reasons,
    )


def rendered(format_: Format, report: Report) -> bytes:
    """The whole file."""
    return b"".join(format_.render(report))
