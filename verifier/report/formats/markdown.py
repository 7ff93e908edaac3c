"""report.md: the night in a page, for a step summary, an issue or a pull request comment.

At most 65,000 characters (GitHub cuts a comment at 65,536). Text of strangers is `markdown_spans`' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.judge.wording import count
from verifier.model.citation import Place
from verifier.model.quotation import QuotationJudgement, QuotationStanding
from verifier.model.report import CitationRow, DocumentRow, Report
from verifier.model.verdict import Verdict
from verifier.report.completeness import incompleteness
from verifier.report.markdown_spans import code, fitting, sentence, verdict_table
from verifier.report.timestamps import readable

NAME = "md"
FILENAME = "report.md"
LIMIT = 65_000
"""Characters of the whole file."""

_SHARE = 15_000
"""Characters that a section before the last one may take."""


def render(report: Report) -> Iterator[bytes]:
    """The report as UTF-8 Markdown (GitHub flavoured tables)."""
    parts = [_head, _totals, _attention, _contradicted, _quotations, _unreadable]
    text = "\n".join(filter(None, (part(report) for part in parts)))
    yield f"{text}\n{_problems(report, LIMIT - len(text) - 1)}".encode()


def _head(report: Report) -> str:
    lines = [f"# Citations of {code(report.root) or 'the corpus'}", ""]
    incomplete = incompleteness(report)
    if incomplete is not None:
        said = " ".join(filter(None, (incomplete.why, sentence(incomplete.note))))
        lines += [f"> **INCOMPLETE** {said}", ""]
    run = report.run
    which = "No run yet" if run is None else f"Run {run.id}, {run.state}"
    return "\n".join([*lines, f"{which} · written {readable(report.generated_at)}", ""])


def _totals(report: Report) -> str:
    totals = report.totals
    corpus = (
        f"{count(totals.documents, 'document')}, {count(totals.sources, 'source')} on "
        f"{count(totals.hosts, 'host')}; {count(totals.unchecked, 'citation')} never asked yet, "
        f"{count(totals.unreadable, 'unreadable file')}"
    )
    return "\n".join(
        [
            *verdict_table(totals.citations, totals.verdicts),
            "",
            corpus,
            "",
        ]
    )


def _attention(report: Report) -> str:
    rows = [_document_line(row) for row in report.attention]
    return _section("## Attention first", ["| document | why |", "|---|---|"], rows, _SHARE)


def _document_line(row: DocumentRow) -> str:
    return f"| {code(row.document.path)} | {row.attention} |"


def _contradicted(report: Report) -> str:
    rows = [_citation_line(row) for row in report.contradicted]
    return _section("## Claimed verified, but …", _CITATION_HEAD, rows, _SHARE)


def _quotations(report: Report) -> str:
    rows = [_quotation_line(row, one) for row in report.documents for one in row.quotations if _lacks(one)]
    return _section(
        "## Quoted, and not found", ["| where | quoted | the source says |", "|---|---|---|"], rows, _SHARE
    )


def _lacks(judgement: QuotationJudgement) -> bool:
    return judgement.standing in (QuotationStanding.NOWHERE, QuotationStanding.DIFFERS)


def _quotation_line(row: DocumentRow, judgement: QuotationJudgement) -> str:
    quotation, sighting = judgement.quotation, judgement.sighting
    where = code(_at(row.document.path, quotation.place))
    said = "nothing like it" if sighting is None else code(sighting.passage)
    return f"| {where} | {code(quotation.text)} | {said} |"


def _unreadable(report: Report) -> str:
    rows = [
        f"| {code(_at(file.path, file.place))} | {sentence(file.message)} |" for file in report.unreadable
    ]
    return _section("## Files that could not be read", ["| where | why |", "|---|---|"], rows, _SHARE)


def _problems(report: Report, room: int) -> str:
    rows = [_citation_line(row) for row in report.citations if row.conclusion.verdict is Verdict.PROBLEM]
    section = _section("## Problems", _CITATION_HEAD, rows, room)
    return section or "No citation is known not to stand.\n"


_CITATION_HEAD = ["| where | cited | found | why | rules |", "|---|---|---|---|---|"]


def _citation_line(row: CitationRow) -> str:
    citation, conclusion = row.citation, row.conclusion
    cited = "<br>".join(filter(None, (code(citation.claim.title), code(citation.claim.url))))
    why = sentence(conclusion.reasons[0]) if conclusion.reasons else ""
    where = code(_at(citation.path, citation.place))
    cells = (where, cited, code(conclusion.identity.found_title), why, " ".join(conclusion.codes))
    return f"| {' | '.join(cells)} |"


def _at(path: str, place: Place) -> str:
    return f"{path}:{place.line}:{place.column}"


def _section(title: str, head: Iterable[str], rows: list[str], room: int) -> str:
    """The section, in at most `room` characters; what does not fit is counted. "" without rows."""
    if not rows:
        return ""
    start = "\n".join([title, "", *head, ""])
    closing = f"\n{len(rows):,} more in index.html.\n"
    kept = list(fitting(rows, room - len(start) - len(closing)))
    missing = len(rows) - len(kept)
    end = f"\n{missing:,} more in index.html.\n" if missing else ""
    return start + "".join(kept) + end
