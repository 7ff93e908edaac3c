"""What a night does to a host that does not answer, or that is asked too much."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

import pytest

from tests.runs.builders import SimulatedNight, titled
from tests.simulator import EPOCH, SimulatedPage
from verifier.demo.pages import article
from verifier.model.exitcode import ExitCode
from verifier.model.observation import Failure, FailureKind
from verifier.runs.events import Note

SILENT = SimulatedPage(failure=Failure(FailureKind.TIMEOUT, "no answer within 20 s"), latency=20)
BIG = [(f"https://big.demo/a/{n}", titled(n)) for n in range(40)]
SMALL = [(f"https://host{n}.demo/a/story", titled(n)) for n in range(10)]


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    night = SimulatedNight(tmp_path)
    night.archive = None
    night.cite(*BIG, *SMALL)
    return night


def first(night: SimulatedNight, trouble: SimulatedPage, url: str, title: str) -> None:
    """The first request meets trouble, the next the right page."""
    good = SimulatedPage(body=article(title, "Gazette"))
    night.web.pages[url] = lambda earlier: good if earlier else trouble


def down_for_a_while(night: SimulatedNight, url: str, title: str) -> None:
    good = SimulatedPage(body=article(title, "Gazette"))
    night.web.pages[url] = lambda _: SILENT if night.clock.monotonic() < 40.5 else good


def requests_to(night: SimulatedNight, host: str) -> list[float]:
    return [at for at, url in night.web.requests if f"//{host}/" in url]


def seconds(night: SimulatedNight) -> float:
    return (night.clock.starts_at - EPOCH).total_seconds()


def test_a_host_that_never_answers_does_not_keep_the_night(night: SimulatedNight) -> None:
    night.web.pages |= dict.fromkeys((url for url, _ in BIG), SILENT)

    assert night.run() is ExitCode.PASS
    assert len(requests_to(night, "big.demo")) <= 6
    assert seconds(night) < 120
    verdicts = night.verdicts()
    assert {verdicts[url] for url, _ in BIG} == {"unconfirmed"}
    assert {verdicts[url] for url, _ in SMALL} == {"verified"}
    assert {row["access"] for row in night.report["citations"] if "big.demo" in row["url"]} == {"timeout"}


def lossy(night: SimulatedNight, share: float, *urls: str) -> None:
    """So many of all requests are lost on our line: which ones depends on the URL and the attempt."""
    lost = SimulatedPage(failure=Failure(FailureKind.TIMEOUT, "no answer within 20 s"), latency=20)
    for url in urls:
        behind = night.web.pages[url]
        assert isinstance(behind, SimulatedPage)
        night.web.pages[url] = partial(_lose, url, share, lost, behind)


def _lose(url: str, share: float, lost: SimulatedPage, behind: SimulatedPage, earlier: int) -> SimulatedPage:
    lot = int(hashlib.sha256(f"{url} {earlier}".encode()).hexdigest(), 16) % 1_000
    return lost if lot < share * 1_000 else behind


def test_a_line_that_loses_most_requests_changes_no_verdict_and_the_dead_are_still_found(
    night: SimulatedNight,
) -> None:
    many = [(f"https://site{n}.demo/a/story", titled(n)) for n in range(150)]
    night.cite(*many)
    dead = [url for url, _ in many[::10]]
    night.web.pages |= dict.fromkeys(dead, SimulatedPage(404, b"<title>404 Not Found</title>"))
    night.run()
    before = night.verdicts()
    assert {before[url] for url in dead} == {"problem"}
    night.clock.advance(days=1)
    lossy(night, 0.6, *(url for url, _ in many))

    assert night.run() is ExitCode.INCONCLUSIVE
    assert night.verdicts() == before
    assert night.report["run"]["state"] == "inconclusive"


def test_a_line_that_loses_a_few_requests_is_no_trouble(night: SimulatedNight) -> None:
    many = [(f"https://site{n}.demo/a/story", titled(n)) for n in range(100)]
    night.cite(*many)
    lossy(night, 0.1, *(url for url, _ in many))

    assert night.run() is ExitCode.PASS
    assert set(night.verdicts().values()) == {"verified"}


def test_one_network_that_is_down_is_not_taken_for_our_own_trouble(night: SimulatedNight) -> None:
    many = [(f"https://site{n}.demo/a/story", titled(n)) for n in range(150)]
    night.cite(*many)
    down = [url for n, (url, _) in enumerate(many) if n % 5 < 2]
    night.web.pages |= dict.fromkeys(down, SILENT)

    assert night.run() is ExitCode.PASS
    assert {row["access"] for row in night.report["citations"] if row["url"] in down} == {"timeout"}


@pytest.mark.parametrize("mine", [True, False])
def test_lying_name_servers_break_nothing(night: SimulatedNight, mine: bool) -> None:
    many = [(f"https://site{n}.demo/a/story", titled(n)) for n in range(60)]
    night.cite(*many)
    night.run()
    night.clock.advance(days=1)
    lie = SimulatedPage(failure=Failure(FailureKind.DNS, "the name does not exist (NXDOMAIN)", mine))
    night.web.pages |= dict.fromkeys((url for url, _ in many), lie)
    night.settings = {"check": {"every": "20h"}}

    assert night.run() is ExitCode.INCONCLUSIVE
    assert set(night.verdicts().values()) == {"verified"}


def test_what_was_not_asked_says_so(night: SimulatedNight) -> None:
    night.web.pages |= dict.fromkeys((url for url, _ in BIG), SILENT)
    night.run()

    said = [" ".join(row["reasons"]) for row in night.report["citations"] if "big.demo" in row["url"]]
    assert sum("not asked: big.demo did not answer other requests" in reasons for reasons in said) >= 34


def test_a_host_that_is_back_at_the_end_is_asked_for_everything(night: SimulatedNight) -> None:
    for url, title in BIG:
        down_for_a_while(night, url, title)

    assert night.run() is ExitCode.PASS
    verdicts = list(night.verdicts().values())
    assert verdicts.count("verified") >= len(BIG) + len(SMALL) - 2


def test_single_failures_do_not_set_a_host_aside(night: SimulatedNight) -> None:
    reset = SimulatedPage(failure=Failure(FailureKind.REFUSED, "connection reset"))
    for url, title in BIG[::2]:
        first(night, reset, url, title)

    night.run()
    assert set(night.verdicts().values()) == {"verified"}
    assert len(requests_to(night, "big.demo")) == 60


def test_a_host_that_is_asked_too_much_is_asked_more_seldom(night: SimulatedNight) -> None:
    for url, title in BIG[:3]:
        first(night, SimulatedPage(429, b"too many requests"), url, title)

    night.run()
    times = requests_to(night, "big.demo")[6:]
    assert all(later - earlier >= 3.6 for earlier, later in zip(times, times[1:], strict=False))
    assert set(night.verdicts().values()) == {"verified"}


def test_a_host_that_only_says_that_it_is_asked_too_much_is_left_alone(night: SimulatedNight) -> None:
    wall = SimulatedPage(429, b"too many requests", headers={"retry-after": "5"})
    night.web.pages |= dict.fromkeys((url for url, _ in BIG), wall)

    assert night.run() is ExitCode.PASS
    assert len(requests_to(night, "big.demo")) <= 7
    assert seconds(night) < 60
    assert any("big.demo says again and again" in e.text for e in night.events if isinstance(e, Note))


def test_a_host_that_asks_for_peace_every_other_time_does_not_keep_the_night(night: SimulatedNight) -> None:
    wall = SimulatedPage(429, b"too many requests", headers={"retry-after": "100"})
    for url, title in BIG:
        first(night, wall, url, title)

    assert night.run() is ExitCode.PASS
    assert seconds(night) < 900


def test_a_failure_at_a_host_that_is_left_alone_has_an_alibi_too(night: SimulatedNight) -> None:
    (slow, _), (wall, _), *_ = BIG
    night.web.pages[slow] = SILENT
    night.web.pages[wall] = SimulatedPage(429, b"no", headers={"retry-after": "7200"})
    asked = night.watch_canaries()
    night.run()

    assert night.verdicts()[slow] == "unconfirmed"
    assert asked[-1] >= 20
    assert max(requests_to(night, "big.demo")) < 20


def test_hosts_that_count_as_one_share_their_manners(night: SimulatedNight) -> None:
    places = [(f"https://{name}.shared.demo/a/story", titled(n)) for n, name in enumerate("abcde")]
    night.cite(*places)
    night.settings = {"host": [{"match": "*.shared.demo", "interval": "4s", "together": True}]}
    night.run()

    times = [at for at, url in night.web.requests if "shared.demo" in url]
    assert all(later - earlier >= 3.6 for earlier, later in zip(times, times[1:], strict=False))


def test_a_crawl_delay_is_kept(night: SimulatedNight) -> None:
    for url, title in BIG:
        night.web.pages[url] = SimulatedPage(body=article(title, "Gazette"), crawl_delay=5.0)
    night.run()
    times = requests_to(night, "big.demo")[2:]
    assert all(later - earlier >= 4.5 for earlier, later in zip(times, times[1:], strict=False))


def test_a_process_that_does_not_keep_up_blames_nobody(night: SimulatedNight) -> None:
    (url, title), *_ = BIG
    night.cite((url, title), *SMALL)
    first(night, SILENT, url, title)

    async def stall(asked: str) -> None:
        if asked == url and len(requests_to(night, "big.demo")) == 1:
            night.clock.stall(3.0)

    night.web.before_answer = stall
    night.settings = {"fetch": {"retries": 0}}
    night.run()

    assert night.verdicts()[url] == "unconfirmed"
    (row,) = [row for row in night.report["citations"] if row["url"] == url]
    assert "this machine was too busy to tell" in " ".join(row["reasons"])
