"""Copies are loaded and compared with what is cited before they are called safe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.runs.builders import SimulatedNight, titled
from tests.simulator import SimulatedArchive, SimulatedPage
from verifier.archive.interface import Loaded
from verifier.demo.pages import article
from verifier.model.memento import ReplayState
from verifier.runs.archiving import Errand

URL = "https://gazette.demo/a/1"
TITLE = titled(3)
STAMP = "20240507120000"
RIGHT = Loaded(ReplayState.LOADED, "", 200, "text/html; charset=utf-8", article(TITLE, "Gazette"))
FIRE = (
    b"<title>Fire brigade trains recruits</title><p>" + b"The brigade showed its vehicle on the ground. " * 60
)
OTHER = Loaded(ReplayState.LOADED, "", 200, "text/html", FIRE)
NOWHERE = Loaded(ReplayState.ELSEWHERE, "the archive has no such copy and points to another")
BUSY = Loaded(ReplayState.FAILED, "HTTP 429", stop=True)
WALL = SimulatedPage(403, b"<title>Just a moment...</title>", headers={"cf-mitigated": "challenge"})


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    night = SimulatedNight(tmp_path)
    night.cite((URL, TITLE))
    archive_of(night).copies[URL] = STAMP
    return night


def archive_of(night: SimulatedNight) -> SimulatedArchive:
    assert night.archive is not None
    return night.archive


def row(night: SimulatedNight) -> dict[str, Any]:
    (only,) = night.report["citations"]
    found: dict[str, Any] = only
    return found


def test_a_copy_that_shows_the_document_is_preserved(night: SimulatedNight) -> None:
    archive_of(night).shows[URL] = RIGHT
    night.run()

    assert row(night)["preservation"] == "preserved"
    assert row(night)["memento"].endswith(f"/web/{STAMP}/{URL}")


VAGUE = Loaded(ReplayState.LOADED, "", 200, "text/html", article("Gazette", "Gazette"))


def test_a_copy_of_which_nobody_can_tell_stays_reported_after_others_were_looked_for(
    night: SimulatedNight,
) -> None:
    archive_of(night).shows[URL] = VAGUE
    night.run()
    night.clock.advance(days=1)
    night.run()

    assert len(archive_of(night).lookups) > 1, "no better copy was looked for"
    assert (row(night)["preservation"], row(night)["memento"]) == (
        "reported",
        f"https://web.archive.org/web/{STAMP}/{URL}",
    )
    assert "CIT301" not in row(night)["codes"]


def test_a_copy_that_could_not_be_loaded_is_only_reported_and_loaded_the_next_night(
    night: SimulatedNight,
) -> None:
    archive_of(night).shows[URL] = BUSY
    night.run()
    assert row(night)["preservation"] == "reported"

    archive_of(night).shows[URL] = RIGHT
    night.clock.advance(days=1)
    night.run()
    assert row(night)["preservation"] == "preserved"


@pytest.mark.parametrize("shown", [OTHER, NOWHERE])
def test_a_copy_of_another_page_keeps_nothing_safe(night: SimulatedNight, shown: Loaded) -> None:
    archive_of(night).shows[URL] = shown
    night.run()

    assert row(night)["preservation"] == "none"
    assert row(night)["verdict"] == "verified"
    assert archive_of(night).lookups == [URL, URL]


def test_a_confirmed_copy_is_left_alone_for_half_a_year(night: SimulatedNight) -> None:
    archive_of(night).shows[URL] = RIGHT
    for _ in range(3):
        night.run()
        night.clock.advance(days=50)
    assert len(archive_of(night).loads) == 1

    night.clock.advance(days=40)
    night.run()
    assert len(archive_of(night).loads) == 2


def test_a_copy_is_lost_when_it_failed_on_two_days(night: SimulatedNight) -> None:
    archive_of(night).shows[URL] = RIGHT
    night.run()
    archive_of(night).shows[URL] = NOWHERE
    night.clock.advance(days=200)
    night.run()
    assert row(night)["preservation"] == "reported"
    assert "CIT305" not in row(night)["codes"]

    night.clock.advance(days=2)
    night.run()
    assert row(night)["preservation"] == "none"
    assert "CIT305" in row(night)["codes"]


def test_a_walled_page_is_verified_by_a_recent_copy_and_that_is_said(night: SimulatedNight) -> None:
    night.web.pages[URL] = WALL
    archive_of(night).copies[URL] = "20260101120000"
    archive_of(night).shows[URL] = RIGHT
    night.run()

    found = row(night)
    assert (found["verdict"], found["access"], found["as_archived"]) == (
        "verified",
        "blocked",
        "20260101120000",
    )
    assert found["reasons"][0].startswith("As archived on 2026-01-01")
    assert "CIT401" in found["codes"]


def test_an_old_copy_tells_nothing_of_what_is_behind_a_wall(night: SimulatedNight) -> None:
    night.web.pages[URL] = WALL
    archive_of(night).shows[URL] = RIGHT
    night.run()
    assert (row(night)["verdict"], row(night)["as_archived"]) == ("unconfirmed", None)


def cite_a_copy(night: SimulatedNight, timestamp: str = STAMP, original: str = URL) -> None:
    document = night.corpus / "doc.md"
    copy = f'    archive_url: "https://web.archive.org/web/{timestamp}/{original}"\n'
    document.write_text(document.read_text().replace("---\n\nText.", f"{copy}---\n\nText."))


@pytest.mark.parametrize(
    ("shown", "code", "preservation"),
    [
        (RIGHT, None, "preserved"),
        (NOWHERE, "CIT302", "none"),
        (OTHER, "CIT303", "none"),
        (BUSY, None, "none"),
    ],
)
def test_a_cited_copy_is_a_claim_too(
    night: SimulatedNight, shown: Loaded, code: str | None, preservation: str
) -> None:
    archive_of(night).copies.clear()
    cite_a_copy(night)
    archive_of(night).shows[URL] = shown
    night.run()

    found = row(night)
    assert [c for c in found["codes"] if c in ("CIT302", "CIT303")] == ([code] if code else [])
    assert (found["verdict"], found["preservation"]) == ("verified", preservation)


def test_what_is_loaded_in_a_night_stays_within_the_budget(night: SimulatedNight) -> None:
    entries = [(f"https://host{n}.demo/a", titled(n)) for n in range(6)]
    night.cite(*entries, name="more")
    for url, title in entries:
        archive_of(night).copies[url] = STAMP
        archive_of(night).shows[url] = Loaded(ReplayState.LOADED, "", 200, "text/html", article(title, "G"))
    archive_of(night).shows[URL] = RIGHT
    night.settings["archive"] = {"nightly_replays": 4}
    night.run()
    assert len(archive_of(night).loads) == 4

    night.clock.advance(days=1)
    night.run()
    assert len(archive_of(night).loads) == 7


def test_an_archive_that_wants_peace_is_asked_for_no_further_copy(night: SimulatedNight) -> None:
    entries = [(f"https://host{n}.demo/a", titled(n)) for n in range(6)]
    night.cite(*entries, name="more")
    for url, _ in entries:
        archive_of(night).copies[url] = STAMP
        archive_of(night).shows[url] = BUSY
    archive_of(night).shows[URL] = BUSY
    night.run()
    assert len(archive_of(night).loads) == 1


def test_a_new_title_is_compared_with_the_copy_again(night: SimulatedNight) -> None:
    archive_of(night).shows[URL] = RIGHT
    night.run()
    night.cite((URL, f"{TITLE} (updated)"), page=False)
    night.clock.advance(days=1)
    night.run()
    assert len(archive_of(night).loads) == 2
    assert row(night)["preservation"] == "preserved"


def test_a_limit_holds_though_other_copies_are_wanted(night: SimulatedNight) -> None:
    entries = [(f"https://host{n}.demo/a", titled(n)) for n in range(6)]
    night.cite(*entries, name="more")
    for url, _ in [(URL, TITLE), *entries]:
        archive_of(night).copies[url] = STAMP
        archive_of(night).shows[url] = OTHER
    night.deal_with_the_archive(Errand(confirm=False, capture=False))
    night.deal_with_the_archive(Errand(look_up=False, capture=False, limit=2))
    assert len(archive_of(night).loads) == 2

    night.deal_with_the_archive(Errand(capture=False, limit=3))
    assert len(archive_of(night).loads) == 5


def test_a_named_source_is_looked_up_again_only_where_its_copy_does_not_serve(night: SimulatedNight) -> None:
    archive_of(night).shows[URL] = OTHER
    other = ("https://host0.demo/a", titled(0))
    night.cite(other, name="more")
    night.deal_with_the_archive(Errand(capture=False, only=frozenset({URL, other[0]})))

    assert sorted(archive_of(night).lookups) == [URL, URL, other[0]]
