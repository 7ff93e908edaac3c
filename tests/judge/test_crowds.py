from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.extract.observing import article, html_page, observed
from tests.judge.judging import cited, judged
from verifier.extract.page_class import classify
from verifier.judge.crowds import ENOUGH, Crowds
from verifier.judge.verdicts import judge_page
from verifier.model.observation import Exchange, Hop, Page
from verifier.model.verdict import Identity

SITE = "https://news.example.net"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
TITLE = "Harbour bridge reopens after two years of repairs"
NOTICE = html_page("<title>Our new site</title>", "<p>We have a new site. Look around.</p>")


def went(path: str, final: str = "/new-site", status: int = 301) -> Exchange:
    hops = (Hop(SITE + path, status, SITE + final), Hop(SITE + final, 200))
    return Exchange(SITE + path, NOW, 0.1, hops)


def showed(path: str, digest: str | None = "d" * 64) -> Exchange:
    return Exchange(SITE + path, NOW, 0.1, (Hop(SITE + path, 200),), digest=digest)


def crowd_of(*paths: str, matched: bool = False) -> Crowds:
    crowds = Crowds()
    for path in paths:
        crowds.note(went(path), matched=matched)
    return crowds


def test_documents_that_end_at_one_address_are_counted_once_each() -> None:
    crowds = crowd_of("/a", "/b", "/b?utm_source=x", "/b/")

    assert crowds.size(went("/b")) == 2
    assert crowds.size(went("/c")) == 3
    assert crowds.size(went("/c", "/elsewhere")) == 1


def test_documents_with_one_body_are_counted_once_each() -> None:
    crowds = Crowds()
    for path in ("/a", "/b", "/b?utm_source=x"):
        crowds.note(showed(path), matched=False)

    assert crowds.size(showed("/c")) == 3
    assert crowds.size(showed("/c", "e" * 64)) == 1
    assert crowds.size(showed("/c", None)) == 0


def test_a_page_that_is_one_of_the_documents_is_no_crowd() -> None:
    crowds = crowd_of("/a", "/b")
    crowds.note(went("/c"), matched=True)

    assert crowds.size(went("/d")) == 0


def test_who_was_not_redirected_is_in_no_crowd() -> None:
    crowds = crowd_of("/a", "/b")

    assert crowds.size(Exchange(SITE + "/new-site", NOW, 0.1, (Hop(SITE + "/new-site", 200),))) == 0


def test_a_redirect_for_now_may_be_a_wall() -> None:
    crowds = crowd_of("/a", "/b")

    assert crowds.size(went("/c", status=302)) == 0


def test_a_document_that_came_back_leaves_the_crowd() -> None:
    crowds = crowd_of("/a", "/b", "/c")
    crowds.note(went("/a", "/a-moved"), matched=True)

    assert crowds.size(went("/b")) == 2


@pytest.mark.parametrize(("crowd", "reason"), [(2, "too-little-text"), (ENOUGH, "shared-page")])
def test_a_crowd_is_told_and_proves_nothing(crowd: int, reason: str) -> None:
    observation = observed(NOTICE, url=SITE + "/x/48213", redirects=((301, SITE + "/new-site"),))
    page_class, evidence = classify(observation)

    said = judge_page(cited(TITLE, SITE + "/x/48213"), observation, page_class, evidence, (), crowd=crowd)

    assert (said.identity.identity, said.identity.reason) == (Identity.CANNOT_TELL, reason)
    assert not said.needs_second_fetch
    told = any(f"{ENOUGH} documents" in sentence for sentence in said.identity.evidence)
    assert told is (crowd == ENOUGH)


@pytest.mark.parametrize(
    "page", [article(TITLE), article("Trams cross again", f"{TITLE}. The council met on Tuesday. " * 60)]
)
def test_no_crowd_outweighs_a_page_that_speaks_of_what_is_cited(page: Page) -> None:
    observation = observed(page, url=SITE + "/x/48213", redirects=((301, SITE + "/new-site"),))
    page_class, evidence = classify(observation)
    citation = cited(TITLE, SITE + "/x/48213")

    alone = judged(citation, observation).identity
    assert judge_page(citation, observation, page_class, evidence, (), crowd=9).identity == alone
