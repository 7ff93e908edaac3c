from __future__ import annotations

import pytest

from tests.extract.observing import TEXT, article, failed, html_page, observed
from tests.judge.judging import cited, judged
from verifier.extract.page import read_page
from verifier.judge.page_rules import ALL_PAGE_RULES
from verifier.model.finding import Severity
from verifier.model.observation import FailureKind, Observation, Page

TITLE = "Harbour bridge reopens after two years of repairs"
FIRE = article(
    "Fire brigade trains recruits", "The brigade showed its vehicle to visitors on the ground. " * 40
)
PLAIN_URL = "https://news.example.net/a/48213"
_SHELL = html_page("<script src=a.js></script>", "<div id='root'></div>")
_ACCESS_CODES = {
    "CIT101", "CIT102", "CIT103", "CIT105", "CIT401", "CIT402", "CIT403", "CIT404", "CIT405", "CIT406",
    "CIT408", "CIT409", "CIT410", "CIT411", "CIT412", "CIT413",
}  # fmt: skip


def titled(title: str, text: str = "") -> Observation:
    return observed(html_page(f"<title>{title}</title>", f"<p>{text}</p>"), url=PLAIN_URL)


CASES = [
    ("CIT101", observed(None, status=404)),
    ("CIT101", observed(None, status=410)),
    ("CIT102", titled("Page not found")),
    ("CIT103", titled("This domain is for sale")),
    ("CIT104", observed(FIRE, redirects=((302, "https://news.example.net/"),))),
    ("CIT105", failed(FailureKind.TLS, "certificate has expired")),
    ("CIT106", observed(article(TITLE), redirects=((301, "https://news.example.net/bridge"),))),
    ("CIT201", observed(FIRE, url=PLAIN_URL)),
    ("CIT202", observed(article("Trams cross again", f"{TITLE}. {TEXT}"), url=PLAIN_URL)),
    ("CIT203", observed(article("Harbour bridge 2 reopens after 12 years of repairs"), url=PLAIN_URL)),
    ("CIT204", observed(html_page(body=TEXT), url=PLAIN_URL)),
    ("CIT205", observed(article(TITLE, head='<meta property="og:site_name" content="The Star">'))),
    ("CIT206", observed(article(TITLE, head='<meta name="date" content="2024-05-07">'))),
    ("CIT401", observed(None, status=403)),
    ("CIT401", observed(None, status=999)),
    ("CIT401", titled("Just a moment...")),
    ("CIT402", titled("Sign in", "Please log in to continue")),
    ("CIT403", observed(None, status=429)),
    ("CIT404", failed(FailureKind.TIMEOUT)),
    ("CIT405", failed(FailureKind.DNS)),
    ("CIT406", observed(None, status=500)),
    ("CIT407", observed(_SHELL, url=PLAIN_URL)),
    ("CIT407", observed(read_page(b"\x89PNG\r\n", "image/png", PLAIN_URL), url=PLAIN_URL)),
    ("CIT407", observed(None, status=204)),
    ("CIT408", titled("Subscribe to read")),
    ("CIT408", observed(None, status=402)),
    ("CIT409", failed(FailureKind.REFUSED)),
    ("CIT410", failed(FailureKind.FORBIDDEN_ADDRESS)),
    ("CIT411", titled("Before you continue")),
    ("CIT412", failed(FailureKind.TOO_MANY_REDIRECTS)),
    ("CIT413", failed(FailureKind.UNSUPPORTED)),
    ("CIT413", failed(FailureKind.MALFORMED)),
]


@pytest.mark.parametrize(("code", "observation"), CASES, ids=[code for code, _ in CASES])
def test_every_rule_fires_on_its_case(code: str, observation: Observation) -> None:
    title = TITLE if code != "CIT203" else "Harbour bridge 3 reopens after 12 years of repairs"
    publisher = "Evening Gazette" if code == "CIT205" else None
    citation = cited(title, publisher=publisher, date="2021-01-05" if code == "CIT206" else None)
    findings = judged(citation, observation).findings

    assert [finding.code for finding in findings] == [code]
    assert findings[0].message
    assert (findings[0].path, findings[0].place, findings[0].index) == ("a.md", citation.place, 0)


def test_every_page_rule_has_a_case() -> None:
    assert {module.RULE.code for module in ALL_PAGE_RULES} == {code for code, _ in CASES}


@pytest.mark.parametrize("kind", list(FailureKind))
def test_a_failure_makes_one_finding_and_no_error(kind: FailureKind) -> None:
    findings = judged(cited(TITLE), failed(kind)).findings

    assert len(findings) == 1
    assert findings[0].code in _ACCESS_CODES
    assert findings[0].severity is Severity.WARNING


@pytest.mark.parametrize("status", [*range(100, 600, 7), 401, 402, 403, 404, 410, 429, 451, 511, 999])
def test_every_status_without_a_page_makes_one_finding(status: int) -> None:
    assert len(judged(cited(TITLE), observed(None, status=status)).findings) == 1


@pytest.mark.parametrize("page", [None, html_page(), read_page(b" ", "text/plain", PLAIN_URL)])
def test_a_page_that_came_empty_is_not_said_to_lack_a_title(page: Page | None) -> None:
    finding, *others = judged(cited(TITLE), observed(page, url=PLAIN_URL)).findings

    assert not others
    assert "without content" in finding.message
    assert "title" not in finding.message


def test_a_page_that_stands_makes_no_finding() -> None:
    assert judged(cited(TITLE), observed(article(TITLE))).findings == ()
