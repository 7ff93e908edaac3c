"""Reports of the gate built by hand."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from tests.report.reports import GONE
from verifier.model.citation import Place
from verifier.model.exitcode import ExitCode
from verifier.model.finding import Finding, Rule, Severity
from verifier.model.gate import GateReport, Level, Ruling
from verifier.model.verdict import Verdict

NEVER_SEEN = Rule(
    "CIT110",
    "never-seen",
    Severity.WARNING,
    "No archive and no answer shows that the page was ever there.",
    "A made-up citation looks just so.",
    "Ask the author for the source.",
)
LEVELS = tuple(Level)


def ruling(
    level: Level = Level.FAIL,
    path: str = "events/a.md",
    line: int = 12,
    column: int = 5,
    *,
    rule: Rule = NEVER_SEEN,
    message: str = "Nothing shows that the page was ever there.",
    title: str | None = "A Title",
    url: str | None = "https://example.org/a",
    because: str = "",
    reasons: tuple[str, ...] = ("The source answers 404.", "No archive has a copy."),
    known: bool = False,
) -> Ruling:
    """One ruling; its fingerprint depends on path, title, URL and code."""
    finding = Finding(
        rule.code, rule.name, rule.severity, path, Place(line, column), message, url, 0, "sources"
    )
    content = f"{path}|{title}|{url}|{rule.code}".encode(errors="surrogatepass")
    fingerprint = hashlib.sha256(content).hexdigest()[:32]
    return Ruling(finding, level, fingerprint, path, Verdict.PROBLEM, title, because, reasons, known)


def report_of(
    *rulings: Ruling,
    outcome: ExitCode | None = None,
    scope: str = "3 citations that the change since origin/main added or altered, in 2 documents",
    notes: Sequence[str] = (),
    prefix: str = "",
) -> GateReport:
    """The report on these rulings, in the order that the gate gives them."""
    ordered = sorted(
        rulings,
        key=lambda one: (
            LEVELS.index(one.level),
            one.finding.path,
            one.finding.place.line,
            one.finding.place.column,
            one.finding.code,
        ),
    )
    levels = Counter(one.level for one in rulings)
    return GateReport(
        outcome if outcome is not None else ExitCode(bool(levels[Level.FAIL])),
        tuple(ordered),
        scope,
        3,
        {Verdict.VERIFIED: 1, Verdict.PROBLEM: 2},
        tuple(notes),
        {rule.code: rule for rule in (GONE, NEVER_SEEN)},
        prefix,
        "1.2.3",
    )


def many(number: int) -> GateReport:
    """`number` rulings in documents of four, all levels, with texts as long as real ones."""
    return report_of(*map(_one_of_many, range(number)), notes=[f"Note {n} says so." for n in range(number)])


def _one_of_many(number: int) -> Ruling:
    return ruling(
        LEVELS[number % 3],
        f"events/2021-03-{number // 4:05}--a-document-with-a-name-of-usual-length.md",
        20 + number % 4,
        title=f"Senate committee report finds officials knew about contracts before vote {number}",
        url=f"https://www.host{number}.example/2021/03/senate-committee-report-finds-officials-{number}.html",
        message=f"“Senate committee report {number}” is not what host{number}.example shows: “Home page”.",
        because="In the baseline." if number % 3 else "",
    )
