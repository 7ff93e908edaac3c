"""The nightly job in a simulated world: what a night says, and what it never says."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.runs.builders import SimulatedNight, titled
from tests.simulator import SimulatedPage
from verifier.demo.pages import article, short_page
from verifier.errors import CorpusError
from verifier.model.exitcode import ExitCode
from verifier.model.observation import Failure, FailureKind
from verifier.runs.events import Note, Started
from verifier.runs.nightly import OFFLINE
from verifier.runs.stopping import Stop

URL = "https://gazette.demo/2024/05/story"
TITLE = "Old harbour opens after vote of the northern district"
GONE = SimulatedPage(404, short_page("404 Not Found", "There is no such page."))


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    return SimulatedNight(tmp_path)


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
    assert [event for event in night.events if isinstance(event, Note)] == [Note(OFFLINE)]
    assert night.web.requests == []
    assert not (night.folder / "reports").exists()


def test_an_outage_in_the_middle_changes_no_verdict(night: SimulatedNight) -> None:
    entries = [(f"https://host{n}.demo/a/story", titled(n)) for n in range(120)]
    night.cite(*entries)
    night.run()
    before = night.verdicts()
    night.clock.advance(days=1)

    async def cut_after_forty(url: str) -> None:
        if len(night.web.requests) > 160:
            night.web.cable_cut = True

    night.web.before_answer = cut_after_forty
    night.settings = {"fetch": {"concurrency": 8, "retries": 0}}

    assert night.run() is ExitCode.INCONCLUSIVE
    assert set(before.values()) == {"verified"}
    assert night.verdicts() == before
    assert night.report["run"]["state"] == "inconclusive"

    night.web.before_answer, night.web.cable_cut = None, False
    night.clock.advance(minutes=5)
    assert night.run() is ExitCode.PASS
    assert night.verdicts() == before


def test_a_run_that_is_interrupted_resumes_and_says_the_same_as_an_uninterrupted_one(tmp_path: Path) -> None:
    whole, parts = SimulatedNight(tmp_path / "whole"), SimulatedNight(tmp_path / "parts")
    for night in (whole, parts):
        for n in range(60):
            url = f"https://host{n % 7}.demo/a/{n}"
            night.cite((url, titled(n)), name=f"doc{n}", page=n % 5 != 0)
    whole.run()

    def stop_soon(stop: Stop) -> None:
        asyncio.get_running_loop().call_later(4.0, stop.request, ExitCode.INTERRUPTED)

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

    def stop_before_confirmation(stop: Stop) -> None:
        asyncio.get_running_loop().call_later(5.0, stop.request, ExitCode.TERMINATED)

    assert night.run(stop_before_confirmation) is ExitCode.TERMINATED
    assert night.verdicts() == {URL: "unconfirmed"}
    assert night.run() is ExitCode.PASS
    assert night.verdicts() == {URL: "problem"}
    assert checks_of(night, URL) == 2


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

    def stop_in_the_archive(stop: Stop) -> None:
        asyncio.get_running_loop().call_later(12.0, stop.request, ExitCode.INTERRUPTED)

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


def test_a_corpus_without_a_citation_is_an_error_that_says_where_was_looked(night: SimulatedNight) -> None:
    night.corpus.mkdir()
    (night.corpus / "a.md").write_text("# No front matter\n")

    with pytest.raises(CorpusError, match="not a single citation"):
        night.run()
