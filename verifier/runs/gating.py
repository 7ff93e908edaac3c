"""The gate by what is stored: no connection is opened, nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from verifier import __version__
from verifier.config import GateConfig
from verifier.corpus.patterns import matches
from verifier.errors import ConfigError
from verifier.gate.baseline import Known, apply_baseline, stale
from verifier.gate.decisions import Decision, apply_decisions, on_decisions
from verifier.gate.judged import Names, judged_in, names_of
from verifier.gate.policy import Policy, unknown_codes
from verifier.gate.rulings import gravest_first, rulings_of
from verifier.judge.claim_rules import check_claims
from verifier.judge.rules import ALL_RULES
from verifier.judge.wording import count
from verifier.model.exitcode import ExitCode
from verifier.model.finding import Finding
from verifier.model.gate import GateReport, Level, Ruling
from verifier.model.report import Report
from verifier.model.verdict import PageJudgement
from verifier.report.build import build_report
from verifier.runs.gate_facts import Facts, facts_of
from verifier.runs.gate_neighbours import with_neighbours
from verifier.runs.scoping import Scope
from verifier.store.archive import holdings
from verifier.store.checks import ever_answered, latest_checks
from verifier.store.database import Connection, Database

_NAMED = 5
"""URLs that a note names."""
_TOLD = 5
"""Notes of a kind that are told one by one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How the gate is called."""

    max_age: timedelta
    offline_ok: bool = False
    """Whether it does not matter what is not known, or was seen once only, where nobody may be asked."""
    prefix: str = ""
    """As in `GateReport`."""
    baseline: frozenset[Known] = frozenset()
    decisions: tuple[Decision, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader has to know of the call."""
    is_whole: bool = False
    """Whether all of the corpus is judged."""
    names: Names = names_of
    """By which names the baseline and the decisions may mean a document."""


def policy_of(config: GateConfig) -> Policy:
    """The policy of `[gate]`. Raises ConfigError for codes that no rule has, CorpusError for patterns that
    are none."""
    if unknown := unknown_codes(config, frozenset(ALL_RULES)):
        raise ConfigError(
            f"[gate] names codes that no rule has: {', '.join(unknown)}",
            "The README lists the codes; `verifier explain CODE` says what one means.",
        )
    for pattern in config.lenient:
        matches("", [pattern], "gate.lenient")
    return Policy(config, lambda path: matches(path, config.lenient, "gate.lenient"))


def gate_offline(
    database: Database, scope: Scope, config: GateConfig, wish: Wish, now: datetime
) -> GateReport:
    """By what is stored alone; no connection is opened."""
    policy = policy_of(config)
    with database.read() as connection:
        facts = facts_of(connection, scope, now, wish.max_age)
        report = report_on(connection, scope, facts.judgements, now)
    doubts, notes = list(_unasked(facts)), [*on_stored(facts, now), *on_earlier(facts.earlier)]
    doubt = "" if wish.offline_ok else "".join(doubts[:1])
    return ruled(report, scope, policy, [*doubts[bool(doubt) :], *notes], doubt, wish)


def _unasked(facts: Facts) -> Iterator[str]:
    """What could not be established because nobody may be asked."""
    if facts.missing:
        yield f"Not judged: nothing recent is known of {named(facts.missing)}, and nobody may be asked."
    if once := facts.unconfirmed(facts.judgements):
        of_them = count(len(once), "source")
        yield f"A problem was seen once, and nobody may be asked a second time: {of_them}. {named(once)}."


def report_on(
    connection: Connection, scope: Scope, judgements: dict[str, PageJudgement], now: datetime
) -> Report:
    """The citations of the scope with their verdicts."""
    narrowed = scope.narrowed
    sources = narrowed.sources()
    return build_report(
        narrowed,
        claim_findings=list(_about_the_change(check_claims(with_neighbours(connection, scope)), scope)),
        checks=latest_checks(connection, sources),
        judgements=judgements,
        holdings=holdings(connection, sources),
        ever_answered=ever_answered(connection, sources),
        first_seen={},
        run=None,
        now=now,
        complete=True,
    )


def _about_the_change(findings: Iterable[Finding], scope: Scope) -> Iterator[Finding]:
    """Those about judged citations, and about documents as a whole where they were not found before."""
    judged = {(each.path, each.field, each.index) for each in scope.citations}
    own = {document.path for document in scope.corpus.documents}
    for finding in findings:
        if finding.index is not None:
            is_wanted = (finding.path, finding.field, finding.index) in judged
        else:
            is_wanted = finding.path in own and (finding.path, finding.code) not in scope.known
        if is_wanted:
            yield finding


def _unreadable(scope: Scope) -> list[Finding]:
    """A file that cannot be read is the change's own, even where it was not readable before: nobody can tell
    what was added to it."""
    paths = {file.path for file in scope.corpus.unreadable}
    return [finding for finding in check_claims(scope.corpus) if finding.path in paths]


def ruled(
    report: Report, scope: Scope, policy: Policy, notes: list[str], doubt: str, wish: Wish
) -> GateReport:
    """The report with the weight that the policy gives to everything in it; `doubt` says why not all could
    be established, "" where it could."""
    found = rulings_of(report, _unreadable(scope), policy)
    judged = judged_in(report, is_whole=wish.is_whole, is_there=None if wish.is_whole else _is_there(scope))
    today = report.generated_at.date()
    decided, used = apply_decisions(found, wish.decisions, today, wish.names)
    rulings = gravest_first(apply_baseline(decided, wish.baseline, judged.is_there, wish.names))
    return GateReport(
        outcome=_outcome(rulings, doubt),
        rulings=tuple(rulings),
        scope=scope.words,
        citations=len(scope.citations),
        verdicts=report.totals.verdicts,
        notes=(
            *([doubt] if doubt else []),
            *wish.notes,
            *notes,
            *_first(list(_on_stale(stale(found, wish.baseline, judged))), "Baseline"),
            *_first(list(on_decisions(wish.decisions, used, judged, today)), "Decisions"),
        ),
        rules={ruling.finding.code: ALL_RULES[ruling.finding.code] for ruling in rulings},
        prefix=wish.prefix,
        version=__version__,
    )


def _outcome(rulings: Iterable[Ruling], doubt: str) -> ExitCode:
    """What was established fails, whatever else could not be."""
    if any(ruling.level is Level.FAIL for ruling in rulings):
        return ExitCode.FAILED
    return ExitCode.INCONCLUSIVE if doubt else ExitCode.PASS


def _is_there(scope: Scope) -> Callable[[str], bool]:
    """Whether a document that is not in the scope is in the corpus: told by the file, for one that is called
    as its file is. Of all others nobody knows that they are gone."""
    root = Path(scope.corpus.root)
    suffixes = {PurePosixPath(document.path).suffix for document in scope.corpus.documents}

    def is_there(document: str) -> bool:
        path = document.partition("#")[0]
        if PurePosixPath(path).suffix not in suffixes:
            return True
        return any(os.path.lexists(root / each) for each in (path, document))

    return is_there


def _on_stale(entries: Iterable[Known]) -> Iterator[str]:
    for entry in entries:
        about = entry.url or entry.document
        yield f"In the baseline and found no more: {entry.code} of {about}. verifier baseline --update"


def _first(notes: Sequence[str], about: str) -> Iterator[str]:
    """The first notes, and how many more there are."""
    yield from notes[:_TOLD]
    if len(notes) > _TOLD:
        yield f"{about}: {len(notes) - _TOLD:,} more notes like these."


def on_stored(facts: Facts, now: datetime, asked: Collection[str] = ()) -> Iterator[str]:
    """What a reader has to know of stored results that were used; not of those that were `asked` again."""
    used = [at for source, at in facts.used.items() if source not in asked]
    if used:
        hours = (now - min(used)).total_seconds() / 3600
        age = f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
        of_all = f"{len(used)} of {count(len(facts.known), 'source')}"
        yield f"Judged by stored results, the oldest of them {age} old: {of_all}."


def on_earlier(sources: Collection[str]) -> Iterator[str]:
    """What a reader has to know of sources that are not judged by the last time that they were asked."""
    if sources:
        of_them = f"{count(len(sources), 'source')} gave no answer that says anything"
        yield f"The last time, {of_them}: judged by what was seen before. {named(sorted(sources))}."


def named(urls: Sequence[str]) -> str:
    """A few of them, and how many there are besides."""
    shown = ", ".join(urls[:_NAMED])
    return shown if len(urls) <= _NAMED else f"{shown} and {len(urls) - _NAMED:,} more"
