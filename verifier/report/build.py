"""From everything that is known to the report as data. Pure: a verdict for every citation is drawn here
by `judge.verdicts.conclude`, the numbers over them by `report.assemble`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from verifier.judge.conclusions import conclude
from verifier.judge.crowds import Crowds, in_company, is_undecided
from verifier.judge.quotation_rules import check_quotations
from verifier.judge.rules import ALL_RULES
from verifier.model.citation import Citation, Corpus
from verifier.model.finding import Finding
from verifier.model.holding import Holding
from verifier.model.report import CitationRow, LatestCheck, Report
from verifier.model.run import Run
from verifier.model.source import parse_source
from verifier.model.verdict import Identity, PageJudgement
from verifier.report.assemble import assemble
from verifier.report.quotations import judged_quotations


def build_report(
    corpus: Corpus,
    *,
    claim_findings: Sequence[Finding],
    checks: Mapping[str, LatestCheck],
    judgements: Mapping[str, PageJudgement],
    holdings: Mapping[str, Holding],
    ever_answered: Collection[str],
    first_seen: Mapping[str, datetime],
    run: Run | None,
    now: datetime,
    complete: bool,
) -> Report:
    """The report on `corpus`.

    `checks`, `holdings` and `ever_answered` go by source (normalised URL), `judgements` and
    `first_seen` by citation key. A claim finding belongs to the citation that its path, field and
    index name, else to the document at its path, else (an unreadable file) to the totals alone.
    """
    by_citation, by_document = _shared_out(corpus, claim_findings)
    knowledge = _Knowledge(by_citation, checks, judgements, holdings, frozenset(ever_answered), first_seen)
    citations = _in_company([knowledge.row(citation) for citation in corpus.citations()])
    quotations = judged_quotations(corpus, citations)
    for path, judged in quotations.items():
        by_document.setdefault(path, []).extend(check_quotations(path, judged))
    return assemble(
        corpus,
        citations,
        by_document,
        quotations=quotations,
        rules=ALL_RULES,
        run=run,
        now=now,
        complete=complete,
    )


_Slot = tuple[str, str | None, int | None]


def _slot(citation: Citation) -> _Slot:
    return citation.path, citation.field, citation.index


def _shared_out(
    corpus: Corpus, findings: Iterable[Finding]
) -> tuple[Mapping[_Slot, list[Finding]], dict[str, list[Finding]]]:
    slots = {_slot(citation) for citation in corpus.citations()}
    by_citation: dict[_Slot, list[Finding]] = defaultdict(list)
    by_document: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        slot = (finding.path, finding.field, finding.index)
        if slot in slots:
            by_citation[slot].append(finding)
        else:
            by_document[finding.path].append(finding)
    return by_citation, by_document


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """What is known of citations and sources, ready to be looked up."""

    findings: Mapping[_Slot, Sequence[Finding]]
    checks: Mapping[str, LatestCheck]
    judgements: Mapping[str, PageJudgement]
    holdings: Mapping[str, Holding]
    ever_answered: frozenset[str]
    first_seen: Mapping[str, datetime]

    def row(self, citation: Citation) -> CitationRow:
        """The citation with the verdict that all of it leads to."""
        source = citation.source
        holding = None if source is None else self.holdings.get(source)
        conclusion = conclude(
            citation,
            self.findings.get(_slot(citation), ()),
            None if source is None else self.judgements.get(citation.key),
            holding,
            source in self.ever_answered,
        )
        return CitationRow(
            citation,
            conclusion,
            None if source is None else self.checks.get(source),
            memento_uri=_copy_of(holding, citation),
            first_seen=self.first_seen.get(citation.key),
            host=None if source is None else parse_source(source).host,
        )


def _in_company(rows: Sequence[CitationRow]) -> tuple[CitationRow, ...]:
    """The rows, each in the light of how many documents of its host end at the same page."""
    crowds = Crowds()
    for row in rows:
        if row.citation.source is not None and row.check is not None:
            matched = row.conclusion.identity.identity is Identity.MATCH
            crowds.note(row.citation.source, row.check, matched=matched)
    return tuple(_beside_others(row, crowds) if is_undecided(row.conclusion) else row for row in rows)


def _beside_others(row: CitationRow, crowds: Crowds) -> CitationRow:
    source, check = row.citation.source, row.check
    if source is None or check is None:
        return row
    return replace(row, conclusion=in_company(row.conclusion, crowds.size(source, check)))


def _copy_of(holding: Holding | None, citation: Citation) -> str | None:
    if holding is None:
        return None
    if (confirmed := holding.confirmed_for(citation.key)) is not None:
        return confirmed.memento.uri
    if holding.known is not None and holding.known.memento is not None:
        return holding.known.memento.uri
    if (undecided := holding.undecided) is not None:
        return undecided.uri
    return None if holding.capture is None else holding.capture.memento_uri
