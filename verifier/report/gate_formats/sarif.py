"""SARIF 2.1.0, for code scanning and for editors.

GitHub takes 5,000 results of a run; the gravest are written, and a notification counts the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from verifier.judge.wording import count
from verifier.model.exitcode import ExitCode
from verifier.model.finding import Rule, Severity
from verifier.model.gate import GateReport, Level, Ruling
from verifier.report.gate_wording import (
    TEXT_LIMIT,
    exact_path,
    explained,
    fingerprints,
    outcome_sentence,
    scope_sentence,
    shown_notes,
)
from verifier.report.inert import clip, visible
from verifier.report.json_text import encoded, lines, object_of

NAME = "sarif"
MOST = 5_000
"""Results that GitHub shows of a run."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "verifierFingerprint/v1"
_ROOT = "%SRCROOT%"
_LEVELS = {Level.FAIL: "error", Level.WARN: "warning", Level.INFORM: "note"}
_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_Record = Mapping[str, object]


def render(report: GateReport) -> bytes:
    """UTF-8 JSON, one result a line."""
    shown = report.rulings[:MOST]
    rules = _rules(report, shown)
    positions = {rule["id"]: position for position, rule in enumerate(rules)}
    results = (
        _result(report, ruling, positions[ruling.finding.code], fingerprint)
        for ruling, fingerprint in zip(shown, fingerprints(report), strict=False)
    )
    root = "The directory in which the program was started."
    run: list[tuple[str, Iterable[str]]] = [
        ("tool", [encoded({"driver": _driver(report, rules)})]),
        ("invocations", [encoded([_invocation(report)])]),
        ("originalUriBaseIds", [encoded({_ROOT: {"description": {"text": root}}})]),
        ("columnKind", [encoded("unicodeCodePoints")]),
        ("results", lines(results)),
    ]
    members: list[tuple[str, Iterable[str]]] = [
        ("$schema", [encoded(_SCHEMA)]),
        ("version", [encoded("2.1.0")]),
        ("runs", ["[", *object_of(run), "]"]),
    ]
    return "".join(object_of(members)).encode()


def _driver(report: GateReport, rules: list[_Record]) -> _Record:
    version = {"version": visible(report.version)} if report.version else {}
    return {"name": "verifier", **version, "rules": rules}


def _rules(report: GateReport, rulings: Iterable[Ruling]) -> list[_Record]:
    names = {ruling.finding.code: ruling.finding.name for ruling in rulings}
    return [_rule(code, names[code], report.rules.get(code)) for code in sorted(names)]


def _rule(code: str, name: str, rule: Rule | None) -> _Record:
    if rule is None:
        return {"id": code, "name": name}
    help_text = f"{rule.means} {rule.why} {rule.todo}"
    help_markdown = f"{rule.means}\n\n**Why it matters:** {rule.why}\n\n**What to do:** {rule.todo}"
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": _literal(rule.means)},
        "fullDescription": {"text": _literal(f"{rule.means} {rule.why}")},
        "help": {"text": _literal(help_text), "markdown": _literal(help_markdown)},
        "defaultConfiguration": {"level": _SEVERITIES[rule.severity]},
    }


def _invocation(report: GateReport) -> _Record:
    notes = [_notification("note", note) for note in (scope_sentence(report), *shown_notes(report))]
    cut = len(report.rulings) - MOST
    if cut > 0:
        left_out = f"{count(cut, 'more finding')} not written here: the {MOST:,} gravest are."
        notes.insert(0, _notification("warning", left_out))
    return {
        "executionSuccessful": report.outcome is not ExitCode.INCONCLUSIVE,
        "exitCode": int(report.outcome),
        "exitCodeDescription": outcome_sentence(report),
        "toolExecutionNotifications": notes,
    }


def _notification(level: str, text: str) -> _Record:
    return {"level": level, "message": {"text": _literal(clip(text, TEXT_LIMIT))}}


def _result(report: GateReport, ruling: Ruling, position: int, fingerprint: str) -> _Record:
    place = ruling.finding.place
    return {
        "ruleId": ruling.finding.code,
        "ruleIndex": position,
        "level": _LEVELS[ruling.level],
        "message": {"text": _literal(explained(ruling))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(exact_path(report, ruling)),
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
        "baselineState": "unchanged" if ruling.known else "new",
    }


def _artifact(path: str) -> _Record:
    uri = quote(path, safe="/", errors="replace")
    # Where the corpus lies elsewhere its prefix is absolute; "//" alone would begin with a host.
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}


def _literal(text: str) -> str:
    """`text` as a SARIF message that holds no placeholder ("{0}") and no link ("[text](target)")."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")
