"""The demo's planted cases: what each URL answers, and what `run` has to say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from verifier.demo.pages import article, home_page, pdf, short_page
from verifier.demo.world import Answer
from verifier.model.verdict import Verdict

_HTML = {"Content-Type": "text/html; charset=utf-8"}
GAZETTE = "The Harbour Gazette"
_SITE = "https://gazette.demo"
SLOW = 30.0
"""Seconds until the slow page answers: longer than the demo's deadline."""


@dataclass(frozen=True, slots=True)
class Case:
    """One citation with a known truth."""

    what: str
    """What is planted, in a few words."""
    url: str
    title: str
    verdict: Verdict
    code: str | None = None
    """The rule code that has to be among the findings; None where nothing is wrong."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    archived: str | None = None
    """Timestamp of a copy in the small archive; None where it has none."""
    archive_url: str | None = None
    """What the citation gives as archived copy."""
    group: str = ""
    """The document that it stands in."""


def _page(body: bytes, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {**_HTML, **named}, body)


def _redirect(status: int, target: str) -> Answer:
    return Answer(status, {**_HTML, "Location": target})


def _plain(what: str, url: str, title: str, found: tuple[Verdict, str | None], answer: Answer) -> Case:
    """A case of one URL, one answer and an archived copy; `found` is the verdict and the code."""
    return Case(what, url, title, *found, {url: answer}, archived="20240601093000")


def _standing() -> list[Case]:
    bridge = "Harbour bridge reopens after two years of repairs"
    tram = "New tram line to the northern districts opens in autumn"
    report = "Annual Report on Drinking Water Quality in the Harbour District"
    moved_to = f"{_SITE}/transport/tram-line-opens-in-autumn"
    return [
        Case(
            "a page that stands",
            f"{_SITE}/2024/03/12/harbour-bridge-reopens",
            bridge,
            Verdict.VERIFIED,
            answers={f"{_SITE}/2024/03/12/harbour-bridge-reopens": _page(article(bridge, GAZETTE))},
            archived="20240312081500",
        ),
        Case(
            "a page that moved for good",
            f"{_SITE}/news/tram-line",
            tram,
            Verdict.VERIFIED,
            "CIT106",
            {f"{_SITE}/news/tram-line": _redirect(301, moved_to), moved_to: _page(article(tram, GAZETTE))},
        ),
        _plain(
            "a PDF",
            "https://waterworks.demo/files/annual-report-2023.pdf",
            report,
            (Verdict.VERIFIED, None),
            Answer(200, {"Content-Type": "application/pdf"}, pdf(report)),
        ),
    ]


def _broken() -> list[Case]:
    market = f"{_SITE}/2019/06/old-market-hall"
    study = "https://journal.demo/2023/11/study-on-tidal-gardens"
    wrong = f"{_SITE}/2024/05/07/48213"
    deep = "https://tribune.demo/2021/09/ferry-timetable-to-change"
    front = "https://tribune.demo/"
    other = article("Fire brigade trains with new ladder truck", GAZETTE)
    return [
        Case(
            "404, but the archive has a copy",
            market,
            "Old market hall to become a concert venue",
            Verdict.PROBLEM,
            "CIT101",
            {market: _page(short_page("404 Not Found", "There is no such page."), 404)},
            archived="20190611120000",
        ),
        Case(
            "404, and no archive ever saw it",
            study,
            "Tidal gardens reduce flooding, a study of twelve towns finds",
            Verdict.PROBLEM,
            "CIT110",
            {study: _page(short_page("404 Not Found", "There is no such page."), 404)},
        ),
        _plain(
            "a page that says it is gone, with status 200",
            "https://tribune.demo/2020/01/winter-swimming-club",
            "Winter swimming club celebrates its centenary",
            (Verdict.PROBLEM, "CIT102"),
            _page(short_page("Page not found", "Sorry, the page you are looking for could not be found.")),
        ),
        _plain(
            "another document",
            wrong,
            "Public library extends its opening hours to Sundays",
            (Verdict.PROBLEM, "CIT201"),
            _page(other),
        ),
        _plain(
            "a parked domain",
            "https://oldclub.demo/history/founding-of-the-rowing-club",
            "The founding of the rowing club",
            (Verdict.PROBLEM, "CIT103"),
            _page(
                short_page(
                    "oldclub.demo is for sale",
                    "This domain is for sale. Buy this domain today. Related searches: rowing, boats, loans.",
                )
            ),
        ),
        Case(
            "sent to the home page",
            deep,
            "Ferry timetable to change in October",
            Verdict.PROBLEM,
            "CIT104",
            {
                deep: _redirect(302, front),
                front: _page(home_page("Tribune")),
            },
        ),
    ]


def _open_questions() -> list[Case]:
    members = "https://review.demo/essays/members/the-price-of-silence"
    paywalled = "https://review.demo/2024/02/harbour-toll-doubles"
    toll = "Harbour toll doubles for the third time in a decade"
    million = "Council spends 50 million on new harbour cranes"
    login_form = '<form><input name="user"><input type="password" name="p"><button>Sign in</button></form>'
    return [
        _plain(
            "a bot wall",
            "https://walled.demo/2024/01/fishing-quota-agreement",
            "Fishing quota agreement signed after long talks",
            (Verdict.UNCONFIRMED, "CIT401"),
            _page(
                short_page("Just a moment...", "Checking your browser before accessing walled.demo."),
                403,
                cf_mitigated="challenge",
                Server="cloudflare",
            ),
        ),
        _plain(
            "a paywall",
            paywalled,
            toll,
            (Verdict.UNCONFIRMED, "CIT408"),
            _page(
                short_page("Subscribe to continue reading", "Already a subscriber? Log in."),
                402,
            ),
        ),
        Case(
            "sent to a login",
            members,
            "The price of silence",
            Verdict.UNCONFIRMED,
            "CIT402",
            {
                members: _redirect(
                    302, "https://review.demo/login?next=/essays/members/the-price-of-silence"
                ),
                "https://review.demo/login": _page(
                    short_page("Sign in", "Please sign in to continue.", login_form)
                ),
            },
        ),
        _plain(
            "a page that does not answer in time",
            "https://slow.demo/archive/storm-damage-report",
            "Storm damage report for the winter of 2022",
            (Verdict.UNCONFIRMED, "CIT404"),
            Answer(200, _HTML, article("Storm damage report for the winter of 2022", "Slow"), SLOW),
        ),
        _plain(
            "a server in trouble",
            "https://tribune.demo/2022/04/harbour-master-retires",
            "Harbour master retires after thirty years",
            (Verdict.UNCONFIRMED, "CIT406"),
            _page(short_page("500 Internal Server Error", "Something went wrong."), 500),
        ),
        _plain(
            "another number in the headline",
            f"{_SITE}/2023/10/harbour-cranes",
            "Council spends 15 million on new harbour cranes",
            (Verdict.UNCONFIRMED, "CIT203"),
            _page(article(million, GAZETTE)),
        ),
    ]


def _claims() -> list[Case]:
    dredging = "Dredging of the inner basin begins in March"
    url = f"{_SITE}/2022/02/dredging-of-the-inner-basin"
    return [
        Case("no URL at all", "", "Minutes of the harbour board, 1974", Verdict.PROBLEM, "CIT001"),
        Case("text where a URL should be", "Harbour Gazette", "Regatta results", Verdict.PROBLEM, "CIT002"),
        Case(
            "a made-up archive address",
            url,
            dredging,
            Verdict.VERIFIED,
            "CIT020",
            {url: _page(article(dredging, GAZETTE))},
            archive_url=f"https://web.archive.org/web/20220201000000/{url}",
        ),
    ]


def planted_cases() -> list[Case]:
    """All of them, the good ones first."""
    groups = {
        "standing": _standing(),
        "broken": _broken(),
        "open-questions": _open_questions(),
        "claims": _claims(),
    }
    return [replace(case, group=group) for group, cases in groups.items() for case in cases]
