"""The report as data: every number is computed once (`report.build`), formats only write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from verifier.model.citation import Citation, Document, Unreadable
from verifier.model.finding import Finding, Rule
from verifier.model.quotation import QuotationJudgement, Sighting
from verifier.model.run import Run
from verifier.model.verdict import Conclusion, Verdict


@dataclass(frozen=True, slots=True)
class LatestCheck:
    """The last check of a source, as far as a report shows it."""

    at: datetime
    final_url: str
    status: int | None
    failure: str | None
    """Kind and detail of the failure ("tls: certificate has expired"), None where there was an answer."""
    hops: tuple[tuple[str, int], ...] = ()
    """URL and status of every answered request."""
    seconds: float = 0.0
    body_bytes: int = 0
    language: str | None = None
    site_name: str | None = None
    published: str | None = None
    run_id: int | None = None
    text_length: int = 0
    """Characters of the page's text."""
    digest: str | None = None
    """Of the body."""
    sightings: tuple[Sighting, ...] = ()
    searched_whole: bool = True
    """As in `Page`."""


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One citation with its verdict and the evidence for it."""

    citation: Citation
    conclusion: Conclusion
    check: LatestCheck | None
    """None where the source has never been asked."""
    memento_uri: str | None = None
    """The archived copy that is known, else the one that the archive says it made."""
    first_seen: datetime | None = None
    host: str | None = None
    """The source's host; None where there is no source."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document and how it stands."""

    document: Document
    verified: int
    problems: int
    unconfirmed: int
    attention: str | None = None
    """Why a person should look, in words ("only source of an importance-9 document"); None if not."""
    findings: tuple[Finding, ...] = ()
    """Findings about the document as a whole."""
    quotations: tuple[QuotationJudgement, ...] = ()
    """What it quotes, and whether its sources say so; empty where nobody wants that checked."""

    @property
    def citations(self) -> int:
        """How many citations it has."""
        return self.verified + self.problems + self.unconfirmed


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers at the top."""

    documents: int
    unreadable: int
    citations: int
    sources: int
    hosts: int
    verdicts: Mapping[Verdict, int]
    preservation: Mapping[str, int]
    """Citations by preservation word."""
    codes: Mapping[str, int]
    """Findings by rule code."""
    unchecked: int
    """Citations whose source has never been asked."""
    access: Mapping[str, int] = field(default_factory=dict)
    """Citations by access word; one whose source has never been asked has none."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report shows."""

    run: Run | None
    """The run that it was written after; None where there was none yet."""
    generated_at: datetime
    root: str
    totals: Totals
    documents: tuple[DocumentRow, ...]
    """In the order of the paths."""
    citations: tuple[CitationRow, ...]
    """Document by document, in the order written."""
    unreadable: tuple[Unreadable, ...] = ()
    complete: bool = True
    """False where the run was interrupted: the report is marked INCOMPLETE."""
    attention: tuple[DocumentRow, ...] = ()
    """The documents that a person should look at (`DocumentRow.attention`), most pressing first."""
    contradicted: tuple[CitationRow, ...] = ()
    """Claimed verified, but: citations whose document says `verified: true` and whose verdict is
    problem."""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """By code, the texts of the rules that fired."""
