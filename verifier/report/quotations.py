"""From citations that have their verdicts to what their documents quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verifier.judge.quotations import NOTHING, SearchedSource, judge_quotations
from verifier.model.citation import Corpus
from verifier.model.quotation import QuotationJudgement
from verifier.model.report import CitationRow
from verifier.model.verdict import Identity, PageClass


def judged_quotations(
    corpus: Corpus, rows: Sequence[CitationRow]
) -> Mapping[str, tuple[QuotationJudgement, ...]]:
    """By path, of the documents that quote something: every quotation with what its sources say."""
    quoting = {document.path for document in corpus.documents if document.quotations}
    searched = {row.citation.key: _searched(row) for row in rows if row.citation.path in quoting}
    return {
        document.path: judge_quotations(document, lambda citation: searched[citation.key])
        for document in corpus.documents
        if document.quotations
    }


def _searched(row: CitationRow) -> SearchedSource:
    check, conclusion = row.check, row.conclusion
    if check is None:
        return NOTHING
    is_document = conclusion.page_class is PageClass.DOCUMENT
    return SearchedSource(
        check.sightings,
        is_document and conclusion.identity.identity is not Identity.MISMATCH,
        check.text_length,
        check.searched_whole,
        check.language,
    )
