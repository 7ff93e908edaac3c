"""The words that every output of the gate for people has in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from verifier.judge.wording import count
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.inert import clip, visible

TEXT_LIMIT = 1_000
"""Characters that an output for people shows of a stranger's text."""
MOST_NOTES = 20
"""Notes that an output for people shows."""
_PATH_LIMIT = 4_096
"""What file systems allow."""
_VERBS = {Level.FAIL: ("fails", "fail"), Level.WARN: ("warns", "warn"), Level.INFORM: ("informs", "inform")}
_OUTCOMES = {
    ExitCode.PASS: "Passed: {}.",
    ExitCode.FAILED: "Failed: {}.",
    ExitCode.INCONCLUSIVE: "Inconclusive: not enough could be established; {}.",
}


def outcome_word(report: GateReport) -> str:
    """One word: "passed", "failed" or "inconclusive"."""
    return _OUTCOMES[report.outcome].split(":")[0].lower()


def outcome_sentence(report: GateReport) -> str:
    """The outcome with the numbers: "Failed: 2 findings fail, 3 warn."."""
    return _OUTCOMES[report.outcome].format(_tally(report))


def _tally(report: GateReport) -> str:
    counts = {level: report.count(level) for level in Level if report.count(level)}
    said = [f"{number:,} {_VERBS[level][number != 1]}" for level, number in counts.items()]
    if Level.FAIL not in counts:
        return ", ".join(["no finding fails", *said])
    noun = " finding " if counts[Level.FAIL] == 1 else " findings "
    return ", ".join([said[0].replace(" ", noun, 1), *said[1:]])


def exact_path(report: GateReport, ruling: Ruling) -> str:
    """The document's path from the working directory, as programs need it."""
    return report.prefix + ruling.finding.path


def shown_path(report: GateReport, ruling: Ruling) -> str:
    """The document's path from the working directory, fit to begin a line.

    A log reader takes a line that begins with "::" for a command; "./" before it names the same file.
    """
    path = clip(exact_path(report, ruling), _PATH_LIMIT)
    return f"./{path}" if path.lstrip().startswith("::") else path


def shown_place(report: GateReport, ruling: Ruling) -> str:
    """The place as "path:line:column", as editors and terminals follow it."""
    place = ruling.finding.place
    return f"{shown_path(report, ruling)}:{place.line}:{place.column}"


def rule_name(ruling: Ruling) -> str:
    """The code with its name: "CIT110 never-seen"."""
    return visible(f"{ruling.finding.code} {ruling.finding.name}")


def grounds(ruling: Ruling) -> list[str]:
    """Why this level and this verdict, each on a line that begins with a word or sign of ours."""
    return [*because(ruling), *reasons(ruling)]


def because(ruling: Ruling) -> list[str]:
    """Why this level: what people said of the finding."""
    return [f"because: {clip(ruling.because, TEXT_LIMIT)}"] if ruling.because else []


def reasons(ruling: Ruling) -> list[str]:
    """Why this verdict on the citation."""
    return [f"- {clip(reason, TEXT_LIMIT)}" for reason in ruling.reasons]


def explained(ruling: Ruling) -> str:
    """The message and the grounds, several lines; never empty."""
    return "\n".join([clip(ruling.finding.message, TEXT_LIMIT) or rule_name(ruling), *grounds(ruling)])


def scope_sentence(report: GateReport) -> str:
    """What was judged, on one line."""
    return f"Judged: {clip(report.scope, TEXT_LIMIT)}."


def note_lines(report: GateReport) -> list[str]:
    """The first notes, each on a line that begins with a word of ours, and how many more there are."""
    return [f"Note: {note}" for note in shown_notes(report)]


def shown_notes(report: GateReport) -> list[str]:
    """The first `MOST_NOTES` notes, and how many more there are: "and 3 more notes."."""
    shown = [clip(note, TEXT_LIMIT) for note in report.notes[:MOST_NOTES]]
    missing = len(report.notes) - len(shown)
    return [*shown, f"and {count(missing, 'more note')}."] if missing else shown


def fingerprints(report: GateReport) -> list[str]:
    """Of each ruling; those with the same content are numbered from the second on, in the order in which they
    stand in their document: which moves do not change."""
    numbers = occurrences(ruling.fingerprint for ruling in report.rulings)
    return [
        ruling.fingerprint if number == 1 else f"{ruling.fingerprint}-{number}"
        for ruling, number in zip(report.rulings, numbers, strict=True)
    ]


def occurrences(keys: Iterable[Hashable]) -> Iterator[int]:
    """For each of `keys`, the how manieth of its kind it is, from 1.

    Servers take two results with one name for one result; the second needs a number.
    """
    seen: Counter[Hashable] = Counter()
    for key in keys:
        seen[key] += 1
        yield seen[key]
