from __future__ import annotations

import json

import pytest

from tests.extract.observing import HTML, TEXT, URL, article, html_page
from verifier.extract.page import read_page
from verifier.extract.title_fields import MAX_TITLES
from verifier.model.observation import Page


def titles(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for title in page.titles:
        found.setdefault(title.field, []).append(title.text)
    return found


@pytest.mark.parametrize(
    ("field", "markup"),
    [
        ("title", "<title>Bridge reopens</title>"),
        ("og:title", '<meta property="og:title" content="Bridge reopens">'),
        ("twitter:title", '<meta name="twitter:title" content="Bridge reopens">'),
        ("citation_title", '<meta name="citation_title" content="Bridge reopens">'),
        ("dc.title", '<meta name="DC.Title" content="Bridge reopens">'),
        ("parsely-title", '<meta name="parsely-title" content="Bridge reopens">'),
        ("sailthru.title", '<meta name="sailthru.title" content="Bridge reopens">'),
        ("h1", "<h1>Bridge <em>reopens</em></h1>"),
        ("h2", "<h2>Bridge reopens</h2>"),
        ("itemprop:headline", '<p itemprop="headline">Bridge reopens</p>'),
        ("block", '<div class="entry-title">Bridge reopens</div>'),
    ],
)
def test_every_place_where_a_page_names_itself_is_read(field: str, markup: str) -> None:
    assert titles(html_page(body=markup))[field] == ["Bridge reopens"]


def test_what_stands_after_a_broken_head_is_read_all_the_same() -> None:
    page = html_page("<noscript><img src=a></noscript><title>Bridge reopens</title>")

    assert titles(page)["title"] == ["Bridge reopens"]


def test_titles_of_drawings_comments_scripts_and_templates_are_not_the_pages() -> None:
    page = html_page(
        "<!-- <title>Comment</title> --><script>a = '<title>Script</title>'</script><title>Bridge</title>",
        "<svg><title>Icon</title></svg><template><h1>Template</h1></template>",
    )

    assert titles(page) == {"title": ["Bridge"]}


def test_a_linked_heading_names_another_page_unless_the_link_leads_here() -> None:
    page = html_page(
        body=f'<h2><a href="/other">Other story</a></h2><h2><a href="{URL}#top">This story</a></h2>'
    )

    assert titles(page)["h2"] == ["This story"]


def json_ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_json_ld_is_read_in_graphs_and_not_in_lists_of_other_articles() -> None:
    page = html_page(
        json_ld(
            {
                "@graph": [
                    {
                        "@type": "NewsArticle",
                        "headline": "Bridge reopens",
                        "alternativeHeadline": "Trams are back",
                        "publisher": {"@type": "Organization", "name": "Gazette"},
                        "datePublished": "2021-03-04",
                        "author": {"@type": "Person", "name": "A. Writer"},
                    },
                    {"@type": "ItemList", "itemListElement": [{"@type": "Article", "headline": "Other"}]},
                ]
            }
        )
    )

    assert titles(page) == {"ld:headline": ["Bridge reopens"], "ld:alternativeHeadline": ["Trams are back"]}
    assert (page.publisher, page.published, page.rich) == ("Gazette", "2021-03-04", True)


def test_a_broken_json_ld_block_still_yields_its_headline() -> None:
    page = html_page('<script type="application/ld+json">{"headline": "Bridge \\u00bbA\\u00ab",, }</script>')

    assert titles(page)["ld:headline"] == ["Bridge »A«"]


@pytest.mark.parametrize(
    "block", ["[" * 200_000, '{"headline":' + "9" * 100_000, '{"headline":"\\ud800 lone"}', "null"]
)
def test_hostile_json_ld_harms_nothing(block: str) -> None:
    page = html_page(f'<title>Bridge</title><script type="application/ld+json">{block}</script>')

    assert titles(page)["title"] == ["Bridge"]
    json.dumps([title.text for title in page.titles]).encode()
    assert all(title.text.encode() for title in page.titles)


def test_facts_beside_the_titles() -> None:
    page = article(
        "Bridge reopens",
        head='<meta property="og:site_name" content="Gazette"><link rel="canonical" href="/bridge">'
        '<meta name="description" content="Trams return">'
        '<meta property="article:published_time" content="2021-03-04">',
    )

    assert (page.kind, page.site_name, page.description) == ("html", "Gazette", "Trams return")
    assert page.canonical == "https://news.example.net/bridge"
    assert page.published == "2021-03-04"
    assert {"trams", "return", "bicycles"} <= page.words
    assert page.text_length >= len(TEXT.strip())
    assert page.lead.startswith("Bridge reopens The harbour bridge")
    assert page.rich


def test_visible_text_leaves_out_what_nobody_sees() -> None:
    page = html_page(
        body="<p>seen</p><script>hidden</script><style>hidden</style><noscript>hidden</noscript>"
    )

    assert page.lead == "seen"
    assert page.script_count == 1


def test_the_share_of_text_in_links_and_a_password_field_are_seen() -> None:
    page = html_page(body='<a href="/a">abcde</a> fghij<input type="PASSWORD">')

    assert page.link_density == pytest.approx(5 / 11, abs=0.01)
    assert page.password_field


@pytest.mark.parametrize(
    "markup",
    [
        '<meta http-equiv="refresh" content="0; url=/new">',
        "<META HTTP-EQUIV='Refresh' CONTENT='5;URL=\"/new\"'>",
        "<script>window.location.href = '/new';</script>",
        '<script>location.replace("/new")</script>',
    ],
)
def test_a_page_that_leads_on_says_where(markup: str) -> None:
    assert html_page(markup).refresh == "https://news.example.net/new"


@pytest.mark.parametrize(
    "markup",
    [
        '<noscript><meta http-equiv="refresh" content="0; url=/enable-scripts"></noscript>',
        '<meta http-equiv="refresh" content="300; url=/again">',
        '<meta http-equiv="refresh" content="30">',
    ],
)
def test_a_page_that_reloads_later_or_for_others_does_not_lead_on(markup: str) -> None:
    assert article("Bridge", head=markup).refresh is None


@pytest.mark.parametrize(
    "body",
    [
        b"<title>" + b"x y " * 2_500_000 + b"</title>",
        b"<title>t</title>" * 100_000 + b"<h1>t</h1>" * 100_000,
        ("<title>a" + "\u0301" * 400_000 + "</title>").encode(),
        b"<title>" + b" " * 3_000_000 + b"</title>",
        b"<meta name=a content=b>" * 50_000,
        b'<meta http-equiv=refresh content="' + b"0" * 2_000_000 + b'">',
        b'<meta http-equiv=refresh content="00000' + b" " * 200_000 + b'">',
        b"<a href=x>t" * 50_000,
        b"<title>a\0b</title>" + b"\0" * 100_000,
        " ".join(f"w{number}" for number in range(200_000)).encode(),
        b"<p>" + b"A" * 2_000_000,
    ],
    ids=range(11),
)
def test_giant_and_odd_pages_give_bounded_facts(body: bytes) -> None:
    page = read_page(body, HTML, URL)

    assert page is not None
    assert len(page.titles) <= MAX_TITLES
    assert all(len(title.text) <= 4_096 and "\0" not in title.text for title in page.titles)
    assert len(page.words) <= 12_000
    assert all(len(word) <= 64 for word in page.words)


def test_markup_that_the_parser_would_choke_on_gives_no_page() -> None:
    assert read_page(b"<div>" * 49_000, HTML, URL) is None


def test_an_address_that_is_none_costs_no_page() -> None:
    page = html_page("<title>Harbour</title>", "<h2><a href='http://[site_url]/x'>Bridge</a></h2>")
    assert [title.text for title in page.titles] == ["Harbour"]
