from __future__ import annotations

import pytest

from verifier.model.address import document_key, host_of, is_root, leads_elsewhere, segments


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.net/a", "https://www.example.net/a/"),
        ("https://Example.NET/a", "https://example.net/a#part"),
        ("https://example.net/a/index.html", "https://example.net/a/"),
        ("https://example.net/a?utm_source=x&b=1", "https://example.net/a?b=1"),
        ("https://example.net/a?b=1&c=2", "https://example.net/a?c=2&b=1"),
        ("https://example.net/%61", "https://example.net/a"),
    ],
)
def test_spellings_of_one_documents_address_are_equal(one: str, other: str) -> None:
    assert document_key(one) == document_key(other)


@pytest.mark.parametrize(
    "other",
    ["https://example.net/b", "https://example.net/A", "https://example.net/a?id=2", "https://other.net/a"],
)
def test_addresses_of_other_documents_are_not(other: str) -> None:
    assert document_key("https://example.net/a") != document_key(other)


@pytest.mark.parametrize(
    "url", ["https://a.net", "https://a.net/", "https://a.net/index.php", "https://a.net/en/"]
)
def test_a_sites_entrance_is_known(url: str) -> None:
    assert is_root(url)


def test_a_page_below_that_ends_at_the_entrance_led_elsewhere() -> None:
    assert leads_elsewhere("https://a.net/2020/story", "https://a.net/")
    assert not leads_elsewhere("https://a.net/", "https://a.net/en")
    assert not leads_elsewhere("https://a.net/2020/story", "https://a.net/?p=12")
    assert not leads_elsewhere("https://a.net/2020/story", "https://a.net/story")


@pytest.mark.parametrize(
    "url", ["", "about:blank", "https://[::1", "http://a:x/", "https://a.net/\ud800?%zz&&="]
)
def test_what_is_no_address_harms_nothing(url: str) -> None:
    assert isinstance(document_key(url), str)
    assert isinstance(host_of(url), str)
    assert isinstance(segments(url), list)
