"""Which new addresses a person should look at before they are cited."""

from __future__ import annotations

import pytest

from verifier.judge.move_doubts import address_doubt

OLD = "https://www.news.example.com/a/1"


@pytest.mark.parametrize(
    ("target", "doubt"),
    [
        ("https://other.example.org/a/1", "it is another site (other.example.org)"),
        ("https://m.news.example.com/a/1", "it is another host of the site (m.news.example.com)"),
        ("https://de.news.example.com/b/1", "it is another host of the site (de.news.example.com)"),
        ("https://archive.example.com/a/1", "it is another host of the site (archive.example.com)"),
        ("https://www.news.example.com:8443/b/1", "it is another host of the site"),
        ("http://www.news.example.com/b/1", "the new address is not encrypted"),
        ("https://www.news.example.com/b/1?id=7", "has a query that the old one has not"),
        ("https://www.news.example.com/a/1;jsessionid=ABCDEF", 'has a ";" in its path'),
        ("https://www.news.example.com/de/a/1", "has “de” in its path, which may be a version"),
        ("https://www.news.example.com/pt-BR/b", "has “pt-BR” in its path, which may be a version"),
        ("https://www.news.example.com/a/1/amp", "has “amp” in its path, which may be a version"),
        ("https://www.news.example.com/a/1.amp.html", "has “amp” in its path, which may be a version"),
        ("https://www.news.example.com/Print/a/1", "has “Print” in its path, which may be a version"),
        ("https://www.news.example.com/mobile/a/1", "has “mobile” in its path, which may be a version"),
        ("https://www.news.example.com/login/return/a/1", "has “login” in its path, which may be a door"),
        ("https://www.news.example.com/sso/1", "has “sso” in its path, which may be a door"),
        ("https://www.news.example.com/", "is the entrance of the site"),
        ("https://www.news.example.com/en/index.html", "is the entrance of the site"),
        ("https://www.news.example.com/b/1#comments", "lead to a place in the page (“#comments”)"),
    ],
)
def test_an_address_for_some_readers_only_is_told(target: str, doubt: str) -> None:
    assert doubt in address_doubt(OLD, target)


@pytest.mark.parametrize(
    "target",
    [
        "https://www.news.example.com/2024/05/a-story-of-print-and-login",
        "https://news.example.com/archive/1.html",
        "https://www.news.example.com/A/1/",
    ],
)
def test_a_better_address_of_the_same_document_is_no_reason_to_look(target: str) -> None:
    assert address_doubt(OLD, target) == ""


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("https://x.example.com/de/a", "https://x.example.com/de/b"),
        ("https://x.example.com/a;v=1", "https://x.example.com/b;v=1"),
        ("https://x.example.com/amp/a", "https://x.example.com/a"),
        ("https://x.example.com/a#part-2", "https://x.example.com/b"),
        ("https://x.example.com/a#part-2", "https://x.example.com/b#part-2"),
        ("http://x.example.com/a", "https://x.example.com/a"),
    ],
)
def test_what_the_old_address_had_already_is_no_reason_to_look(source: str, target: str) -> None:
    assert address_doubt(source, target) == ""


@pytest.mark.parametrize("fragment", ["!/a/1", "/a/1"])
def test_a_cited_route_of_scripts_is_told(fragment: str) -> None:
    doubt = address_doubt(f"https://x.example.com/#{fragment}", "https://x.example.com/new")

    assert doubt == f"the page's own scripts read what the citation has behind the “#” (“#{fragment}”)"


def test_another_place_in_the_page_than_the_cited_one_is_told() -> None:
    doubt = address_doubt("https://x.example.com/a#part-2", "https://x.example.com/b#comments")

    assert doubt == "the redirects lead to another place in the page (“#comments”) than was cited"
