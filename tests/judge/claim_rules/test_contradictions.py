"""The rules about what a citation says besides its URL: CIT010 to CIT021."""

from __future__ import annotations

import pytest

from tests.judge.claim_rules.claims import cite, corpus, document, messages
from verifier.judge.claim_rules import (
    archive_url_malformed,
    date_in_url_differs,
    same_url_different_titles,
    title_is_host_or_url,
    verified_without_evidence,
)


@pytest.mark.parametrize(
    ("date", "url", "says"),
    [
        ("2023-05-20", "https://x.org/2023/05/07/a", "2023-05-07: 13 days apart"),
        ("2023-05-11", "https://x.org/2023/5/7/a", "2023-05-07: 4 days apart"),
        ("2023-05-20", "https://x.org/2023/05/07-a-slug", "2023-05-07: 13 days apart"),
        ("2023-05-20", "https://x.org/2023-05-07-a", "2023-05-07: 13 days apart"),
        ("May 20, 2023", "https://x.org/a-2023-05-07/", "2023-05-07: 13 days apart"),
        ("2023-05-20", "https://x.org/20230507/a", "2023-05-07: 13 days apart"),
        ("2023-05-20", "https://x.org/us/2023/may/07/a", "2023-05-07: 13 days apart"),
        ("2023-06-04", "https://x.org/2023/05/a", "2023-05: 4 days apart"),
        ("2022", "https://x.org/2023/05/07/a", "2023-05-07: 127 days apart"),
        ("2022-05", "https://x.org/2023/05/a", "2023-05: 335 days apart"),
        (
            "2024-05-07",
            "https://web.archive.org/web/20240507101112/https://x.org/2023/05/07/a",
            "366 days apart",
        ),
    ],
)
def test_cit010_the_date_in_the_url_is_another(date: str, url: str, says: str) -> None:
    (message,) = messages(date_in_url_differs, cite(url, date=date))

    assert f"“{date}”" in message
    assert says in message


@pytest.mark.parametrize(
    ("date", "url"),
    [
        ("2023-05-10", "https://x.org/2023/05/07/a"),
        ("2023-05-04", "https://x.org/2023/05/07/a"),
        ("2023-06-03", "https://x.org/2023/05/a"),
        ("2023", "https://x.org/2023/05/07/a"),
        ("2023-05", "https://x.org/2023/05/a"),
        ("2020-01-01", "https://x.org/2020/01/01/report-of-2019-03-04/"),
        ("", "https://x.org/2023/05/07/a"),
        ("n.d.", "https://x.org/2023/05/07/a"),
        ("2020-01-01", "https://x.org/article/20231357"),
        ("2020-01-01", "https://x.org/article20230507"),
        ("2020-01-01", "https://x.org/a/2023050799/b"),
        ("2023-05-30", "https://x.org/2023/05/07123/a"),
        ("2020-01-01", "https://x.org/wp-content/uploads/2023/05/a.html"),
        ("2020-01-01", "https://x.org/uploads/2023/05/07/a.html"),
        ("2020-01-01", "https://x.org/sites/default/files/2023-05/a.html"),
        ("2020-01-01", "https://x.org/2023/05/report.pdf"),
        ("2020-01-01", "https://x.org/documents/2023-02451/a"),
        ("2020-01-01", "https://x.org/docket/19-2023-05-07-99"),
        ("2020-01-01", "https://x.org/2023/13/a"),
        ("2020-01-01", "https://x.org/2023/02/30/a"),
        ("2020-01-01", "https://x.org/a?date=2023-05-07"),
        ("2020-01-01", "words /2023/05/07/"),
    ],
)
def test_cit010_does_not_cry_wolf(date: str, url: str) -> None:
    assert messages(date_in_url_differs, cite(url, date=date)) == []


def test_cit011_titles_that_differ_in_their_words() -> None:
    a = document(cite(title="Watt resigns his interior post"), path="a.md")
    b = document(cite(title="Forests for sale, says senator"), path="b.md")
    c = document(cite(title="Watt Resigns His Interior Post"), path="c.md")
    (finding,) = same_url_different_titles.check(corpus(b, a, c))

    assert finding.path == "b.md"
    assert finding.message == (
        "The title here is “Forests for sale, says senator”, "
        "but a.md:10 cites the same URL as “Watt resigns his interior post”."
    )


@pytest.mark.parametrize(
    "other",
    [
        "THE STATE'S LONG QUIET YEARS",
        "The state’s long quiet years",
        "The State's Long Quiet Ye…",
        "The State's Long Quiet Ye...",
        "The State's Long Quiet Years | The Gazette",
        "The State's Long Quiet Years - The New York Times",
        "Gazette — The State's Long Quiet Years",
        "The State's Long Quiet Years: A History of Forgetting",
        "  The State's   Long\nQuiet Years ",
        "",
        "x.org",
        "https://x.org/a",
    ],
)
def test_cit011_the_same_title_in_another_dress(other: str) -> None:
    assert (
        messages(same_url_different_titles, cite(title="The State's Long Quiet Years"), cite(title=other))
        == []
    )


def test_cit011_two_forms_of_the_site_name_are_one_title() -> None:
    titles = ("The Long Quiet Years | NYT", "The Long Quiet Years - The New York Times")
    assert messages(same_url_different_titles, *(cite(title=title) for title in titles)) == []


def test_cit011_different_urls_may_have_different_titles() -> None:
    assert (
        messages(same_url_different_titles, cite(title="One thing"), cite("https://x.org/b", "Another")) == []
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("https://x.org/a", "a URL"),
        ("x.org/a", "the URL"),
        ("x.org", "the name of the host"),
        ("WWW.X.ORG", "the name of the host"),
        ("www.news.x.org/2021/", None),
    ],
)
def test_cit012_an_address_is_no_title(title: str, kind: str | None) -> None:
    found = messages(title_is_host_or_url, cite("https://www.x.org/a", title))

    assert found == ([f"The title “{title}” is {kind}, not the name of a document."] if kind else [])


def test_cit012_a_part_of_the_host_s_name_counts_a_name_does_not() -> None:
    assert len(messages(title_is_host_or_url, cite("https://cooking.x.org/a", "x.org"))) == 1
    assert messages(title_is_host_or_url, cite("https://reuters.com/a", "Reuters")) == []
    assert messages(title_is_host_or_url, cite("https://x.org/a", "St. Louis"), cite(title=None)) == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://web.archive.org/web/20250822000000/https://x.org/a", "midnight"),
        ("https://web.archive.org/web/20240328000000*/https://x.org/a", "“*”"),
        ("https://web.archive.org/web/*/https://x.org/a", "“*”"),
        ("https://web.archive.org/web/20251301101112/https://x.org/a", "no date"),
        ("https://web.archive.org/web/20250230101112/https://x.org/a", "no date"),
        ("https://web.archive.org/web/20250201251112/https://x.org/a", "no date"),
        ("https://web.archive.org/web/19850201101112/https://x.org/a", "no date"),
        ("https://web.archive.org/web/202502011011120/https://x.org/a", "15 digits"),
        ("https://web.archive.org/web/20250201101112/", "names no original address"),
        ("https://web.archive.org/save/https://x.org/a", "instead of naming one"),
        ("yes", "is no URL"),
        ("/web/2025/a", "is no URL"),
    ],
)
def test_cit020_an_address_that_cannot_be_a_copy_s(url: str, says: str) -> None:
    (message,) = messages(archive_url_malformed, cite(archive_url=url))

    assert says in message


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/web/20250814194913/https://www.reuters.com/",
        "https://web.archive.org/web/20240731213456if_/https://x.org/a?b=c",
        "https://web.archive.org/web/20230822/https://x.org/a",
        "https://web.archive.org/web/2023/https://x.org/a",
        "https://web.archive.org/web/https://x.org/a",
        "https://archive.ph/AbCdE",
        "https://archive.org/details/a-testimony",
        "https://x.org/web/20250822000000/a",
        "",
    ],
)
def test_cit020_addresses_that_may_be_a_copy_s_are_left_alone(url: str) -> None:
    assert messages(archive_url_malformed, cite(archive_url=url)) == []


def test_cit021_a_claim_to_be_verified_wants_a_copy_or_a_date() -> None:
    assert len(messages(verified_without_evidence, cite(verified="true"), cite(verified="Yes"))) == 2
    evidence = [
        cite(verified="true", access_date="2025-01-01"),
        cite(verified="true", archive_url="https://x.org/c"),
    ]
    assert messages(verified_without_evidence, *evidence, cite(verified="false"), cite()) == []
