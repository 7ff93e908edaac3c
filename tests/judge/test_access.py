from __future__ import annotations

import pytest

from tests.extract.observing import failed, observed
from verifier.judge.access import access_of
from verifier.model.observation import FailureKind
from verifier.model.verdict import Access, PageClass


@pytest.mark.parametrize(
    ("status", "access"),
    [
        (200, Access.OK),
        (204, Access.OK),
        (206, Access.OK),
        (304, Access.OK),
        (301, Access.SERVER_ERROR),
        (400, Access.BLOCKED),
        (401, Access.BLOCKED),
        (402, Access.BLOCKED),
        (403, Access.BLOCKED),
        (404, Access.GONE),
        (408, Access.TIMEOUT),
        (410, Access.GONE),
        (429, Access.RATE_LIMITED),
        (451, Access.BLOCKED),
        (500, Access.SERVER_ERROR),
        (503, Access.SERVER_ERROR),
        (530, Access.SERVER_ERROR),
        (999, Access.BLOCKED),
    ],
)
def test_a_status_alone(status: int, access: Access) -> None:
    assert access_of(observed(None, status=status), None) is access


@pytest.mark.parametrize("kind", list(FailureKind))
def test_a_failure_keeps_its_word(kind: FailureKind) -> None:
    assert access_of(failed(kind), None).value == kind.value


@pytest.mark.parametrize(
    ("page_class", "status", "access"),
    [
        (PageClass.SOFT_404, 200, Access.GONE),
        (PageClass.PARKED, 200, Access.GONE),
        (PageClass.BOT_WALL, 200, Access.BLOCKED),
        (PageClass.BOT_WALL, 503, Access.BLOCKED),
        (PageClass.BOT_WALL, 404, Access.BLOCKED),
        (PageClass.BOT_WALL, 429, Access.RATE_LIMITED),
        (PageClass.LOGIN, 200, Access.BLOCKED),
        (PageClass.CONSENT, 200, Access.BLOCKED),
        (PageClass.PAYWALL, 200, Access.BLOCKED),
        (PageClass.PAYWALL, 403, Access.BLOCKED),
        (PageClass.PAYWALL, 404, Access.GONE),
        (PageClass.PAYWALL, 410, Access.GONE),
        (PageClass.PAYWALL, 503, Access.SERVER_ERROR),
        (PageClass.PAYWALL, 999, Access.BLOCKED),
        (PageClass.ERROR_PAGE, 404, Access.GONE),
        (PageClass.JS_SHELL, 200, Access.OK),
        (PageClass.DOCUMENT, 200, Access.OK),
    ],
)
def test_a_page_that_stands_in_for_the_document_counts_before_its_status(
    page_class: PageClass, status: int, access: Access
) -> None:
    assert access_of(observed(None, status=status), page_class) is access


@pytest.mark.parametrize(
    ("redirect", "target", "access"),
    [
        (301, "https://news.example.net/stories/bridge", Access.MOVED),
        (308, "https://other.example.net/bridge", Access.MOVED),
        (302, "https://news.example.net/stories/bridge", Access.OK),
        (301, "https://www.news.example.net/2021/03/bridge/", Access.OK),
        (301, "https://news.example.net/2021/03/bridge?utm_source=x", Access.OK),
    ],
)
def test_only_a_permanent_redirect_to_another_document_is_a_move(
    redirect: int, target: str, access: Access
) -> None:
    url = "http://news.example.net/2021/03/bridge"

    assert access_of(observed(None, url=url, redirects=((redirect, target),)), PageClass.DOCUMENT) is access


def test_a_chain_with_one_redirect_for_now_is_no_move() -> None:
    chain = ((301, "https://news.example.net/stories"), (302, "https://news.example.net/stories/bridge"))

    for redirects in (chain, chain[::-1]):
        landed = observed(None, url="https://news.example.net/2021/bridge", redirects=redirects)
        assert access_of(landed, PageClass.DOCUMENT) is Access.OK


def test_a_document_does_not_move_to_the_home_page() -> None:
    landed = observed(None, redirects=((301, "https://news.example.net/"),))

    assert access_of(landed, PageClass.HOME_PAGE) is Access.OK
    assert access_of(landed, PageClass.DOCUMENT) is Access.MOVED
