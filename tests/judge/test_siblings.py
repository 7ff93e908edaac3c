from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.observing import article, html_page
from tests.judge.judging import past
from verifier.judge.siblings import is_news, is_same_page, sibling_of
from verifier.model.verdict import Access, PageClass

URL = "https://news.example.net/2024/05/bridge"


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        (URL, "https://news.example.net/2024/05/"),
        (URL + "/", "https://news.example.net/2024/05/"),
        ("https://news.example.net/bridge", "https://news.example.net/"),
    ],
)
def test_a_sibling_stands_in_the_same_folder_and_stays_the_same_all_day(url: str, folder: str) -> None:
    sibling = sibling_of(url, "2026-03-01")

    assert sibling is not None
    assert sibling.startswith(folder)
    assert len(sibling) == len(folder) + 20
    assert sibling == sibling_of(folder + "another", "2026-03-01")
    assert sibling != sibling_of(url, "2026-03-02")


@pytest.mark.parametrize("url", ["https://news.example.net/", "https://news.example.net", URL + "?id=7"])
def test_an_entrance_and_what_a_query_tells_have_none(url: str) -> None:
    assert sibling_of(url, "2026-03-01") is None


@given(path=st.text(max_size=50))
def test_a_sibling_stays_on_its_host(path: str) -> None:
    try:
        sibling = sibling_of(f"https://news.example.net/{path}", "2026-03-01")
    except ValueError:
        return
    assert sibling is None or urlsplit(sibling).hostname == "news.example.net"


def test_pages_are_one_page_by_titles_and_nearly_all_words() -> None:
    page = article("Our products")

    assert is_same_page(page, replace(page, words=page.words | {"tuesday"}))
    assert not is_same_page(page, article("Our services"))
    assert not is_same_page(page, replace(page, words=frozenset(list(page.words)[:3])))
    assert not is_same_page(html_page(body="words"), html_page(body="words"))


def test_what_is_known_is_asked_about_once_in_thirty_days() -> None:
    known = (past(Access.OK, page_class=PageClass.DOCUMENT),)
    days = [day for day in range(60) if is_news(URL, known, day)]

    assert len(days) == 2
    assert all(is_news(URL, (), day) for day in range(60))
    assert all(is_news(URL, (past(Access.GONE, page_class=PageClass.SOFT_404),), day) for day in range(60))
