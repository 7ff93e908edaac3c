"""Every citation with its evidence as compact data for the page's script.

Rows are arrays of small numbers that point into one list of strings, so that what is said twice is
stored once: 20,000 citations stay below 10 MB. Text is made visible (`report.inert`) and clipped; the
whole of it is in report.json.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from verifier.model.finding import Finding
from verifier.model.quotation import QuotationJudgement
from verifier.model.report import CitationRow, DocumentRow, LatestCheck, Report
from verifier.report.page.packed import (
    COLUMNS,
    KEY_LENGTH,
    PLAIN,
    QUOTED,
    PackedCheck,
    PackedClaim,
    PackedConclusion,
    PackedDocument,
)
from verifier.report.page.strings import StringTable

CLIPS = (1_000, 400, 200, 100, 50, 25)
"""Characters that a text keeps: the first of these with which the data fits into `BUDGET`, or the last."""
BUDGET = 9_000_000
"""Bytes of the data; the page is to stay below 10 MB."""

_SENTENCES = 8
_FINDINGS = 12
_HOPS = 12
_QUOTATIONS = 60
"""No citation or document shows more than so many; report.json has them all."""


def evidence_json(report: Report) -> str:
    """The data as JSON that may stand inside a script element."""
    for limit in CLIPS[:-1]:
        packed = _packed(report, limit)
        if len(packed.encode()) <= BUDGET:
            return packed
    return _packed(report, CLIPS[-1])


def script_safe(text: str) -> str:
    """JSON without a character that could end a script element, open a comment or an entity."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _packed(report: Report, limit: int) -> str:
    table, rules = StringTable(limit), _rules(report)
    packer = _Packer(table, {code: place for place, code in enumerate(rules)}, report.generated_at)
    numbers = {row.document.path: number for number, row in enumerate(report.documents)}
    ranks = {row.document.path: rank for rank, row in enumerate(report.attention)}
    # Citations first: the words that most of them share get the shortest numbers.
    citations = [packer.citation(row, numbers[row.citation.path]) for row in report.citations]
    data = {
        "clipped": limit < CLIPS[0],
        "written": int(report.generated_at.timestamp()),
        "columns": COLUMNS,
        "quoted": QUOTED,
        "documentColumns": PackedDocument._fields,
        "rules": list(rules.values()),
        "documents": [packer.document(row, ranks.get(row.document.path)) for row in report.documents],
        "citations": citations,
        "strings": table.strings,
    }
    return script_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _rules(report: Report) -> Mapping[str, Sequence[str]]:
    """By code, of all that fired: code, name, severity, and the rule's texts where they are known."""
    rules: dict[str, Sequence[str]] = {}
    fired = chain.from_iterable(row.conclusion.findings for row in report.citations)
    for finding in chain(fired, chain.from_iterable(row.findings for row in report.documents)):
        if finding.code not in rules:
            rule = report.rules.get(finding.code)
            texts: tuple[str, ...] = () if rule is None else (rule.means, rule.why, rule.todo)
            rules[finding.code] = (finding.code, finding.name, finding.severity, *texts)
    return rules


@dataclass(frozen=True, slots=True)
class _Packer:
    """Packs rows, all into one table of strings."""

    table: StringTable
    rules: Mapping[str, int]
    now: datetime

    def document(self, row: DocumentRow, rank: int | None) -> PackedDocument:
        """One document."""
        document = row.document
        return PackedDocument(
            path=self.table.add(document.path),
            title=self.table.add(document.title),
            date=self.table.add(document.date),
            importance=document.importance,
            verified=row.verified,
            problems=row.problems,
            unconfirmed=row.unconfirmed,
            attention=self.table.add(row.attention),
            rank=rank,
            findings=self._findings(row.findings, ()),
            quotations=list(chain.from_iterable(map(self._quotation, row.quotations[:_QUOTATIONS]))),
        )

    def _quotation(self, judgement: QuotationJudgement) -> Sequence[int]:
        citation, sighting = judgement.citation, judgement.sighting
        texts = (
            judgement.quotation.text,
            judgement.standing,
            None if sighting is None else sighting.passage,
            None if citation is None else citation.claim.url,
        )
        return [judgement.quotation.place.line, *map(self.table.add, texts)]

    def citation(self, row: CitationRow, document: int) -> list[object]:
        """One citation: the places of `COLUMNS` in order, those of a check only where there is one."""
        quoted = self._quoted(row)
        check = () if row.check is None else self._check(row.check, _elsewhere(row), quoted)
        return [*self._claim(row, document), *self._conclusion(row, quoted), *check]

    def _quoted(self, row: CitationRow) -> list[str | None]:
        """The texts of the columns `QUOTED`, as shown."""
        claim = row.citation.claim
        plain = (claim.url, claim.title, row.host, claim.archive_url)
        folded = (_elsewhere(row), row.conclusion.identity.found_title, row.memento_uri)
        return [None if text is None else self.table.shown(text) for text in plain + folded]

    def _claim(self, row: CitationRow, document: int) -> PackedClaim:
        citation, claim = row.citation, row.citation.claim
        return PackedClaim(
            document=document,
            line=citation.place.line,
            column=citation.place.column,
            list=self.table.add(citation.field),
            position=citation.index,
            url=self.table.add(claim.url),
            source=0 if citation.source == claim.url else self.table.add(citation.source),
            host=self.table.add(row.host),
            title=self.table.add(claim.title),
            publisher=self.table.add(claim.publisher),
            date=self.table.add(claim.date),
            tier=self.table.add(claim.tier),
            archive_url=self.table.add(claim.archive_url),
            seen=None if row.first_seen is None else self._age(row.first_seen),
            key=citation.key[:KEY_LENGTH],
        )

    def _conclusion(self, row: CitationRow, quoted: Sequence[str | None]) -> PackedConclusion:
        conclusion, identity = row.conclusion, row.conclusion.identity
        return PackedConclusion(
            verdict=self.table.add(conclusion.verdict),
            access=self.table.add(conclusion.access),
            page_class=self.table.add(conclusion.page_class),
            identity=self.table.add(identity.identity),
            reason=self.table.add(identity.reason),
            score=None if identity.score is None else round(identity.score),
            matched_field=self.table.add(identity.field),
            found_title=self.table.add_folded(identity.found_title, quoted[:PLAIN]),
            preservation=self.table.add(conclusion.preservation),
            memento=self.table.add_folded(row.memento_uri, quoted[:PLAIN]),
            findings=self._findings(conclusion.findings, quoted),
            reasons=[self.table.add_folded(reason, quoted) for reason in conclusion.reasons[:_SENTENCES]],
        )

    def _findings(self, findings: Sequence[Finding], quoted: Sequence[str | None]) -> list[int]:
        shown = findings[:_FINDINGS]
        pairs = ((self.rules[one.code], self.table.add_folded(one.message, quoted)) for one in shown)
        return list(chain.from_iterable(pairs))

    def _check(self, check: LatestCheck, elsewhere: str | None, quoted: Sequence[str | None]) -> PackedCheck:
        return PackedCheck(
            final_url=self.table.add_folded(elsewhere, quoted[:PLAIN]),
            status=check.status,
            failure=self.table.add(check.failure),
            hops=self._hops(check.hops[:_HOPS], quoted),
            checked=self._age(check.at),
            seconds=round(check.seconds, 1),
            body_bytes=check.body_bytes,
            language=self.table.add(check.language),
            site_name=self.table.add(check.site_name),
            published=self.table.add(check.published),
        )

    def _hops(self, hops: Sequence[tuple[str, int]], quoted: Sequence[str | None]) -> list[int]:
        if len(hops) < 2:
            return []
        return list(chain.from_iterable((self.table.add_folded(url, quoted), status) for url, status in hops))

    def _age(self, then: datetime) -> int:
        return round((self.now - then).total_seconds())


def _elsewhere(row: CitationRow) -> str | None:
    """Where the check ended, if that is not the source itself."""
    final_url = None if row.check is None else row.check.final_url
    return None if final_url == row.citation.source else final_url
