"""Pages that repeat what they are asked for are never the cited document; documents called like them are."""

from __future__ import annotations

import pytest

from tests.extract.observing import TEXT, article, html_page, observed
from tests.judge.judging import cited, judged
from verifier.judge.conclusions import conclude
from verifier.judge.verdicts import judge_page
from verifier.model.observation import Page
from verifier.model.verdict import Access, Identity, PageClass, Verdict

TITLE = "Harbour bridge reopens after two years of repairs"
NAVIGATION = "<nav>" + "<a href='/x'>Section</a> " * 300 + "</nav>"
MISSING = "https://news.example.net/not-found"


def verdict_on(page: Page, title: str = TITLE, *redirects: tuple[int, str]) -> Verdict:
    citation = cited(title)
    return conclude(citation, (), judged(citation, observed(page, redirects=redirects)), None, True).verdict


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        (f"Search results for {TITLE}", TITLE),
        (f"Search Results for “{TITLE}” - Gazette", f"Search Results for: {TITLE}"),
        (f"{TITLE} - Search - Gazette", TITLE),
        (f"You searched for {TITLE} | Gazette", TITLE),
        (TITLE, f"No results found for {TITLE}"),
        (TITLE, f"Nothing found for “{TITLE}”"),
        (f"Page not found: {TITLE}", TITLE),
        (f"{TITLE} | 404", TITLE),
        (f"{TITLE} - Article no longer available", TITLE),
        ("Search results for harbour bridge reopens after two years repairs", "Gazette"),
    ],
)
def test_a_page_that_only_repeats_the_cited_title_confirms_nothing(title: str, headline: str) -> None:
    page = html_page(f"<title>{title}</title>", f"<h1>{headline}</h1>{TEXT}")

    assert verdict_on(page) is Verdict.UNCONFIRMED


@pytest.mark.parametrize("notice", ["This article has been removed.", f"Nothing found for {TITLE}."])
def test_nor_does_a_notice_under_the_cited_headline(notice: str) -> None:
    page = html_page(f"<title>{TITLE}</title>", f"{NAVIGATION}<h1>{TITLE}</h1><p>{notice}</p>")

    assert verdict_on(page) is Verdict.UNCONFIRMED


@pytest.mark.parametrize(
    "search", ["https://news.example.net/?s=bridge", "https://news.example.net/search/x"]
)
def test_nor_do_the_results_of_a_search(search: str) -> None:
    asked = cited(TITLE, search)

    assert judged(asked, observed(article(TITLE), url=search)).identity.identity is Identity.CANNOT_TELL
    led = judged(cited(TITLE), observed(article(TITLE), redirects=((302, search),)))
    assert (led.access, led.identity.identity) == (Access.GONE, Identity.CANNOT_TELL)


@pytest.mark.parametrize(
    "title",
    [
        "Page not found: the story of lost manuscripts",
        "Search results for a better world",
        "No longer available: what became of the harbour ferries",
    ],
)
def test_a_document_called_like_such_a_page_is_verified(title: str) -> None:
    page = html_page(f"<title>{title} | Gazette</title>", f"<h1>{title}</h1>{TEXT}")

    assert verdict_on(article(title), title) is Verdict.VERIFIED
    assert verdict_on(page, title) is Verdict.VERIFIED


def test_an_address_never_outweighs_the_cited_title() -> None:
    landed = observed(article(TITLE), redirects=((302, MISSING),))
    judgement = judged(cited(TITLE), landed)

    assert (judgement.access, judgement.page_class) == (Access.OK, PageClass.DOCUMENT)
    assert judgement.identity.identity is Identity.MATCH
    assert "calls itself" in judgement.evidence[-1]


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("Trams cross the water again today", article(TITLE)),
        (TITLE, html_page(f"<title>{TITLE}</title>", f"<h1>Page not found</h1>{TEXT}")),
        (TITLE, html_page("<title>Page not found</title>", f"<h1>{TITLE}</h1>{TEXT}")),
        ("Page not found", article("Page not found")),
    ],
    ids=["another title", "headline says missing", "title says missing", "cited as missing"],
)
def test_a_missing_page_stays_one_where_its_titles_or_its_text_leave_a_doubt(title: str, page: Page) -> None:
    landed = observed(page, redirects=((302, MISSING),))
    judgement = judge_page(cited(title), landed, PageClass.SOFT_404, ("It looks so.",))

    assert judgement.page_class is PageClass.SOFT_404
    assert judgement.access is Access.GONE


REMOVED = "<p>This article has been withdrawn by its authors because of an error in the analysis.</p>"


@pytest.mark.parametrize(
    ("title", "page"),
    [
        (TITLE, html_page(f"<title>{TITLE}</title>", f"{NAVIGATION}<h1>{TITLE}</h1>")),
        (TITLE, html_page(f"<title>{TITLE} - Gazette</title>", f"<h1>{TITLE}</h1>{REMOVED}")),
        ("404 Not Found - HTTP | MDN", article("404 Not Found - HTTP | MDN")),
    ],
    ids=["no text", "withdrawn", "about missing pages"],
)
def test_a_page_that_reads_like_a_missing_one_but_carries_the_title_is_no_problem(
    title: str, page: Page
) -> None:
    judgement = judge_page(cited(title), observed(page), PageClass.SOFT_404, ("It looks so.",))

    assert judgement.access is Access.OK
    assert (judgement.identity.identity, judgement.identity.reason) == (Identity.CANNOT_TELL, "only-repeated")
    assert not judgement.needs_second_fetch
