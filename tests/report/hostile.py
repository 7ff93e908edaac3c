"""A report in which every text that strangers write is an attack."""

from __future__ import annotations

from datetime import timedelta

from tests.report.reports import GONE, NOW, Cited, Filed, report_of
from verifier.model.citation import Claim, Place, Unreadable
from verifier.model.finding import Finding, Severity
from verifier.model.quotation import QuotationStanding
from verifier.model.report import LatestCheck, Report
from verifier.model.run import Run, RunState
from verifier.model.verdict import Access, Identity, IdentityJudgement, PageClass, Preservation, Verdict

PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><img src=x onerror=alert(1)>",
    '" autofocus onfocus="alert(1)',
    "</style></title><base href=//evil.test>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "\x1b]8;;http://evil.test\x07click\x1b]8;;\x07",
    "\x9b31mred\x9d0;title\x9c",
    "safe\u202egnp.exe",
    "\u2067isolated\u2069 \u200fmark",
    "nul\x00byte",
    "lone \ud800 surrogate \udfff",
    "nonchar \uffff \U0010ffff \ufdd0 private \ue000\ue001",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r\n+SUM(A1:A9)",
    "-2+3",
    "@SUM(1)",
    "＝HYPERLINK(1)",
    " ＠fullwidth",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "\n::error file=x::broken",
    "##[error]broken",
    "@everyone see #1 and owner/repo#2",
    "`tick` ``two`` `",
    "a | b \\| @everyone \\",
    "\\`@everyone",
    "[link](javascript:alert(1)) ![i](http://evil.test/i.png)",
    "<https://evil.test> https://evil.test www.evil.test",
    "line\u2028separator\u2029paragraph",
    "e" + "\u0301" * 500,
    "&lt;script&gt; &#x3c;script&#x3e;",
    "x" * 100_000,
    "",
    "   ",
)


def hostile_report() -> Report:
    """One document a payload; the payload stands wherever a stranger's text can stand."""
    files = [_file(number, payload) for number, payload in enumerate(PAYLOADS)]
    unreadable = [Unreadable(payload or "empty", Place(1, 1), payload) for payload in PAYLOADS]
    run = Run(1, NOW - timedelta(hours=1), RunState.INCONCLUSIVE, NOW, PAYLOADS[0])
    return report_of(*files, run=run, complete=False, unreadable=unreadable, root=PAYLOADS[1])


def _file(number: int, payload: str) -> Filed:
    path = f"{payload}{number}.md"
    about_document = Finding("CIT030", "no-sources", Severity.WARNING, path, Place(1, 1), payload)
    cited = [
        _cited(payload, url) for url in (payload, f"https://example.org/{payload}", "https://example.org/a")
    ]
    quoted = ((QuotationStanding.NOWHERE, payload, ""), (QuotationStanding.DIFFERS, payload, payload))
    return Filed(path, cited, importance=9, title=payload, findings=(about_document,), quoted=quoted)


def _cited(payload: str, url: str) -> Cited:
    check = LatestCheck(
        NOW,
        final_url=payload,
        status=404,
        failure=payload,
        hops=((url, 301), (payload, 404)),
        language=payload,
        site_name=payload,
        published=payload,
    )
    return Cited(
        Claim(url, payload, payload, payload, payload, payload, payload, "true"),
        Verdict.PROBLEM,
        Access.GONE,
        PageClass.SOFT_404,
        IdentityJudgement(Identity.MISMATCH, "title-differs", 12.5, payload, payload),
        Preservation.REPORTED,
        findings=((GONE, payload),),
        reasons=(payload, f'The page is "{payload}".'),
        check=check,
        memento_uri=payload,
        source=url,
    )
