"""What `verifier scan` says to people. The lines hold strangers' text: the caller makes them plain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from verifier.judge.claim_rules.single_source import rests_on_one_source
from verifier.judge.wording import count
from verifier.model.citation import Corpus
from verifier.model.finding import Finding, Severity
from verifier.model.plan import Estimate
from verifier.model.source import parse_source
from verifier.report.timestamps import duration

_EXAMPLES = 3
_GRAVEST_FIRST = tuple(Severity)


def describe(corpus: Corpus, findings: Sequence[Finding], plan: Estimate) -> Iterator[str]:
    """Inventory, findings by code, plan: line by line."""
    yield from _inventory(corpus)
    yield ""
    yield from _findings(corpus.root, findings)
    yield ""
    yield from _plan(plan)


def _inventory(corpus: Corpus) -> Iterator[str]:
    sources = corpus.sources()
    hosts = {parse_source(source).host for source in sources}
    unusable = sum(citation.source is None for citation in corpus.citations())
    single = sum(map(rests_on_one_source, corpus.documents))
    yield f"{corpus.root}: {count(len(corpus.documents), 'document')}"
    yield f"  {count(len(corpus.unreadable), 'unreadable file')}"
    yield f"  {count(len(corpus.citations()), 'citation')}, {unusable:,} without a usable URL"
    yield f"  {count(len(sources), 'source')} on {count(len(hosts), 'host')}"
    yield f"  {count(single, 'document')} with a single source"


def _findings(root: str, findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        yield "No findings."
        return
    numbers = [(sum(each.severity is severity for each in findings), severity) for severity in Severity]
    yield "Findings: " + ", ".join(f"{number:,} {severity}" for number, severity in numbers if number)
    ranked = sorted(findings, key=lambda each: (_GRAVEST_FIRST.index(each.severity), each.code))
    for _, group in groupby(ranked, key=lambda each: each.code):
        yield from _group(root, list(group))
    yield "All of them: verifier scan --json. What a code means: verifier explain CODE."


def _group(root: str, group: Sequence[Finding]) -> Iterator[str]:
    first = group[0]
    yield f"  {first.code} {first.name} ({first.severity}): {len(group):,}"
    for each in group[:_EXAMPLES]:
        place = f"{Path(root, each.path)}:{each.place.line}:{each.place.column}"
        yield f"    {place}: {each.code} {each.name}: {each.message}"
    if len(group) > _EXAMPLES:
        yield f"    … and {len(group) - _EXAMPLES:,} more"


def _plan(plan: Estimate) -> Iterator[str]:
    yield f"A first run: {count(plan.requests, 'request')}, at least {duration(plan.seconds)}"
    if plan.slowest_hosts:
        width = max(len(each.host) for each in plan.slowest_hosts)
        yield "  slowest hosts:"
    for each in plan.slowest_hosts:
        yield f"    {each.host:<{width}}  {count(each.sources, 'source'):>13}  {duration(each.seconds):>10}"
    yield f"  archive: {_archiving(plan)}"


def _archiving(plan: Estimate) -> str:
    if plan.archive_mode == "off":
        return 'off: archive.mode is "off", so no copy is looked up or made'
    if not plan.requests:
        return "nothing to look up"
    if not plan.lookup_nights:
        return "off: archive.nightly_lookups is 0, so no copy is looked up"
    look_ups = f"{count(plan.lookup_nights, 'night')} until every source was looked up"
    if not plan.capture_nights:
        return f"{look_ups}, no captures"
    return f"{look_ups}, {count(plan.capture_nights, 'night')} to capture all of them if none had a copy"
