"""The nightly job in a simulated world: what a night says, and what it never says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.runs.builders import SimulatedNight, stop_after, titled
from tests.simulator import EPOCH, SimulatedArchive, SimulatedPage
from verifier.demo.pages import article, short_page
from verifier.errors import CorpusError, ReportError
from verifier.model.exitcode import ExitCode
from verifier.model.memento import Lookup
from verifier.model.observation import Failure, FailureKind, Page
from verifier.model.verdict import Access, PageClass
from verifier.runs.events import Checked, Note, Started, Trouble
from verifier.runs.nightly import OFFLINE
from verifier.runs.reader import InlineReader
from verifier.runs.reporting import stored_report
from verifier.store import schema
from verifier.store.database import Database

URL = "https://gazette.demo/2024/05/story"
TITLE = "Old harbour opens after vote of the northern district"
GONE = SimulatedPage(404, short_page("404 Not Found", "There is no such page."))


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    return SimulatedNight(tmp_path)


def judgements_of(night: SimulatedNight, url: str) -> list[int]:
    """How many judgements each check of a source has, oldest first."""
    has = schema.judgements.c.check_id == schema.checks.c.id
    statement = (
        select(func.count(schema.judgements.c.check_id))
        .join_from(schema.sources, schema.checks)
        .outerjoin(schema.judgements, has)
        .group_by(schema.checks.c.id)
        .order_by(schema.checks.c.id)
    )
    database = Database.open("sqlite:///night.db", night.folder)
    with closing(database), database.read() as connection:
        return list(connection.scalars(statement.where(schema.sources.c.url == url)))


def checks_of(night: SimulatedNight, url: str) -> int:
    return sum(1 for _, asked in night.web.requests if asked == url)


def test_a_page_that_answers_and_matches_is_verified(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))

    assert night.run() is ExitCode.PASS
    assert night.verdicts() == {URL: "verified"}
    assert night.report["run"]["state"] == "complete"


def test_a_dead_page_is_a_problem_only_after_a_second_fetch_agrees(night: SimulatedNight) -> None:
    night.cite((URL, TITLE), page=False)
    night.web.pages[URL] = GONE

    assert night.run() is ExitCode.PASS
    assert night.verdicts() == {URL: "problem"}
    first, second = (at for at, asked in night.web.requests if asked == URL)
    assert second - first >= 10


def test_one_odd_answer_does_not_cry_wolf(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    good = SimulatedPage(body=article(TITLE, "Gazette"))
    night.web.pages[URL] = lambda earlier: GONE if earlier == 0 else good

    night.run()

    assert night.verdicts() == {URL: "verified"}


def test_another_document_is_a_problem_and_the_found_title_is_shown(night: SimulatedNight) -> None:
    other = "Fire brigade trains with a new ladder truck"
    night.cite((URL.replace("story", "48213"), TITLE), page=False)
    night.web.pages[URL.replace("story", "48213")] = SimulatedPage(body=article(other, "Gazette"))

    night.run()

    (row,) = night.report["citations"]
    assert (row["verdict"], row["identity"], row["found_title"]) == ("problem", "mismatch", other)
    assert "CIT201" in row["codes"]


def test_a_document_that_is_called_like_a_missing_page_is_there_in_every_sense(night: SimulatedNight) -> None:
    title = "Page not found: the story of lost manuscripts"
    night.cite((URL, title))

    night.run()

    (row,) = night.report["citations"]
    assert (row["verdict"], row["access"]) == ("verified", "ok")
    checked = next(event for event in night.events if isinstance(event, Checked))
    assert (checked.access, checked.page_class) == (Access.OK, PageClass.DOCUMENT)


@pytest.mark.parametrize("kind", [FailureKind.TIMEOUT, FailureKind.DNS, FailureKind.REFUSED, FailureKind.TLS])
def test_a_host_that_cannot_be_reached_is_unconfirmed_never_broken(
    night: SimulatedNight, kind: FailureKind
) -> None:
    night.cite((URL, TITLE))
    night.web.pages[URL] = SimulatedPage(failure=Failure(kind, "planted"))

    assert night.run() is ExitCode.PASS
    (row,) = night.report["citations"]
    assert (row["verdict"], row["access"]) == ("unconfirmed", str(kind))


def test_a_failure_that_passes_is_retried_within_the_night(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    down = SimulatedPage(503, b"busy", headers={"retry-after": "30"})
    good = SimulatedPage(body=article(TITLE, "Gazette"))
    night.web.pages[URL] = lambda earlier: down if earlier < 2 else good

    night.run()

    assert night.verdicts() == {URL: "verified"}
    assert checks_of(night, URL) == 3


def test_without_a_network_nothing_is_recorded_and_the_code_is_3(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    night.web.cable_cut = True

    assert night.run() is ExitCode.INCONCLUSIVE
    assert night.events == [Trouble(OFFLINE)]
    assert night.web.requests == []
    assert list((night.folder / "reports").iterdir()) == []


def hosts(count: int) -> list[tuple[str, str]]:
    return [(f"https://host{n}.demo/a/story", titled(n)) for n in range(count)]


def cut_for(night: SimulatedNight, after: int, seconds: float) -> None:
    """Lets the cable be cut for so long once so many requests were made."""
    began: list[float] = []

    async def cut(url: str) -> None:
        if len(night.web.requests) > after and not began:
            began.append(night.clock.monotonic())
        night.web.cable_cut = bool(began) and night.clock.monotonic() < began[0] + seconds

    async def online() -> bool:
        return not began or night.clock.monotonic() >= began[0] + seconds

    night.web.before_answer, night.online = cut, online


def test_an_outage_in_the_middle_changes_no_verdict(night: SimulatedNight) -> None:
    night.cite(*hosts(200))
    night.run()
    before = night.verdicts()
    night.clock.advance(days=1)
    cut_for(night, after=240, seconds=3600)
    night.settings = {"fetch": {"concurrency": 8, "retries": 0}}

    assert night.run() is ExitCode.INCONCLUSIVE
    assert set(before.values()) == {"verified"}
    assert night.verdicts() == before
    assert night.report["run"]["state"] == "inconclusive"
    assert night.report["complete"] is False
    assert len(night.web.requests) < 300

    night.web.before_answer, night.web.cable_cut, night.online = None, False, night.web.online
    night.clock.advance(minutes=5)
    assert night.run() is ExitCode.PASS
    assert night.verdicts() == before


@pytest.mark.parametrize("retries", [0, 2])
def test_a_short_outage_makes_no_failure_and_ends_no_run(night: SimulatedNight, retries: int) -> None:
    night.cite(*hosts(60))
    cut_for(night, after=20, seconds=25)
    night.settings = {"fetch": {"concurrency": 4, "retries": retries}}

    assert night.run() is ExitCode.PASS
    assert set(night.verdicts().values()) == {"verified"}
    assert [event.text.split(":")[0] for event in night.events if isinstance(event, Note)] == [
        "No canary answers",
        "Online again",
    ]


def plain(count: int) -> list[tuple[str, str]]:
    """Sources without TLS."""
    return [(url.replace("https://host", "http://plain"), title) for url, title in hosts(count)]


PORTAL = SimulatedPage(body=article("Welcome to the network of the hotel", "Hotel"))
UPSTREAM_DOWN = SimulatedPage(502, b"<title>502 Bad Gateway</title>")


@pytest.mark.parametrize("answer", [PORTAL, UPSTREAM_DOWN, GONE])
def test_what_answers_for_everybody_while_we_are_offline_changes_no_verdict(
    night: SimulatedNight, answer: SimulatedPage
) -> None:
    night.cite(*plain(30), *hosts(30))
    night.run()
    before = night.verdicts()
    assert set(before.values()) == {"verified"}
    night.clock.advance(days=1)
    night.web.pages |= dict.fromkeys((url for url, _ in plain(30)), answer)
    down = SimulatedPage(failure=Failure(FailureKind.REFUSED, "connection refused"))
    night.web.pages |= dict.fromkeys((url for url, _ in hosts(30)[10:]), down)
    good_canaries = iter([True])

    async def online() -> bool:
        return next(good_canaries, False)

    night.online = online
    assert night.run() is ExitCode.INCONCLUSIVE
    assert night.verdicts() == before


def test_a_page_without_tls_that_is_gone_is_still_found(night: SimulatedNight) -> None:
    night.cite(*plain(3))
    night.web.pages[plain(3)[1][0]] = GONE

    assert night.run() is ExitCode.PASS
    assert [night.verdicts()[url] for url, _ in plain(3)] == ["verified", "problem", "verified"]


def test_canaries_that_come_and_go_do_not_keep_a_run_for_ever(night: SimulatedNight) -> None:
    night.cite(*hosts(5))
    dead = hosts(5)[0][0]
    night.web.pages[dead] = SimulatedPage(failure=Failure(FailureKind.TIMEOUT, "no answer"), latency=20)
    answers = iter([True])

    async def online() -> bool:
        nonlocal answers
        answer = next(answers, None)
        if answer is None:
            answers = iter([False, True])
            answer = next(answers)
        return answer

    night.online = online
    night.archive = None
    assert night.run() is ExitCode.PASS
    assert night.clock.starts_at < EPOCH + timedelta(minutes=20)
    verdicts = night.verdicts()
    assert verdicts.pop(dead) == "unconfirmed"
    assert set(verdicts.values()) == {"verified"}


def test_one_network_that_is_down_does_not_stop_the_rest(night: SimulatedNight) -> None:
    night.cite(*hosts(60))
    down = [url for url, _ in hosts(60)[::2]]
    for url in down:
        night.web.pages[url] = SimulatedPage(failure=Failure(FailureKind.TIMEOUT, "no answer"), latency=20)

    assert night.run() is ExitCode.PASS
    verdicts = night.verdicts()
    assert {verdicts[url] for url in down} == {"unconfirmed"}
    assert sum(verdict == "verified" for verdict in verdicts.values()) == 30
    assert {row["access"] for row in night.report["citations"] if row["url"] in down} == {"timeout"}


def test_a_failure_is_not_the_hosts_before_the_canaries_answered_after_it(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    night.web.pages[URL] = SimulatedPage(failure=Failure(FailureKind.REFUSED, "connection reset"))
    asked = night.watch_canaries()
    night.run()

    attempts = [at for at, _ in night.web.requests]
    assert len(attempts) == 3
    assert asked[0] == 0
    assert attempts[1] < asked[1] <= attempts[2] < asked[2]


def test_the_canaries_are_asked_seldom_however_much_fails(night: SimulatedNight) -> None:
    entries = [(f"https://slow.demo/a/{n}", titled(n)) for n in range(60)]
    night.cite(*entries, page=False)
    night.web.default = lambda url: SimulatedPage(failure=Failure(FailureKind.REFUSED, "reset"))
    asked = night.watch_canaries()
    night.archive = None
    night.run()

    seconds = (night.clock.starts_at - EPOCH).total_seconds()
    assert len(asked) <= 4 + seconds / 15


def test_a_host_that_asks_for_peace_gets_it_for_all_its_sources(night: SimulatedNight) -> None:
    busy = [(f"https://busy.demo/a/{n}", titled(n)) for n in range(6)]
    night.cite(*busy, (URL, TITLE))
    page = night.web.pages[busy[1][0]]
    assert isinstance(page, SimulatedPage)
    wall = SimulatedPage(429, b"slow down", headers={"retry-after": "60"})
    night.web.pages[busy[1][0]] = lambda earlier: page if earlier else wall
    night.archive = None

    night.run()

    times = [at for at, url in night.web.requests if "busy.demo" in url]
    assert max(later - earlier for earlier, later in zip(times, times[1:], strict=False)) >= 59
    assert set(night.verdicts().values()) == {"verified"}


def test_a_host_that_asks_for_hours_of_peace_is_asked_no_more_tonight(night: SimulatedNight) -> None:
    busy = [(f"https://busy.demo/a/{n}", titled(n)) for n in range(6)]
    night.cite(*busy, (URL, TITLE))
    night.web.pages[busy[1][0]] = SimulatedPage(429, b"slow down", headers={"retry-after": "7200"})
    night.archive = None

    assert night.run() is ExitCode.PASS
    verdicts = night.verdicts()
    assert (verdicts[busy[0][0]], verdicts[busy[1][0]], verdicts[URL]) == (
        "verified",
        "unconfirmed",
        "verified",
    )
    assert len([url for _, url in night.web.requests if "busy.demo" in url]) <= 3
    notes = [event.text for event in night.events if isinstance(event, Note)]
    assert any(note.startswith("busy.demo asks to be left alone for 7,200 s") for note in notes)

    night.web.pages[busy[1][0]] = SimulatedPage(body=article(busy[1][1], "Gazette"))
    night.clock.advance(hours=3)
    night.run()
    assert night.verdicts()[busy[5][0]] == "verified"


def test_a_run_that_is_interrupted_resumes_and_says_the_same_as_an_uninterrupted_one(tmp_path: Path) -> None:
    whole, parts = SimulatedNight(tmp_path / "whole"), SimulatedNight(tmp_path / "parts")
    for night in (whole, parts):
        for n in range(60):
            url = f"https://host{n % 7}.demo/a/{n}"
            night.cite((url, titled(n)), name=f"doc{n}", page=n % 5 != 0)
    whole.run()

    stop_soon = stop_after(4.0, ExitCode.INTERRUPTED)
    assert parts.run(stop_soon) is ExitCode.INTERRUPTED
    assert parts.report["run"]["state"] == "interrupted"
    assert parts.report["complete"] is False
    asked_before = len(parts.web.requests)
    assert 0 < asked_before < 60
    assert parts.run() is ExitCode.PASS

    assert any(isinstance(event, Started) and event.resumed for event in parts.events)
    assert comparable(parts) == comparable(whole)
    assert len(parts.web.requests) <= len(whole.web.requests) + 4


def comparable(night: SimulatedNight) -> list[dict[str, object]]:
    volatile = ("checked_at", "first_seen")
    return [
        {key: value for key, value in row.items() if key not in volatile} for row in night.report["citations"]
    ]


def test_a_second_opinion_that_was_cut_off_is_asked_for_after_the_restart(night: SimulatedNight) -> None:
    night.cite((URL, TITLE), page=False)
    night.web.pages[URL] = GONE

    stop_before_confirmation = stop_after(5.0, ExitCode.TERMINATED)
    assert night.run(stop_before_confirmation) is ExitCode.TERMINATED
    assert night.verdicts() == {URL: "unconfirmed"}
    assert night.run() is ExitCode.PASS
    assert night.verdicts() == {URL: "problem"}
    assert checks_of(night, URL) == 2


def test_a_second_opinion_that_our_network_spoilt_is_asked_for_again(night: SimulatedNight) -> None:
    night.cite((URL, TITLE), page=False)
    spoilt = SimulatedPage(failure=Failure(FailureKind.DNS, "no name server answers", mine=True))
    night.web.pages[URL] = lambda earlier: spoilt if 0 < earlier < 4 else GONE

    night.run()
    assert night.verdicts() == {URL: "unconfirmed"}
    night.run()
    assert night.verdicts() == {URL: "problem"}


def test_a_citation_that_was_edited_is_judged_without_asking_again(night: SimulatedNight) -> None:
    night.cite((URL, TITLE.replace("harbour", "harbor")))
    night.web.pages[URL] = SimulatedPage(body=article(TITLE, "Gazette"))
    night.run()
    asked = len(night.web.requests)

    night.cite((URL, TITLE), ("https://new.demo/a/b", titled(3)))
    night.clock.advance(hours=1)
    night.run()

    assert night.verdicts() == {URL: "verified", "https://new.demo/a/b": "verified"}
    assert [url for _, url in night.web.requests[asked:]] == ["https://new.demo/a/b"]


def test_a_citation_that_comes_back_is_judged_by_the_last_check_of_its_source(night: SimulatedNight) -> None:
    night.cite((URL, TITLE), name="one")
    night.cite((URL, TITLE), name="two")
    night.run()
    kept = (night.corpus / "two.md").read_text()
    (night.corpus / "two.md").unlink()
    night.web.pages[URL] = GONE
    night.clock.advance(days=1)
    night.run()
    (night.corpus / "two.md").write_text(kept)
    night.clock.advance(hours=1)
    night.run()

    assert [row["verdict"] for row in night.report["citations"]] == ["problem", "problem"]


def test_a_check_from_the_future_does_not_keep_a_source_from_being_asked(night: SimulatedNight) -> None:
    night.clock.advance(days=3650)
    night.cite((URL, TITLE))
    night.run()
    night.clock.advance(days=-3650)
    night.run()

    assert checks_of(night, URL) == 2


def test_a_new_citation_of_a_page_that_is_another_document_needs_a_second_fetch(
    night: SimulatedNight,
) -> None:
    url = URL.replace("story", "48213")
    right = "Fire brigade trains with a new ladder truck"
    night.cite((url, right))
    night.run()
    night.cite((url, TITLE), name="other", page=False)
    night.clock.advance(hours=1)

    night.run()

    assert checks_of(night, url) == 2
    rows = {row["title"]: row for row in night.report["citations"]}
    assert (rows[right]["verdict"], rows[TITLE]["verdict"]) == ("verified", "problem")


@pytest.mark.parametrize(("latency", "said"), [(3.0, "verified"), (30.0, "unconfirmed")])
def test_what_is_in_flight_may_finish_for_a_few_seconds(
    night: SimulatedNight, latency: float, said: str
) -> None:
    night.cite((URL, TITLE))
    night.web.pages[URL] = SimulatedPage(body=article(TITLE, "Gazette"), latency=latency)

    stop_soon = stop_after(1.0, ExitCode.TERMINATED)
    assert night.run(stop_soon) is ExitCode.TERMINATED
    assert night.verdicts() == {URL: said}
    assert night.clock.starts_at <= EPOCH + timedelta(seconds=6)


def test_nothing_new_is_asked_after_a_request_to_stop(night: SimulatedNight) -> None:
    night.cite((URL, TITLE), page=False)
    night.web.pages[URL] = SimulatedPage(404, GONE.body, latency=2.0)

    stop_soon = stop_after(1.0, ExitCode.TERMINATED)
    night.run(stop_soon)
    assert checks_of(night, URL) == 1


def test_a_defect_costs_no_other_source_and_is_not_passed_over(night: SimulatedNight) -> None:
    night.cite(*hosts(5))

    class Defective(InlineReader):
        async def read(
            self, body: bytes, content_type: str, url: str, quotations: Sequence[str] = ()
        ) -> Page | None:
            if "host3" in url:
                raise ZeroDivisionError
            return await super().read(body, content_type, url, quotations)

    night.reader = Defective()
    assert night.run() is ExitCode.ERROR
    assert sorted(night.verdicts().values()) == ["unconfirmed", *["verified"] * 4]
    assert any("host3" in event.text for event in night.events if isinstance(event, Trouble))

    night.reader = InlineReader()
    assert night.run() is ExitCode.PASS
    assert set(night.verdicts().values()) == {"verified"}


def test_a_defect_with_a_failure_costs_no_other_source(night: SimulatedNight) -> None:
    class Unspeakable(str):
        __slots__ = ()

        def __format__(self, form: str) -> str:
            raise ZeroDivisionError

    night.cite(*hosts(3))
    broken = next(url for url in night.web.pages if "host1" in url)
    failure = Failure(FailureKind.REFUSED, Unspeakable("planted"))
    night.web.pages[broken] = SimulatedPage(failure=failure)

    assert night.run() is ExitCode.ERROR
    assert sorted(night.verdicts().values()) == ["unconfirmed", "verified", "verified"]


def test_a_run_that_was_interrupted_long_ago_is_not_resumed(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    night.web.pages[URL] = SimulatedPage(body=article(TITLE, "Gazette"), latency=30)

    stop_soon = stop_after(1.0, ExitCode.TERMINATED)
    night.run(stop_soon)
    night.clock.advance(hours=25)
    night.run()

    starts = [event for event in night.events if isinstance(event, Started)]
    assert [(start.run.id, start.resumed) for start in starts] == [(1, False), (2, False)]


def test_an_offline_night_leaves_an_interrupted_run_to_be_resumed(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    night.web.pages[URL] = SimulatedPage(body=article(TITLE, "Gazette"), latency=30)

    stop_soon = stop_after(1.0, ExitCode.TERMINATED)
    night.run(stop_soon)
    night.web.cable_cut = True
    assert night.run() is ExitCode.INCONCLUSIVE
    night.web.cable_cut = False
    night.run()

    starts = [event for event in night.events if isinstance(event, Started)]
    assert [(start.run.id, start.resumed) for start in starts] == [(1, False), (1, True)]


class Counting(InlineReader):
    """Counts the pages that it reads."""

    def __init__(self) -> None:
        self.read_pages = 0

    async def read(
        self, body: bytes, content_type: str, url: str, quotations: Sequence[str] = ()
    ) -> Page | None:
        self.read_pages += 1
        return await super().read(body, content_type, url, quotations)


def tagged(title: str, tag: str = '"one"') -> SimulatedPage:
    return SimulatedPage(body=article(title, "Gazette"), headers={"etag": tag})


@pytest.fixture
def counting(night: SimulatedNight) -> Counting:
    night.reader = reader = Counting()
    night.clock.starts_at = datetime(2026, 3, 1, 3, 17, tzinfo=UTC)
    return reader


def test_a_page_that_did_not_change_is_verified_without_reading_or_judging_it(
    night: SimulatedNight, counting: Counting
) -> None:
    night.cite((URL, TITLE))
    night.web.pages[URL] = tagged(TITLE)
    for _ in range(3):
        night.run()
        night.clock.advance(days=1)

    assert counting.read_pages == 1
    (row,) = night.report["citations"]
    assert (row["verdict"], row["status"], row["found_title"]) == ("verified", 200, TITLE)
    assert judgements_of(night, URL) == [1, 0, 0]


def test_a_page_that_changed_is_read_again(night: SimulatedNight, counting: Counting) -> None:
    night.cite((URL.replace("story", "48213"), TITLE), page=False)
    night.web.pages[URL.replace("story", "48213")] = tagged(TITLE)
    night.run()
    night.web.pages[URL.replace("story", "48213")] = tagged("Fire brigade trains with a new truck", '"two"')
    night.clock.advance(days=1)
    night.run()

    assert counting.read_pages == 3
    assert night.report["citations"][0]["verdict"] == "problem"


def test_a_made_up_address_of_a_host_that_goes_down_is_no_defect(night: SimulatedNight) -> None:
    rest = [(f"https://shop.demo/{number}", titled(number)) for number in range(8)]
    night.cite((INVENTED, TITLE), *rest, page=False)
    night.web.pages[INVENTED] = SimulatedPage(body=OFFER)
    down = SimulatedPage(failure=Failure(FailureKind.REFUSED, "planted"))
    night.web.pages |= {url: down for url, _ in rest}
    night.web.default = lambda url: down

    assert night.run() is ExitCode.PASS
    assert set(night.verdicts().values()) == {"unconfirmed"}
    assert not [event for event in night.events if isinstance(event, Trouble)]


def test_another_way_to_an_unchanged_page_is_judged(night: SimulatedNight, counting: Counting) -> None:
    new = URL.replace("story", "moved")
    night.cite((URL, TITLE), page=False)
    night.web.pages |= {new: tagged(TITLE), URL: SimulatedPage(301, location=new)}
    accesses = []
    for status in (301, 301, 302):
        night.web.pages[URL] = SimulatedPage(status, location=new)
        night.run()
        accesses.append(night.report["citations"][0]["access"])
        night.clock.advance(days=1)

    assert accesses == ["moved", "moved", "ok"]
    assert judgements_of(night, URL) == [1, 0, 1]
    assert counting.read_pages == 1


INVENTED = "https://shop.demo/2019/05/old-harbour-opens-after-vote"
OFFER = short_page("Welcome to our shop", "Shoes, boots, and laces for everybody. " * 30)


def siblings_asked(night: SimulatedNight) -> int:
    return sum(1 for _, url in night.web.requests if url not in night.web.pages)


def test_a_site_that_answers_anything_with_one_page_has_not_the_document(night: SimulatedNight) -> None:
    urls = [f"{INVENTED}-{number}" for number in range(3)]
    night.cite(*((url, TITLE) for url in urls), page=False)
    night.web.pages |= {url: SimulatedPage(body=OFFER) for url in urls}
    night.web.default = lambda url: SimulatedPage(body=OFFER)
    night.run()

    assert set(night.verdicts().values()) == {"problem"}
    assert {code for row in night.report["citations"] for code in row["codes"]} >= {"CIT102"}
    assert siblings_asked(night) == 1


@pytest.mark.parametrize(
    "answer", [SimulatedPage(404), SimulatedPage(failure=Failure(FailureKind.TIMEOUT, ""))]
)
def test_a_made_up_address_that_is_not_found_tells_nothing(
    night: SimulatedNight, answer: SimulatedPage
) -> None:
    night.cite((INVENTED, TITLE), page=False)
    night.web.pages[INVENTED] = SimulatedPage(body=OFFER)
    night.web.default = lambda url: answer
    night.run()

    assert set(night.verdicts().values()) == {"unconfirmed"}
    assert siblings_asked(night) == 1


def test_no_made_up_address_is_asked_where_that_is_not_wanted(night: SimulatedNight) -> None:
    night.cite((INVENTED, TITLE), page=False)
    night.web.pages[INVENTED] = SimulatedPage(body=OFFER)
    night.settings["check"] = {"ask_siblings": False}
    night.run()

    assert siblings_asked(night) == 0


def test_documents_that_all_end_at_one_notice_are_told_and_no_problem(night: SimulatedNight) -> None:
    old = [f"https://gazette.demo/2019/{number}" for number in range(5)]
    night.cite(*((url, titled(number)) for number, url in enumerate(old)), page=False)
    notice = short_page("Our new site", "We have a new site. Look around.")
    night.web.pages |= {url: SimulatedPage(301, location="https://gazette.demo/new") for url in old}
    night.web.pages["https://gazette.demo/new"] = SimulatedPage(body=notice)
    night.archive = None
    for _ in range(2):
        night.run()
        night.clock.advance(days=1)

    assert set(night.verdicts().values()) == {"unconfirmed"}
    assert {row["reason"] for row in night.report["citations"]} == {"shared-page"}


def test_a_citation_that_an_unchanged_page_belies_is_a_problem(
    night: SimulatedNight, counting: Counting
) -> None:
    night.cite((URL, TITLE), name="one")
    night.web.pages[URL] = tagged(TITLE)
    for _ in range(2):
        night.run()
        night.clock.advance(days=1)
    night.cite((URL, "Fire brigade trains with a new truck"), name="two", page=False)
    night.run()

    assert [row["verdict"] for row in night.report["citations"]] == ["verified", "problem"]
    assert judgements_of(night, URL) == [2, 0, 2]


def test_a_page_that_was_read_once_never_confirms_its_own_mismatch(
    night: SimulatedNight, counting: Counting
) -> None:
    story = URL.replace("story", "48213")
    night.cite((story, TITLE), page=False)
    night.web.pages[story] = tagged("Fire brigade trains with a new truck")
    night.settings["check"] = {"confirm_after": 60}
    night.run(stop_after(5.0, ExitCode.TERMINATED))
    assert (counting.read_pages, night.report["citations"][0]["verdict"]) == (1, "unconfirmed")
    night.clock.advance(days=3)
    night.run()

    assert counting.read_pages == 2
    assert night.report["citations"][0]["verdict"] == "problem"


def test_an_unchanged_page_is_judged_by_what_is_cited_now(night: SimulatedNight, counting: Counting) -> None:
    night.cite((URL, TITLE))
    night.web.pages[URL] = tagged(TITLE)
    night.run()
    night.cite((URL, TITLE.upper()), page=False)
    night.clock.advance(days=1)
    night.run()

    assert counting.read_pages == 1
    assert night.report["citations"][0]["verdict"] == "verified"


def test_a_problem_is_never_confirmed_by_an_unchanged_page(night: SimulatedNight, counting: Counting) -> None:
    night.cite((URL, TITLE), page=False)
    night.web.pages[URL] = replace(GONE, headers={"etag": '"gone"'})
    night.run()
    night.clock.advance(days=1)
    night.run()

    assert counting.read_pages == 3


def test_every_page_is_read_whole_once_in_thirty_days(night: SimulatedNight, counting: Counting) -> None:
    night.cite((URL, TITLE))
    night.web.pages[URL] = tagged(TITLE)
    night.archive = None
    for _ in range(61):
        night.run()
        night.clock.advance(days=1)

    assert counting.read_pages in (3, 4)


def test_a_source_is_asked_once_a_night_however_many_citations_share_it(night: SimulatedNight) -> None:
    night.cite((URL, TITLE), name="one")
    night.cite((URL, TITLE), name="two")

    night.run()
    night.run()

    assert checks_of(night, URL) == 1
    assert [row["verdict"] for row in night.report["citations"]] == ["verified", "verified"]


def test_a_slow_host_does_not_keep_the_others_and_no_host_is_hurried(night: SimulatedNight) -> None:
    entries = [(f"https://slow.demo/a/{n}", titled(n)) for n in range(20)]
    entries += [(f"https://host{n}.demo/a/{n}", titled(n)) for n in range(20)]
    night.cite(*entries)
    night.archive = None

    night.run()

    starts = [at for at, url in night.web.requests if url.startswith("https://slow.demo")]
    assert all(later - earlier >= 0.9 for earlier, later in zip(starts, starts[1:], strict=False))
    others = [at for at, url in night.web.requests if not url.startswith("https://slow.demo")]
    assert max(others) < 1.0
    assert night.web.most_in_flight > 10


def test_gone_and_never_archived_is_never_seen(night: SimulatedNight) -> None:
    night.cite((URL, TITLE), page=False)
    night.web.pages[URL] = GONE

    night.run()

    assert "CIT110" in night.report["citations"][0]["codes"]


def test_an_archive_that_is_down_never_makes_a_source_never_seen(night: SimulatedNight) -> None:
    night.cite((URL, TITLE), page=False)
    night.web.pages[URL] = GONE
    assert night.archive is not None
    night.archive.down = True

    assert night.run() is ExitCode.PASS
    (row,) = night.report["citations"]
    assert "CIT110" not in row["codes"]
    assert row["preservation"] == "unknown"


def test_a_copy_in_the_archive_is_reported(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    assert night.archive is not None
    night.archive.copies[URL] = "20240507120000"

    night.run()

    (row,) = night.report["citations"]
    assert row["preservation"] == "reported"
    assert row["memento"] == f"https://web.archive.org/web/20240507120000/{URL}"


def test_lookups_stay_within_the_nightly_budget_even_across_an_interruption(night: SimulatedNight) -> None:
    night.cite(*[(f"https://host{n}.demo/a/{n}", titled(n)) for n in range(30)])
    night.settings = {"archive": {"nightly_lookups": 10}}

    stop_in_the_archive = stop_after(12.0, ExitCode.INTERRUPTED)
    assert night.run(stop_in_the_archive) is ExitCode.INTERRUPTED
    assert night.archive is not None
    assert 0 < len(night.archive.lookups) < 10
    night.run()
    assert len(night.archive.lookups) == 10


def test_missing_copies_are_made_once_where_the_configuration_and_keys_allow(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    night.settings = {"archive": {"mode": "capture"}}
    assert night.archive is not None
    night.archive.can_capture = True

    night.run()
    night.clock.advance(days=1)
    night.run()

    assert night.archive.submitted == [URL]
    assert night.report["citations"][0]["preservation"] == "reported"


def test_the_report_does_not_wait_for_the_archive(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    seen: list[str] = []

    class Slow(SimulatedArchive):
        async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
            seen.append(night.report["citations"][0]["verdict"])
            seen.append(night.report["run"]["state"])
            return await super().look_up(source, near, avoid)

    night.archive = Slow(night.clock)
    night.run()

    assert seen == ["verified", "running"]
    assert night.report["run"]["state"] == "complete"


def test_failed_lookups_are_told(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    assert night.archive is not None
    night.archive.down = True
    night.run()
    notes = [event.text for event in night.events if isinstance(event, Note)]
    assert any("1 look-up in the archive failed" in note for note in notes)


def test_a_stop_before_the_canaries_answer_starts_nothing(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))

    async def online() -> bool:
        await night.clock.sleep(10)
        return False

    night.online = online

    stop_soon = stop_after(1.0, ExitCode.TERMINATED)
    assert night.run(stop_soon) is ExitCode.TERMINATED
    assert night.events == []
    assert night.clock.starts_at <= EPOCH + timedelta(seconds=2)


def test_a_report_directory_that_cannot_be_written_is_found_before_the_night(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    (night.folder / "reports").write_text("a file")

    with pytest.raises(ReportError, match="reports: cannot be written"):
        night.run()
    assert night.web.requests == []


def test_a_night_without_network_does_not_hide_the_last_report(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    night.run()
    night.clock.advance(days=1)
    night.web.cable_cut = True
    assert night.run() is ExitCode.INCONCLUSIVE

    with (
        closing(Database.open("sqlite:///night.db", night.folder)) as database,
        database.read() as connection,
    ):
        told = stored_report(connection, night.clock.now())
    assert told.run is not None
    assert (told.run.id, told.complete) == (1, True)


def test_reports_that_lie_in_the_corpus_are_no_documents(night: SimulatedNight) -> None:
    night.cite((URL, TITLE))
    night.report_dir = night.corpus / "reports"
    night.run()
    (night.report_dir / "notes.md").write_text("---\nsources:\n- url: https://other.demo/a\n---\n")
    night.clock.advance(hours=1)
    night.run()

    assert [row["url"] for row in night.report["citations"]] == [URL]
    assert night.report["totals"]["documents"] == 1


def test_a_corpus_without_a_citation_is_an_error_that_says_where_was_looked(night: SimulatedNight) -> None:
    night.corpus.mkdir()
    (night.corpus / "a.md").write_text("# No front matter\n")

    with pytest.raises(CorpusError, match="No citation was found"):
        night.run()
