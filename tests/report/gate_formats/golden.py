"""A report of the gate in which every text that strangers write is an attack."""

from __future__ import annotations

from collections.abc import Iterator

from tests.report import hostile
from tests.report.gate_formats.reports import LEVELS, report_of, ruling
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport, Ruling

PAYLOADS = (
    *hostile.PAYLOADS,
    "::error file=x,line=1::broken",
    "  \u00a0::error::after white space",
    "\u2003\ufeff::error::after wider white space",
    "::stop-commands::token",
    "::add-mask::a",
    "::set-output name=x::y",
    "%0A::error::x",
    "%0D%0A::error::x %25 %3A %2C",
    "a,b=c:d::e",
    "a\n::error::x\r::error::y\x0b::error::z\x85::error::u\u2028::error::v",
    "##[error]x",
    "###[command]x",
    "##vso[task.complete result=Succeeded]x",
    "##teamcity[buildStatus status='SUCCESS']",
    "\x1b[0Ksection_start:1:a[collapsed=true]\r\x1b[0K",
    "\x1b[2J\x1b[31mred",
    "\u202eevil\u2066",
    "]]></failure></testcase><testcase name='x'/>",
    "<![CDATA[x]]>&amp;&#0;<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "\ufffe\uffff\x08\x0c\x1f\x7f\x9f",
    "\ud800",
    "</details></summary><h1>free</h1>",
    "<!-- verifier gate -->",
    "--> <b>out of the comment</b>",
    "![image](https://evil.test/i.png) [link](https://evil.test) [ref]: https://evil.test",
    "[text](1) {0} {1} {{0}} [a\\](b)",
    "<https://evil.test> www.evil.test mail@evil.test",
    "| a | b |\n|---|---|\n| c | d |",
    "# heading\n- list\n1. one\n> quote\n```\ncode\n~~~",
    "@someone @org/team fixes #1, closes owner/repo#2, resolves GH-3",
    "Fixes GH-3",
    "Fixes https://github.com/owner/repo/issues/4",
    "See commit 0123456789abcdef0123456789abcdef01234567",
    "[skip ci]",
    "- x",
    "    indented",
    "1. one",
    "---",
    "=HYPERLINK(1)",
    "../../../etc/passwd",
    "/etc/passwd",
    "//evil.test/x",
    "a?b#c%2e:d",
    "C:\\Windows\\x",
    "javascript:alert(1)//",
    "`" * 1000,
    "\\",
    "|",
    "a\\|b`c\\`",
    "é" * 1_000_000,
    "\n" * 1_000_000,
    "::error::" * 100_000,
)


def hostile_report() -> GateReport:
    """Every payload wherever a stranger's text can stand, at every level."""
    notes = ["n" * 1_000_000, *(payload for payload in PAYLOADS if len(payload) < 10_000)]
    return report_of(
        *_rulings(), outcome=ExitCode.INCONCLUSIVE, scope="\n::error::scope @all #1 `", notes=notes
    )


def hostile_reports() -> Iterator[GateReport]:
    """One report a payload, which stands first, in the scope and in the prefix too."""
    for payload in PAYLOADS:
        yield report_of(
            *(_of(payload, number) for number in range(3)),
            scope=payload,
            notes=[payload],
            prefix=f"{payload}/",
        )


def _rulings() -> Iterator[Ruling]:
    for position, payload in enumerate(PAYLOADS):
        yield _of(payload, position)


def _of(payload: str, number: int) -> Ruling:
    return ruling(
        LEVELS[number % 3],
        payload or "empty",
        number + 1,
        1,
        message=payload,
        title=payload,
        url=payload,
        because=payload,
        reasons=(payload, payload),
    )
