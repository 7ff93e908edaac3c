"""What the page shows without its script: the shares of the bar, and the first of each list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from verifier.model.citation import Unreadable
from verifier.model.report import CitationRow, DocumentRow, Report
from verifier.model.verdict import Verdict

DOCUMENTS_SHOWN = 40
"""Documents in the section on attention."""
CITATIONS_SHOWN = 3
"""Problem citations of one document there."""
CONTRADICTED_SHOWN = 40
UNREADABLE_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Share:
    """One word's part of a whole."""

    word: str
    count: int
    percent: str
    """For people: "86 %", "< 1 %"; "" where there is no whole."""
    offset: float
    """Where it begins in a bar of length 1,000."""
    width: float
    """Its part of a bar of length 1,000."""


@dataclass(frozen=True, slots=True)
class Attention:
    """One document that needs attention, with its problems."""

    row: DocumentRow
    problems: Sequence[CitationRow]
    """At most `CITATIONS_SHOWN`."""
    more: int
    """How many further ones it has."""
    bar: Sequence[Share]


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands on the page as plain HTML."""

    verdicts: Sequence[Share]
    access: Sequence[Share]
    preservation: Sequence[Share]
    codes: Sequence[tuple[str, str, int]]
    """Code, rule name and number of findings, most frequent first."""
    attention: Sequence[Attention]
    more_attention: int
    contradicted: Sequence[CitationRow]
    more_contradicted: int
    unreadable: Sequence[Unreadable]
    more_unreadable: int


def summarise(report: Report) -> Summary:
    """The summary of `report`."""
    totals = report.totals
    names = _rule_names(report)
    return Summary(
        verdicts=shares({verdict: totals.verdicts.get(verdict, 0) for verdict in Verdict}, totals.citations),
        access=shares(totals.access, totals.citations),
        preservation=shares(totals.preservation, totals.citations),
        codes=sorted(
            ((code, names.get(code, ""), count) for code, count in totals.codes.items()),
            key=lambda code: (-code[2], code[0]),
        ),
        attention=_attention(report),
        more_attention=max(0, len(report.attention) - DOCUMENTS_SHOWN),
        contradicted=report.contradicted[:CONTRADICTED_SHOWN],
        more_contradicted=max(0, len(report.contradicted) - CONTRADICTED_SHOWN),
        unreadable=report.unreadable[:UNREADABLE_SHOWN],
        more_unreadable=max(0, len(report.unreadable) - UNREADABLE_SHOWN),
    )


def shares(counts: Mapping[str, int], whole: int) -> list[Share]:
    """The counts as parts of `whole`, side by side in the order given."""
    result, offset = [], 0.0
    for word, count in counts.items():
        width = 1000 * count / whole if whole else 0.0
        result.append(Share(str(word), count, _percent(count, whole), round(offset, 2), round(width, 2)))
        offset += width
    return result


def _percent(count: int, whole: int) -> str:
    if not whole:
        return ""
    percent = 100 * count / whole
    if 0 < percent < 1:
        return "< 1 %"
    # Nearly all is not all: 99.7 % must not become 100 %.
    return f"{99 if 99 < percent < 100 else round(percent)} %"


def _rule_names(report: Report) -> Mapping[str, str]:
    names = {code: rule.name for code, rule in report.rules.items()}
    findings = chain.from_iterable(row.conclusion.findings for row in report.citations)
    about_documents = chain.from_iterable(row.findings for row in report.documents)
    names.update((finding.code, finding.name) for finding in chain(findings, about_documents))
    return names


def _attention(report: Report) -> list[Attention]:
    shown = report.attention[:DOCUMENTS_SHOWN]
    problems = _problems_by_path(report.citations, {row.document.path for row in shown})
    return [_one(row, problems.get(row.document.path, ())) for row in shown]


def _one(row: DocumentRow, problems: Sequence[CitationRow]) -> Attention:
    counts: dict[str, int] = {
        Verdict.VERIFIED: row.verified,
        Verdict.PROBLEM: row.problems,
        Verdict.UNCONFIRMED: row.unconfirmed,
    }
    more = max(0, len(problems) - CITATIONS_SHOWN)
    return Attention(row, problems[:CITATIONS_SHOWN], more, shares(counts, row.citations))


def _problems_by_path(
    citations: Iterable[CitationRow], paths: set[str]
) -> Mapping[str, Sequence[CitationRow]]:
    result: dict[str, list[CitationRow]] = defaultdict(list)
    for row in citations:
        if row.conclusion.verdict is Verdict.PROBLEM and row.citation.path in paths:
            result[row.citation.path].append(row)
    return result
