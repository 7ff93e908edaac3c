from __future__ import annotations

import pytest

from tests.extract.observing import TEXT, URL, article, failed, html_page, observed
from verifier.extract.page import read_page
from verifier.extract.page_class import classify
from verifier.model.observation import FailureKind, Observation, Page
from verifier.model.verdict import PageClass

NAVIGATION = "<nav>" + "<a href='/x'>Section</a> " * 300 + "</nav>"
"""2,400 characters that stand on every page of a site."""


def class_of(observation: Observation) -> PageClass | None:
    found, evidence = classify(observation)
    assert all(sentence.endswith(".") for sentence in evidence)
    return found


def short(title: str, text: str, head: str = "") -> Page:
    return html_page(f"<title>{title}</title>{head}", f"<p>{text}</p>")


def test_a_plain_article_is_a_document() -> None:
    assert class_of(observed(article("Harbour bridge reopens after repairs"))) is PageClass.DOCUMENT


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", "Enable JavaScript and cookies to continue"),
        ("Attention Required! | Cloudflare", "Please complete the security check to access news.example.net"),
        ("Access Denied", "You don't have permission to access this on this server. Reference #18.1"),
        ("news.example.net", "Your request has been blocked by our firewall."),
        ("Доступ запрещён", "Ваш запрос заблокирован системой безопасности."),
        ("Zugriff verweigert", "Ihre Anfrage wurde aus Sicherheitsgründen blockiert."),
        ("", "Pardon the interruption: are you a robot? Please confirm you are human."),
        ("访问被拒绝", "您的访问请求被拦截"),
    ],
)
def test_walls_are_known_in_many_tongues(title: str, text: str) -> None:
    assert class_of(observed(short(title, text))) is PageClass.BOT_WALL


def test_a_delivery_networks_own_header_is_believed() -> None:
    page = article("Harbour bridge reopens after repairs")

    assert class_of(observed(page, status=403, headers={"cf-mitigated": "challenge"})) is PageClass.BOT_WALL


def test_a_true_404_behind_the_same_network_is_none() -> None:
    page = short(
        "404 Not Found", "There is no such page.<script src='/cdn-cgi/challenge-platform/x.js'></script>"
    )
    answered = observed(page, status=404, headers={"server": "cloudflare", "cf-ray": "8f2"})

    assert class_of(answered) is PageClass.ERROR_PAGE


@pytest.mark.parametrize(
    "head",
    [
        "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
        "<div id='px-captcha' hidden></div>",
        "<script src='https://www.google.com/recaptcha/api.js'></script>",
    ],
)
def test_a_guards_script_on_a_normal_page_means_nothing(head: str) -> None:
    assert (
        class_of(observed(article("Harbour bridge reopens after repairs", head=head))) is PageClass.DOCUMENT
    )


@pytest.mark.parametrize(
    "title",
    [
        "The 404",
        "Access Denied: How the Harbour Board Kept the Press Away for Years",
        "Not Found: The Search for the Lost Ferry of 1908",
        "Page not found: the story of lost manuscripts",
        "Site of the 1908 wreck could not be found again despite a long search",
        "Are You a Robot? What Captchas Do to the Web",
        "Login Records Show Who Was at the Harbour That Night",
        "Just a Moment: Photographs of the Old Harbour and Its People",
        "Peugeot 404",
        "This Domain Is for Sale: Inside the Market for Names",
        "Subscribe to Read: Why Newspapers Lock Their Doors",
    ],
)
def test_articles_about_such_pages_are_documents(title: str) -> None:
    assert class_of(observed(article(title))) is PageClass.DOCUMENT


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "404 - Page not found | Gazette",
        "Error 404",
        "Seite nicht gefunden - Gazette",
        "Page introuvable",
        "Página no encontrada",
        "страница не найдена",
        "ページが見つかりません",
        "Oops! That page can't be found.",
        "Sorry, the article you requested is no longer available",
    ],
)
def test_pages_for_missing_pages_are_known_even_with_much_around_them(title: str) -> None:
    page = html_page(f"<title>{title}</title>", f"<h1>{title}</h1>{NAVIGATION}")

    assert class_of(observed(page)) is PageClass.SOFT_404


def test_a_redirect_to_the_page_for_missing_pages_is_one() -> None:
    landed = observed(
        article("We looked everywhere"), redirects=((302, "https://news.example.net/404.html"),)
    )

    assert class_of(landed) is PageClass.SOFT_404


@pytest.mark.parametrize("path", ["why-some-papers-are-not-found", "ferries/2021", "404-steps-to-the-top"])
def test_an_address_with_such_words_in_it_is_an_address_like_any_other(path: str) -> None:
    landed = observed(
        article("Why some papers never turn up"), redirects=((301, f"https://news.example.net/{path}"),)
    )

    assert class_of(landed) is PageClass.DOCUMENT


@pytest.mark.parametrize(
    "notice",
    [
        "Sorry, this article has been removed.",
        "The page you are looking for is no longer available.",
        "This story was deleted by the editors.",
        "Nothing found for harbour bridge.",
        "Your search for harbour bridge returned no results.",
        "Keine Ergebnisse für Hafenbrücke.",
    ],
)
def test_a_notice_counts_below_the_navigation_and_beside_a_headline(notice: str) -> None:
    headline = "Harbour bridge reopens after repairs"
    page = html_page(f"<title>{headline}</title>", f"{NAVIGATION}<h1>{headline}</h1><p>{notice}</p>")

    assert class_of(observed(page)) is PageClass.SOFT_404


def test_a_notice_in_a_text_of_some_length_is_a_part_of_the_text() -> None:
    text = "The council wrote: this page has been removed. " + TEXT

    assert class_of(observed(article("Harbour bridge reopens after repairs", text))) is PageClass.DOCUMENT


def test_who_asks_for_a_page_and_is_led_to_a_search_finds_no_page() -> None:
    page = article("Harbour bridge reopens after repairs")
    search = "https://news.example.net/search?q=harbour"

    assert class_of(observed(page, redirects=((302, search),))) is PageClass.SOFT_404
    assert class_of(observed(page, url=search)) is PageClass.DOCUMENT


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            short("oldclub.example is for sale", "Buy this domain today. Related searches: boats"),
            PageClass.PARKED,
        ),
        (short("x.example | Registrado en DonDominio", ""), PageClass.PARKED),
        (short("Before you continue to YouTube", "We use cookies and data to"), PageClass.CONSENT),
        (short("Subscribe to read | Gazette", "Discover all the plans"), PageClass.PAYWALL),
        (
            html_page(
                "<title>Sign in | Gazette</title>", "<form><input type=password></form>Forgot your password?"
            ),
            PageClass.LOGIN,
        ),
        (short("503 Service Temporarily Unavailable", "nginx"), PageClass.ERROR_PAGE),
        (short("Gazette | Maintenance", "We are undergoing scheduled maintenance."), PageClass.ERROR_PAGE),
        (html_page(), PageClass.ERROR_PAGE),
        (html_page("<script src=app.js></script>", "<div id='root'></div>"), PageClass.JS_SHELL),
        (short("Moving", "", "<meta http-equiv=refresh content='0;url=/new'>"), PageClass.REDIRECT_STUB),
        (
            short("Internet Archive Wayback Machine", "Hrm. The Wayback Machine has not archived that URL."),
            PageClass.ARCHIVE_ERROR,
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, PageClass) else "",
)
def test_each_kind_of_page_that_is_no_document(page: Page, expected: PageClass) -> None:
    assert class_of(observed(page)) is expected


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_a_banner_on_an_error_page_makes_no_paywall(status: int) -> None:
    page = short("Gazette", "Subscribe to continue reading. Already a subscriber? Sign in.")

    assert class_of(observed(page, status=status)) is PageClass.ERROR_PAGE
    assert class_of(observed(page, status=403)) is PageClass.PAYWALL
    assert class_of(observed(page)) is PageClass.PAYWALL


def test_a_redirect_to_a_login_or_a_consent_host_is_told_by_the_address() -> None:
    page = short("Gazette", "Welcome back")

    login = observed(page, redirects=((302, "https://news.example.net/login?next=/a"),))
    consent = observed(page, redirects=((302, "https://consent.example.com/m?continue=x"),))

    assert class_of(login) is PageClass.LOGIN
    assert class_of(consent) is PageClass.CONSENT


def test_a_home_page_is_told_by_the_addresses_and_not_by_the_content() -> None:
    page = article("Gazette, news from the harbour and the sea")

    assert class_of(observed(page, redirects=((302, "https://news.example.net/"),))) is PageClass.HOME_PAGE
    assert class_of(observed(page, url="https://news.example.net/")) is PageClass.DOCUMENT


def test_a_page_with_an_articles_metadata_is_no_shell() -> None:
    head = "<title>Video</title><meta property='og:type' content='article'><script src=a.js></script>"

    assert class_of(observed(html_page(head, "<div id='root'></div>"))) is PageClass.DOCUMENT


def test_where_there_is_no_page_there_is_no_class() -> None:
    assert classify(failed(FailureKind.TIMEOUT)) == (None, ())
    image = read_page(b"\x89PNG\r\n", "image/png", URL)
    assert classify(observed(image))[0] is None


def test_a_pdf_is_a_document_unless_the_status_says_otherwise() -> None:
    page = Page(kind="pdf", text_length=len(TEXT))

    assert class_of(observed(page)) is PageClass.DOCUMENT
    assert class_of(observed(page, status=404)) is PageClass.ERROR_PAGE


def test_a_few_words_of_data_that_say_not_found_are_no_document() -> None:
    answer = read_page(
        b'{"status": 404, "message": "Article \'Harbour bridge\' not found"}', "application/json", URL
    )
    assert classify(observed(answer))[0] is PageClass.ERROR_PAGE


def test_a_castle_s_domain_is_not_parked() -> None:
    page = article(
        "Domaine de Certes et Graveyron", "Ce domaine est ouvert toute l’année; 530 hectares de sentiers."
    )
    assert classify(observed(page))[0] is PageClass.DOCUMENT
