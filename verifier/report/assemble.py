"""The report from rows that have their verdicts: every number is computed here, once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from types import MappingProxyType

from verifier.model.citation import Corpus, Document
from verifier.model.finding import Finding, Rule
from verifier.model.quotation import QuotationJudgement
from verifier.model.report import CitationRow, DocumentRow, Report, Totals
from verifier.model.run import Run
from verifier.model.verdict import Verdict
from verifier.report.attention import attention_words, rank


def assemble(
    corpus: Corpus,
    citations: Sequence[CitationRow],
    findings: Mapping[str, Sequence[Finding]],
    *,
    quotations: Mapping[str, tuple[QuotationJudgement, ...]] = MappingProxyType({}),
    rules: Mapping[str, Rule],
    run: Run | None,
    now: datetime,
    complete: bool,
) -> Report:
    """The report on `corpus`, whose citations are `citations`, in its order.

    `findings` are those about no single citation, by path, as `quotations` are; paths that are no document's
    count in the totals alone. Of `rules`, by code, the report keeps the ones that fired.
    """
    documents = _document_rows(corpus.documents, citations, findings, quotations)
    codes = _codes(citations, findings)
    return Report(
        run=run,
        generated_at=now,
        root=corpus.root,
        totals=_totals(corpus, citations, codes),
        documents=documents,
        citations=tuple(citations),
        unreadable=corpus.unreadable,
        complete=complete,
        attention=rank(documents),
        contradicted=tuple(row for row in citations if _contradicts_its_document(row)),
        rules={code: rules[code] for code in codes if code in rules},
    )


def _codes(citations: Iterable[CitationRow], findings: Mapping[str, Sequence[Finding]]) -> Mapping[str, int]:
    about_citations = chain.from_iterable(row.conclusion.findings for row in citations)
    all_findings = chain(about_citations, chain.from_iterable(findings.values()))
    return dict(sorted(Counter(finding.code for finding in all_findings).items()))


def _document_rows(
    documents: Iterable[Document],
    citations: Iterable[CitationRow],
    findings: Mapping[str, Sequence[Finding]],
    quotations: Mapping[str, tuple[QuotationJudgement, ...]],
) -> tuple[DocumentRow, ...]:
    verdicts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for row in citations:
        verdicts[row.citation.path][row.conclusion.verdict] += 1
    return tuple(
        _document_row(
            document,
            verdicts[document.path],
            tuple(findings.get(document.path, ())),
            quotations.get(document.path, ()),
        )
        for document in documents
    )


def _document_row(
    document: Document,
    verdicts: Counter[Verdict],
    findings: tuple[Finding, ...],
    quotations: tuple[QuotationJudgement, ...],
) -> DocumentRow:
    counts = verdicts[Verdict.VERIFIED], verdicts[Verdict.PROBLEM], verdicts[Verdict.UNCONFIRMED]
    attention = attention_words(*counts, document.importance, findings)
    return DocumentRow(document, *counts, attention=attention, findings=findings, quotations=quotations)


def _totals(corpus: Corpus, citations: Sequence[CitationRow], codes: Mapping[str, int]) -> Totals:
    verdicts = Counter(row.conclusion.verdict for row in citations)
    access = Counter(row.conclusion.access.value for row in citations if row.conclusion.access is not None)
    preservation = Counter(row.conclusion.preservation.value for row in citations)
    return Totals(
        documents=len(corpus.documents),
        unreadable=len(corpus.unreadable),
        citations=len(citations),
        sources=len(corpus.sources()),
        hosts=len({row.host for row in citations} - {None}),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        preservation=dict(preservation.most_common()),
        codes=codes,
        unchecked=sum(row.citation.source is not None and row.check is None for row in citations),
        access=dict(access.most_common()),
    )


def _contradicts_its_document(row: CitationRow) -> bool:
    return row.citation.claim.claims_verified and row.conclusion.verdict is Verdict.PROBLEM
