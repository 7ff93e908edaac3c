"""What many documents of a host end at is hardly any of them, in whatever order they were asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.extract.observing import article, html_page, observed
from tests.judge.judging import cited, judged
from verifier.judge.conclusions import conclude
from verifier.judge.crowds import ENOUGH, Crowds, in_company
from verifier.model.observation import Page
from verifier.model.report import LatestCheck
from verifier.model.verdict import Conclusion, Identity, Verdict

SITE = "https://news.example.net"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
TITLE = "Harbour bridge reopens after two years of repairs"
NOTICE = html_page("<title>Our new site</title>", "<p>We have a new site. Look around.</p>")


def went(path: str, final: str = "/new-site", status: int = 301) -> LatestCheck:
    return LatestCheck(NOW, SITE + final, 200, None, ((SITE + path, status), (SITE + final, 200)))


def showed(path: str, digest: str | None = "d" * 64) -> LatestCheck:
    return LatestCheck(NOW, SITE + path, 200, None, ((SITE + path, 200),), digest=digest)


def crowd_of(*paths: str) -> Crowds:
    crowds = Crowds()
    for path in paths:
        crowds.note(SITE + path, went(path), matched=False)
    return crowds


def test_documents_that_end_at_one_address_are_counted_once_each() -> None:
    crowds = crowd_of("/a", "/b", "/b?utm_source=x", "/b/", "/c")

    assert crowds.size(SITE + "/b", went("/b")) == 3
    assert crowds.size(SITE + "/c", went("/c", "/elsewhere")) == 0


def test_documents_with_one_body_are_counted_once_each() -> None:
    crowds = Crowds()
    for path in ("/a", "/b", "/b?utm_source=x", "/c"):
        crowds.note(SITE + path, showed(path), matched=False)

    assert crowds.size(SITE + "/c", showed("/c")) == 3
    assert crowds.size(SITE + "/c", showed("/c", "e" * 64)) == 0
    assert crowds.size(SITE + "/c", showed("/c", None)) == 0


def test_a_page_that_is_one_of_the_documents_is_no_crowd() -> None:
    crowds = crowd_of("/a", "/b", "/c")
    crowds.note(SITE + "/d", went("/d"), matched=True)

    assert crowds.size(SITE + "/a", went("/a")) == 0


def test_one_citation_that_matches_is_enough() -> None:
    crowds = crowd_of("/a", "/b", "/c")
    for matched in (True, False):
        crowds.note(SITE + "/c", went("/c"), matched=matched)

    assert crowds.size(SITE + "/a", went("/a")) == 0


def test_a_redirect_for_now_may_be_a_wall() -> None:
    crowds = Crowds()
    for path in ("/a", "/b", "/c"):
        crowds.note(SITE + path, went(path, status=302), matched=False)

    assert crowds.size(SITE + "/c", went("/c", status=302)) == 0


def concluded(page: Page, title: str = TITLE) -> Conclusion:
    observation = observed(page, url=SITE + "/x/48213", redirects=((301, SITE + "/new-site"),))
    citation = cited(title, SITE + "/x/48213")
    return conclude(citation, (), judged(citation, observation), None, ever_answered=True)


@pytest.mark.parametrize(("crowd", "reason"), [(2, "too-little-text"), (ENOUGH, "shared-page")])
def test_a_crowd_is_told_and_proves_nothing(crowd: int, reason: str) -> None:
    conclusion = in_company(concluded(NOTICE), crowd)

    assert (conclusion.verdict, conclusion.identity.reason) == (Verdict.UNCONFIRMED, reason)
    assert conclusion.identity.identity is Identity.CANNOT_TELL
    assert any(f"{ENOUGH} documents" in sentence for sentence in conclusion.reasons) is (crowd == ENOUGH)
    (finding,) = (one for one in conclusion.findings if one.code == "CIT204")
    assert ("other documents" in finding.message) is (crowd == ENOUGH)


@pytest.mark.parametrize(
    "page", [article(TITLE), article("Trams cross again", f"{TITLE}. The council met on Tuesday. " * 60)]
)
def test_no_crowd_outweighs_a_page_that_speaks_of_what_is_cited(page: Page) -> None:
    assert in_company(concluded(page), 9) == concluded(page)
