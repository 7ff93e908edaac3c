"""The rules about the URL: CIT001 to CIT006."""

from __future__ import annotations

import pytest

from tests.judge.claim_rules.claims import cite, messages
from verifier.judge.claim_rules import (
    duplicate_in_document,
    home_page_cited,
    malformed,
    no_url,
    placeholder,
    unsupported_scheme,
)


def test_cit001_an_entry_without_a_url() -> None:
    assert messages(no_url, cite(None), cite(""), cite("  ", None)) == [
        "The entry “A title” gives no URL.",
        "The entry “A title” gives no URL.",
        "This entry gives no URL.",
    ]
    assert messages(no_url, cite(), cite("words"), cite("/tmp/a")) == []


def test_cit002_text_where_a_url_should_be() -> None:
    (message,) = messages(malformed, cite("New York Times"))

    assert message == (
        "“New York Times” is not a usable URL: text stands where a URL should (it has no http:// or https://)."
    )
    assert len(messages(malformed, cite("https:///path"), cite("www.x.org"), cite("https://x.org/\x00"))) == 3
    assert messages(malformed, cite(), cite(None), cite("ftp://x.org"), cite("https://x.org/a b")) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com", "http://www.example.org/a", "https://example.net./", "https://a.example/b",
        "https://x.invalid/", "https://x.test/a", "http://localhost:8000/", "https://yoursite.com/a",
        "https://www.your-domain.com/", "https://x.org/placeholder", "https://x.org/a/Your-URL-Here/",
        "https://x.org/xxx", "https://x.org/a/XXXX.html", "https://x.org/example-url", "https://x.org/TODO",
        "https://x.org/TBD", "https://x.org/insert-link", "https://x.org/insert_link_here", "https://x.org/...",
        "https://x.org/a/%E2%80%A6", "https://x.org/[historical-article]", "https://x.org/{id}/a",
        "https://x.org/%3Curl%3E",
    ],
)  # fmt: skip
def test_cit003_a_stand_in_is_found(url: str) -> None:
    assert len(messages(placeholder, cite(url))) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://counterexample.com/", "https://example.com.evil.org/", "https://myexample.org/a",
        "https://latest.org/", "https://x.org/placeholder-images-guide", "https://x.org/todo",
        "https://github.com/a/tbd", "https://en.wikipedia.org/wiki/XXX", "https://en.wikipedia.org/wiki/TBD",
        "https://www.merriam-webster.com/dictionary/placeholder", "https://x.org/a?url=placeholder",
        "https://x.org/xxx-rated", "https://x.org/superbowl-xxxviii", "https://x.org/wiki/A_(b)", "https://x.org/..",
        "https://examples.org/", "https://test.org/test", "https://contest/",
    ],
)  # fmt: skip
def test_cit003_real_addresses_are_left_alone(url: str) -> None:
    assert messages(placeholder, cite(url)) == []


def test_cit003_names_the_part_that_is_a_stand_in() -> None:
    assert messages(placeholder, cite("https://example.com/a"), cite("https://x.org/b/xxx/c")) == [
        "The host “example.com” is a placeholder, not a site.",
        "The part “xxx” of the URL's path is a placeholder.",
    ]


def test_cit004_the_second_and_later_entries_are_reported() -> None:
    found = messages(duplicate_in_document, cite(), cite("HTTPS://X.ORG/a"), cite("https://x.org/b"), cite())

    assert found == ["The same URL already stands at line 10 of this document."] * 2


def test_cit004_different_and_missing_urls_are_no_duplicates() -> None:
    others = (
        "https://x.org/A",
        "https://x.org/a/",
        "https://x.org/a#b",
        "https://x.org/a?b",
        None,
        None,
        "w",
        "w",
    )
    assert messages(duplicate_in_document, cite(), *map(cite, others)) == []


@pytest.mark.parametrize(
    ("url", "title", "publisher"),
    [
        ("https://www.wsj.com/", "Jeffrey Epstein's Veiled Threat to Bill Gates", "Wall Street Journal"),
        (
            "https://www.aclu.org",
            "ACLU Strategic Litigation Network Overview",
            "American Civil Liberties Union",
        ),
        ("https://x.org/index.html", "Historical Analysis of the Quiet Years", ""),
        ("https://www.reuters.com/", "Pro Bono Legal Support Emerges in Response", "Reuters"),
    ],
)
def test_cit005_a_front_page_under_a_document_s_title(url: str, title: str, publisher: str) -> None:
    (message,) = messages(home_page_cited, cite(url, title, publisher=publisher))

    assert f"“{title}”" in message


@pytest.mark.parametrize(
    ("url", "title", "publisher"),
    [
        ("https://www.cato.org/", "Cato Institute", "Cato"),
        ("https://techworkerscoalition.org/", "Tech Workers Coalition Official Website", "TWC"),
        ("https://offshoreleaks.icij.org/", "ICIJ Offshore Leaks Database", "ICIJ"),
        ("https://www.sec.gov/", "U.S. Securities and Exchange Commission", "SEC"),
        ("https://www.nara.gov/", "National Archives and Records Administration", ""),
        ("https://www.bls.gov/", "Bureau of Labor Statistics", "Department of Labor"),
        ("https://standwithdanielhale.org/", "Stand with Daniel Hale", ""),
        ("https://www.x.org/", "Fox Hole Gazette Quarterly", "Fox Hole Gazette Quarterly"),
        ("https://x.org/2021/a", "Historical Analysis of the Quiet Years", ""),
        ("https://x.org/?id=5", "Historical Analysis of the Quiet Years", ""),
        ("https://x.org/#/a", "Historical Analysis of the Quiet Years", ""),
        ("words", "Historical Analysis of the Quiet Years", ""),
        ("https://x.org/", "", ""),
    ],
)
def test_cit005_the_name_of_a_site_may_be_cited(url: str, title: str, publisher: str) -> None:
    assert messages(home_page_cited, cite(url, title, publisher=publisher)) == []


def test_cit006_paths_and_other_schemes() -> None:
    assert messages(
        unsupported_scheme, cite("/home/me/a.pdf"), cite("internal:notes"), cite("file:///a")
    ) == [
        "“/home/me/a.pdf” is a path on a disk, not a web address.",
        "“internal:notes” has the scheme “internal:”, not http: or https:.",
        "“file:///a” is a path on a disk, not a web address.",
    ]
    assert messages(unsupported_scheme, cite(), cite("words"), cite(None)) == []
