from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.observing import TEXT, URL, article, cut, failed, html_page, observed
from tests.judge.judging import identity
from verifier.extract.page import read_page
from verifier.judge.reasons import REASONS
from verifier.judge.titles import TitleWeights, compare
from verifier.model.citation import Claim
from verifier.model.observation import FailureKind, Page, TitleCandidate
from verifier.model.verdict import Identity, PageClass

TITLE = "Harbour bridge reopens after two years of repairs"
PLAIN_URL = "https://news.example.net/a/48213"
OTHER = "Fire brigade trains recruits with a new ladder truck"
FIRE_TEXT = "The fire brigade showed its newest vehicle to visitors on the parade ground last weekend. " * 25


def page_called(title: str, text: str = TEXT, head: str = "") -> Page:
    return article(title, text, head)


def said(cited: str, page: Page, url: str = PLAIN_URL, publisher: str | None = None) -> tuple[Identity, str]:
    observation = observed(page, url=url)
    judgement = compare(Claim(url, cited, publisher), observation, PageClass.DOCUMENT)
    assert judgement.reason in REASONS
    assert judgement.evidence[0] == REASONS[judgement.reason]
    return judgement.identity, judgement.reason


@pytest.mark.parametrize(
    ("cited", "reason"),
    [
        (TITLE, "exact"),
        (TITLE.upper(), "exact"),
        ("“Harbour bridge” reopens — after two years of repairs", "exact"),
        ("Harbour bridge reopens after two years of repairs &amp;#8230;", "exact"),
        (f"{TITLE} | The Gazette", "affix"),
        (f"The Gazette: {TITLE}", "affix"),
        (f"{TITLE} (The Gazette)", "affix"),
        ("Harbour bridge reopens after two...", "truncated"),
        ("Harbour bridge reopens after two yea", "truncated"),
        ("bridge reopens after two years", "truncated"),
        ("Harbour bridge repoens after two years of repairs", "small-edit"),
        ("Harbour bridge reopens two after years of repairs", "small-edit"),
        ("Harbour bridge reopens after two years of repairs", "exact"),
        ("So bridge harbour reopens after two year of repairs", "small-edit"),
        ("The harbour bridge: reopens!", "truncated"),
        ("Harbours bridge finally reopens: two year of repairs", "small-edit"),
    ],
)
def test_spellings_of_the_pages_own_title_match(cited: str, reason: str) -> None:
    assert said(cited, page_called(TITLE)) == (Identity.MATCH, reason)


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("Gazette: Gazette", "Gazette"),
        ("Acme Tools (Acme Tools)", "Acme Tools"),
        ("Acme Tools: Acme Tools | Directory", "Acme Tools | Directory"),
    ],
)
def test_a_name_said_twice_is_a_name_said_once(cited: str, found: str) -> None:
    assert said(cited, page_called(found), "https://gazette.example/")[0] is Identity.MATCH


@pytest.mark.parametrize(
    ("heading", "word"), [("Guides to the city - City Guide", "truncated"), ("Something else", "described")]
)
def test_a_short_title_is_what_a_page_says_first_before_what_the_site_is_called(
    heading: str, word: str
) -> None:
    head, body = "<title>Trams Explained - Guides to the city - City Guide</title>", f"<h1>{heading}</h1>"
    page = html_page(head, f"{body}<p>{TEXT} Trams explained.</p>")

    assert said("Trams Explained", page, "https://guide.example/48213")[1] == word


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("Vaccines cause autism", "Vaccines do not cause autism, study finds"),
        ("Vaccines cause autism in children", "Vaccines do not cause autism in children"),
        ("Evidence that masks work in schools", "No evidence that masks work in schools, panel says"),
        ("Aspartame is safe for adults", "Aspartame is not safe for adults"),
        ("The End of the World", "Why it is not the end of the world for tram drivers"),
        ("Israel attacks Iran", "Iran attacks Israel"),
        ("Google sues Epic over app store rules", "Epic sues Google over app store rules"),
        (
            "Department of Education of Ohio fined after data of pupils leaked for years",
            "Department of Education of Iowa fined after data of pupils leaked for years",
        ),
        ("Country Reports on Human Rights: Kenya", "Country Reports on Human Rights: Nigeria"),
        (
            "Inquiry into Harbour Bridge Collapse: Interim Findings of Judge Smith",
            "Inquiry into Harbour Bridge Collapse: Dissent of Engineers Union",
        ),
        ("Harbour Bridge", "Harbour Bridge: the hoax exposed by three engineers"),
        ("Tram Safety", "Tram Safety - all articles with this tag"),
    ],
)
def test_what_says_another_thing_in_nearly_the_same_words_is_no_match(cited: str, found: str) -> None:
    assert said(cited, page_called(found), "https://news.example.net/tag/safety")[0] is not Identity.MATCH


def test_words_of_the_one_who_describes_need_not_stand_on_the_page() -> None:
    cited = "Overview explaining telescope sunshield, mirror segments and instruments cooling"
    page = page_called("Webb fully deployed")
    words = page.words | {"telescope", "sunshield", "mirror", "segments"}

    assert said(cited, replace(page, words=words))[1] == "described"


def test_more_has_to_be_covered_where_nothing_else_is_alike() -> None:
    cited = "Bridge harbour river council nobody anywhere moonlight"
    other = page_called("Fire brigade trains with a new ladder truck")
    many = {f"word{number}" for number in range(600)}
    covered = other.words | many | {"bridge", "harbour", "river", "council"}

    reasons = [said(cited, replace(other, words=covered | more))[1] for more in ({*()}, {"moonlight"})]

    assert reasons == ["title-differs", "described"]


def test_the_site_name_beside_the_pages_title_does_not_matter() -> None:
    page = html_page(f"<title>{TITLE} - Harbour Gazette Online Edition</title>", f"<p>{TEXT}</p>")

    assert said(TITLE, page)[0] is Identity.MATCH


def test_any_of_the_pages_titles_can_be_the_cited_one_and_it_is_named() -> None:
    page = page_called("Trams cross the water again", head=f'<meta property="og:title" content="{TITLE}">')
    judgement = identity(TITLE, observed(page))

    assert (judgement.identity, judgement.field, judgement.found_title) == (Identity.MATCH, "og:title", TITLE)


@pytest.mark.parametrize(
    ("cited", "page"),
    [
        ("Bridge", TITLE),
        ("Harbour repairs", TITLE),
        (
            "The Gazette investigates: who paid for the bridge, the trams and the lights",
            "Bridge, trams, lights",
        ),
        ("Iraq war - The New York Times", "Climate report - The New York Times"),
        ("Iraq war - The New York Times", "The New York Times"),
    ],
)
def test_a_subset_of_words_is_no_match(cited: str, page: str) -> None:
    assert said(cited, page_called(page))[0] is not Identity.MATCH


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        (
            "Council spends 15 million on new harbour cranes",
            "Council spends 50 million on new harbour cranes",
        ),
        (
            "Annual water report of the harbour district 2019",
            "Annual water report of the harbour district 2021",
        ),
        ("Tweet of the Week #69: Dealing With Storms", "Tweet of the Week #67: Dealing With Storms"),
    ],
)
def test_another_number_is_never_a_match_and_never_a_mismatch(cited: str, found: str) -> None:
    assert said(cited, page_called(found)) == (Identity.CANNOT_TELL, "number-differs")


def test_the_same_number_written_otherwise_is_the_same() -> None:
    assert said("Bridge costs 1,200 workers their jobs", page_called("Bridge costs 1200 workers their jobs"))[
        0
    ] is (Identity.MATCH)


def test_another_document_is_a_mismatch_and_its_title_is_shown() -> None:
    observation = observed(page_called(OTHER, FIRE_TEXT), url=PLAIN_URL)
    judgement = compare(Claim(PLAIN_URL, TITLE), observation, PageClass.DOCUMENT)

    assert (judgement.identity, judgement.reason) == (Identity.MISMATCH, "title-differs")
    assert judgement.found_title == OTHER


def test_hardly_any_links_and_hardly_a_cited_word_make_a_shorter_text_enough() -> None:
    linked = f"{FIRE_TEXT[:600]}<a href='/x'>{FIRE_TEXT[:600]}</a>"

    assert said(TITLE, page_called(OTHER, FIRE_TEXT[:1_200])) == (Identity.MISMATCH, "title-differs")
    assert said(TITLE, page_called(OTHER, linked)) == (Identity.CANNOT_TELL, "too-little-text")


def test_a_title_in_neither_english_nor_the_pages_script_is_no_translation() -> None:
    page = page_called("Мост снова открыт", "Городской совет сообщил об открытии. " * 60)

    assert said("Candidatos se enfrentaron a las preguntas de estudiantes", page)[0] is Identity.MISMATCH
    assert said("Candidates take a few questions of students", page) == (Identity.CANNOT_TELL, "language")


@pytest.mark.parametrize(
    ("reason", "cited", "page", "url"),
    [
        ("described", "City council on trams and bicycles at the bridge", page_called(OTHER), PLAIN_URL),
        ("other-headline", TITLE, page_called(OTHER, FIRE_TEXT), URL),
        ("too-short", "Bridge fire", page_called(OTHER, FIRE_TEXT), PLAIN_URL),
        ("generic-title", "Press Release", page_called("Press Release"), PLAIN_URL),
        ("title-is-host", "news.example.net", page_called(OTHER, FIRE_TEXT), PLAIN_URL),
        ("title-is-host", "https://news.example.net/a", page_called(OTHER, FIRE_TEXT), PLAIN_URL),
        ("too-little-text", TITLE, page_called(OTHER, FIRE_TEXT[:900]), PLAIN_URL),
        ("no-headline", TITLE, html_page("<title>News</title>", FIRE_TEXT), PLAIN_URL),
        ("no-title", TITLE, html_page(body=FIRE_TEXT), PLAIN_URL),
        ("no-cited-title", "", page_called(OTHER), PLAIN_URL),
        (
            "language",
            TITLE,
            page_called("Мост снова открыт", "Городской совет сообщил об открытии. " * 60),
            PLAIN_URL,
        ),
        (
            "language",
            "The mayor Katharina Holtbrink opens the bridge for the public",
            page_called(
                "Hafenbrücke wieder offen",
                "Die Brücke ist wieder offen, sagte Katharina Holtbrink, und das ist für die Stadt gut. "
                * 20,
            ),
            PLAIN_URL,
        ),
    ],
)
def test_where_evidence_does_not_agree_nothing_is_said_and_why(
    reason: str, cited: str, page: Page, url: str
) -> None:
    assert said(cited, page, url) == (Identity.CANNOT_TELL, reason)


def test_the_name_of_a_site_is_the_title_of_its_entrance() -> None:
    page = html_page("<title>Harbour Gazette</title>", f"<h1>Harbour Gazette</h1>{TEXT}")
    page = replace(page, site_name="Harbour Gazette")

    assert said("Harbour Gazette", page, "https://news.example.net/") == (Identity.MATCH, "exact")
    assert said("Harbour Gazette", page, PLAIN_URL) == (Identity.CANNOT_TELL, "title-is-host")


def test_an_address_that_named_the_document_and_led_away_is_a_mismatch() -> None:
    home = observed(page_called(OTHER, FIRE_TEXT), redirects=((302, "https://news.example.net/"),))
    section = observed(page_called(OTHER, FIRE_TEXT), redirects=((302, "https://news.example.net/2021"),))

    for led in (home, section):
        judgement = identity(TITLE, led)
        assert (judgement.identity, judgement.reason) == (Identity.MISMATCH, "redirected-elsewhere")


@pytest.mark.parametrize(
    "page_class",
    [None, *sorted(set(PageClass) - {PageClass.DOCUMENT, PageClass.PAYWALL, PageClass.HOME_PAGE})],
)
def test_what_is_no_document_neither_matches_nor_mismatches(page_class: PageClass | None) -> None:
    for title in (TITLE, OTHER):
        judgement = compare(Claim(PLAIN_URL, title), observed(page_called(TITLE), url=PLAIN_URL), page_class)

        assert (judgement.identity, judgement.reason) == (Identity.CANNOT_TELL, "not-a-document")


def test_a_paywall_can_show_the_cited_headline_but_never_another_document() -> None:
    observation = observed(page_called(TITLE), url=PLAIN_URL)

    assert compare(Claim(PLAIN_URL, TITLE), observation, PageClass.PAYWALL).identity is Identity.MATCH
    assert compare(Claim(PLAIN_URL, OTHER), observation, PageClass.PAYWALL).identity is Identity.CANNOT_TELL


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (TITLE, (Identity.MATCH, "exact")),
        ("Trams and bicycles have the bridge to themselves", (Identity.CANNOT_TELL, "body-cut")),
        ("Harbour bridge reopens after seven years of repairs 2019", (Identity.CANNOT_TELL, "body-cut")),
        ("Press Release", (Identity.CANNOT_TELL, "generic-title")),
    ],
)
def test_what_was_read_of_a_cut_page_can_confirm_but_not_refute(
    cited: str, expected: tuple[Identity, str]
) -> None:
    observation = cut(observed(page_called(TITLE, FIRE_TEXT), url=PLAIN_URL))
    judgement = compare(Claim(PLAIN_URL, cited), observation, PageClass.DOCUMENT)

    assert (judgement.identity, judgement.reason) == expected


def test_a_cut_page_of_another_document_is_no_mismatch_and_a_whole_one_is() -> None:
    whole = observed(page_called(OTHER, FIRE_TEXT), url=PLAIN_URL)

    assert identity(TITLE, whole).identity is Identity.MISMATCH
    assert (identity(TITLE, cut(whole)).identity, identity(TITLE, cut(whole)).reason) == (
        Identity.CANNOT_TELL,
        "body-cut",
    )


@pytest.mark.parametrize(
    "page_class", [None, *sorted(set(PageClass) - {PageClass.DOCUMENT, PageClass.HOME_PAGE})]
)
def test_what_a_wall_hides_is_not_lost(page_class: PageClass | None) -> None:
    led = observed(page_called(OTHER, FIRE_TEXT), redirects=((302, "https://news.example.net/"),))
    judgement = compare(Claim(URL, TITLE), led, page_class)

    assert (judgement.identity, judgement.reason) == (Identity.CANNOT_TELL, "not-a-document")


@pytest.mark.parametrize("cited", [None, "", "  ", "—", "…"])
def test_without_a_cited_title_nothing_is_said_of_likeness(cited: str | None) -> None:
    judgement = identity(cited, observed(page_called(OTHER, FIRE_TEXT)))

    assert judgement.reason == "no-cited-title"
    assert judgement.evidence == ("The citation gives no title.",)
    assert (judgement.score, judgement.field) == (None, None)


def test_a_title_of_small_words_alone_describes_no_page() -> None:
    assert said("What it is", page_called(OTHER, FIRE_TEXT)) == (Identity.CANNOT_TELL, "too-short")


def test_a_page_that_came_empty_is_said_to_be_empty() -> None:
    for page in (None, html_page(), read_page(b" ", "text/plain", URL)):
        judgement = identity(TITLE, observed(page))
        assert (judgement.identity, judgement.reason) == (Identity.CANNOT_TELL, "no-content")
        assert judgement.evidence == ("The page came without content.",)


def test_without_a_page_nothing_is_said() -> None:
    assert identity(TITLE, observed(None, status=404)).reason == "not-fetched"
    broken = replace(failed(FailureKind.TIMEOUT), page=page_called(OTHER, FIRE_TEXT))
    assert identity(TITLE, broken).reason == "not-fetched"


def test_a_title_at_the_beginning_of_a_pdf_is_found() -> None:
    start = (
        "Harbour District Council Harbour bridge re- opens after two years of repairs Final report " + TEXT
    )
    page = Page(kind="pdf", titles=(TitleCandidate("pdf:page1", start[:1500]),), text_length=3000)

    assert said(TITLE, page) == (Identity.MATCH, "in-text")


def test_rare_words_weigh_more_than_the_words_of_every_title() -> None:
    weights = TitleWeights([f"Report on topic{number}" for number in range(50)])

    assert weights.of("report") < weights.of("topic7") < weights.of("unheard")
    assert TitleWeights().of("report") == TitleWeights().of("unheard")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_titles_compare_without_an_exception(cited: str, found: str) -> None:
    page = Page(kind="html", titles=(TitleCandidate("title", found),), text_length=2000)

    assert said(cited, page)[1] in REASONS


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        (
            "White House announces new oil sanctions against Iraq",
            "White House announces new oil sanctions against Iran",
        ),
        (
            "Senate approves five million dollars for relief",
            "Senate approves five billion dollars for relief",
        ),
        ("Consumer Price Index Summary: September 2023", "Consumer Price Index Summary: December 2023"),
        ("Court calls the new border policy legal", "Court calls the new border policy illegal"),
        ("A History of World War I", "A History of World War II"),
        ("Hepatitis B surveillance guidelines for states", "Hepatitis C surveillance guidelines for states"),
        ("Effects of zinc on mortality in patients", "Retraction: Effects of zinc on mortality in patients"),
        ("The New York Times", "Council votes on the new bus timetable - The New York Times"),
        ("Inflation falls to three percent in April", "La inflación baja al tres por ciento en abril"),
        ("Guide to the Art of the North", "Guide to the Artichoke of the North"),
    ],
)
def test_another_word_makes_another_title(cited: str, found: str) -> None:
    assert said(cited, page_called(found))[0] is not Identity.MATCH


@pytest.mark.parametrize(
    "cited",
    ["Archived copy", "Title not available", "Dataset", "Tweet", "Footnote 3", "Click here", "Court filing"],
)
def test_what_names_no_page_is_no_evidence_against_one(cited: str) -> None:
    assert said(cited, page_called("Council votes on the new bus timetable")) == (
        Identity.CANNOT_TELL,
        "generic-title",
    )


def test_a_publisher_s_name_is_told_by_its_initials() -> None:
    page = observed(article("Council votes on the new bus timetable"), url="https://www.wsj.com/a/48213")
    for name in ("The Wall Street Journal", "Wall Street Journal"):
        assert identity(name, page).reason == "title-is-host"


def test_a_page_in_a_wrong_charset_is_no_other_page() -> None:
    text = ("Глава государства подписал документ о призыве граждан. " * 40).encode("cp1251")
    page = read_page(
        b"<title>" + "Президент подписал закон".encode("cp1251") + b"</title>" + text, "text/html", URL
    )
    assert identity("Президент подписал закон", observed(page)).reason == "garbled"


def test_data_has_no_headline() -> None:
    page = read_page(b"LAUST01,01,2020,M01,3.1\n" * 200, "text/csv", URL)
    said = identity("Local unemployment statistics by state", observed(page))
    assert (said.identity, said.reason) == (Identity.CANNOT_TELL, "no-headline")


def test_an_article_that_a_page_only_lists_is_not_the_page() -> None:
    listed = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "url": "https://news.example.net/a/1"}}'
    head = f'<script type="application/ld+json">[{listed}]</script>'
    assert (
        identity(TITLE, observed(article("Fire brigade trains with a ladder", head=head))).identity
        is not Identity.MATCH
    )


def test_an_address_that_scripts_read_leads_nowhere_else() -> None:
    shell = observed(
        html_page("<title>Gazette</title>", "Loading"),
        url="https://news.example.net/harbour-bridge-reopens",
        redirects=((301, "https://news.example.net/#/harbour-bridge-reopens"),),
    )
    assert identity(TITLE, shell).identity is Identity.CANNOT_TELL


def test_an_address_that_is_none_ends_nowhere() -> None:
    odd = observed(page_called(OTHER), url="https://news.example.net/", redirects=((301, "https://[x/a"),))
    assert identity(TITLE, odd).reason in REASONS
