"""What could not be established is never told as passed: the gate in a simulated world, night after night."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.runs.builders import SimulatedNight, titled
from tests.simulator import SimulatedArchive, SimulatedPage
from verifier.config import Config
from verifier.demo.pages import article
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport, Level
from verifier.model.memento import Lookup, LookupState
from verifier.model.observation import Failure, FailureKind
from verifier.model.verdict import Verdict
from verifier.runs.events import Note
from verifier.runs.gate_online import gate_online
from verifier.runs.gating import Wish, gate_offline
from verifier.runs.scoping import Scope, scope_of
from verifier.runs.stopping import Stop
from verifier.store.copying import open_copy

WEEK = timedelta(days=7)
URL, OTHER = "https://paper.demo/2024/05/story", "https://gazette.demo/2024/05/story"
DOWN = SimulatedPage(503, b"<h1>503</h1>")
TIRED = SimulatedPage(429, b"<h1>429</h1>")
GONE = SimulatedPage(404, b"<title>Not Found</title>")
WALL = SimulatedPage(403, b"<title>Forbidden</title>")
REFUSED = SimulatedPage(failure=Failure(FailureKind.REFUSED, "connection refused"))


class Nights(SimulatedNight):
    """Nights, and a gate by day."""

    def scope(self) -> Scope:
        return scope_of(self.corpus, Config(), (), None)

    def gate(self, wish: Wish | None = None) -> GateReport:
        async def judged() -> GateReport:
            with self._neighbours() as world, tempfile.TemporaryDirectory() as folder:
                copy = open_copy("sqlite:///night.db", self.folder, Path(folder))
                with closing(copy):
                    own = replace(world, database=copy)
                    wanted = wish or Wish(WEEK)
                    return await gate_online(own, self.scope(), wanted, Stop(), self.events.append)

        self.events.clear()
        return self.clock.run(judged())

    def gate_offline(self, wish: Wish | None = None) -> GateReport:
        config = Config.model_validate(self.settings).gate
        with self._neighbours() as world:
            return gate_offline(world.database, self.scope(), config, wish or Wish(WEEK), self.clock.now())

    def next_night(self, page: SimulatedPage | None = None, url: str = URL) -> None:
        """A day later, while the page answers so."""
        self.clock.advance(days=1)
        if page is not None:
            self.web.pages[url] = page
        self.run()


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def codes(report: GateReport, level: Level) -> list[str]:
    return [ruling.finding.code for ruling in report.rulings if ruling.level is level]


def notes(nights: Nights) -> list[str]:
    return [event.text for event in nights.events if isinstance(event, Note)]


def on_one_host(number: int) -> list[tuple[str, str]]:
    return [(f"https://paper.demo/2024/05/{n}", titled(n)) for n in range(number)]


def test_sources_that_were_never_asked_are_inconclusive_and_named(nights: Nights) -> None:
    nights.cite(*on_one_host(40), page=False)
    nights.web.default = lambda url: TIRED

    report = nights.gate()

    left = 40 - codes(report, Level.WARN).count("CIT403")
    first = f"Not asked as often as a judgement needs: {left} sources. https://paper.demo/"
    assert left > 30
    assert report.outcome is ExitCode.INCONCLUSIVE
    assert report.notes[0].startswith(first)
    assert report.notes[0].endswith(f" and {left - 5} more.")
    assert any("asked too much" in note and " is not judged." in note for note in notes(nights))


@pytest.mark.parametrize("down", [DOWN, REFUSED])
def test_one_host_that_is_down_makes_no_change_inconclusive(nights: Nights, down: SimulatedPage) -> None:
    many = on_one_host(40)
    nights.cite(*many, page=False)
    nights.cite((OTHER, titled(99)), name="good")
    nights.web.default = lambda url: down

    report = nights.gate()

    (told,) = (note for note in report.notes if note.startswith("Not asked one by one"))
    asked = len({url for _, url in nights.web.requests if url in dict(many)})
    assert report.outcome is ExitCode.PASS
    assert (
        report.verdicts[Verdict.UNCONFIRMED]
        == len(many)
        == codes(report, Level.WARN).count("CIT406" if down is DOWN else "CIT409")
    )
    assert asked < 10
    assert f"{40 - asked} sources. https://paper.demo/" in told
    assert not any("asked too much" in note for note in notes(nights))


def test_a_busy_host_among_those_that_are_down_is_told_from_them(nights: Nights) -> None:
    nights.cite(*on_one_host(40), page=False)
    nights.web.default = lambda url: TIRED if url.endswith("/3") else DOWN

    assert nights.gate().outcome is ExitCode.INCONCLUSIVE


def test_a_source_that_was_asked_and_is_down_warns(nights: Nights) -> None:
    nights.cite((URL, titled(1)), page=False)
    nights.web.pages[URL] = DOWN

    report = nights.gate()

    assert (report.outcome, codes(report, Level.WARN)) == (ExitCode.PASS, ["CIT406"])


def test_a_problem_whose_second_fetch_never_came_is_inconclusive(nights: Nights) -> None:
    nights.cite(*on_one_host(12), page=False)
    nights.web.default = lambda url: DOWN
    nights.web.pages[on_one_host(1)[0][0]] = GONE

    report = nights.gate()

    assert "CIT101" in codes(report, Level.WARN)
    assert report.outcome is ExitCode.INCONCLUSIVE
    assert any(note.startswith("Not asked") and on_one_host(1)[0][0] in note for note in report.notes)


def test_an_old_result_does_not_stand_for_one_that_could_not_be_had(nights: Nights) -> None:
    nights.cite(*on_one_host(12))
    nights.run()
    nights.clock.advance(days=8)
    nights.web.pages.clear()
    nights.web.default = lambda url: TIRED

    report = nights.gate()

    assert report.outcome is ExitCode.INCONCLUSIVE
    assert len(codes(report, Level.WARN)) < 12


def test_sources_beyond_the_limit_are_inconclusive_and_what_fails_fails(nights: Nights) -> None:
    nights.cite((OTHER, titled(2)), (URL, titled(1)))
    nights.web.pages[URL] = GONE
    nights.settings = {"gate": {"max_sources": 1}}

    report = nights.gate()
    assert report.outcome is ExitCode.INCONCLUSIVE
    told = (
        "Not asked: 1 source above gate.max_sources (1). Raise it, or let the nightly run check them first. "
    )
    assert report.notes[0] == f"{told}{URL}."

    nights.settings = {"gate": {"max_sources": 0}}
    assert nights.gate().outcome is ExitCode.INCONCLUSIVE

    nights.cite((URL, titled(1)), (OTHER, titled(2)), page=False)
    nights.settings = {"gate": {"max_sources": 1}}
    assert nights.gate().outcome is ExitCode.FAILED


def test_a_source_lost_to_a_defect_is_inconclusive(nights: Nights) -> None:
    async def fail(url: str) -> None:
        if url == URL:
            raise KeyError(url)

    nights.cite((OTHER, titled(2)), (URL, titled(1)))
    nights.web.before_answer = fail

    report = nights.gate()

    assert report.outcome is ExitCode.INCONCLUSIVE
    assert "Not judged because of a defect of verifier: 1 source." in report.notes


@pytest.mark.parametrize("mute", [DOWN, REFUSED, WALL, SimulatedPage(429)])
def test_a_night_without_an_answer_hides_nothing(nights: Nights, mute: SimulatedPage) -> None:
    nights.cite((URL, titled(1)), page=False)
    nights.web.pages[URL] = GONE
    nights.run()
    nights.next_night(mute)
    told = (
        f"The last time, 1 source gave no answer that says anything: judged by what was seen before. {URL}."
    )

    offline = nights.gate_offline()
    assert (offline.outcome, codes(offline, Level.FAIL)) == (ExitCode.FAILED, ["CIT110", "CIT101"])
    assert told in offline.notes

    still_mute = nights.gate()
    assert (still_mute.outcome, codes(still_mute, Level.FAIL)) == (ExitCode.FAILED, ["CIT110", "CIT101"])
    assert told in still_mute.notes

    nights.cite((URL, titled(1)))
    repaired = nights.gate()
    assert (repaired.outcome, repaired.notes) == (ExitCode.PASS, ())
    assert not codes(repaired, Level.WARN)


def test_what_was_seen_too_long_ago_is_not_used_though_the_source_was_asked_since(nights: Nights) -> None:
    nights.cite((URL, titled(1)), page=False)
    nights.web.pages[URL] = GONE
    nights.run()
    nights.clock.advance(days=6)
    nights.next_night(DOWN)
    nights.clock.advance(hours=12)

    report = nights.gate_offline()

    assert (report.outcome, codes(report, Level.WARN)) == (ExitCode.PASS, ["CIT406"])


def test_a_new_citation_of_a_source_is_judged_by_what_was_seen_before(nights: Nights) -> None:
    nights.cite((URL, titled(1)))
    nights.run()
    nights.next_night(DOWN)
    nights.cite((URL, "Another thing altogether happened elsewhere"), name="new", page=False)

    report = nights.gate_offline()

    assert "CIT406" not in codes(report, Level.WARN)
    assert any(code.startswith("CIT2") for code in codes(report, Level.WARN))


def test_a_wall_that_was_always_there_is_not_asked_again(nights: Nights) -> None:
    nights.cite((URL, titled(1)), page=False)
    nights.web.pages[URL] = WALL
    nights.run()
    before = len(nights.web.requests)

    assert nights.gate().outcome is ExitCode.PASS
    assert len(nights.web.requests) == before


def test_when_most_hosts_fail_the_gate_tries_once_more_and_says_what_is_true(nights: Nights) -> None:
    nights.cite(*[(f"https://h{n}.demo/x", titled(n)) for n in range(40)], page=False)
    nights.web.default = lambda url: REFUSED
    nights.settings = {"network": {"canaries": []}}
    began = nights.clock.now()

    report = nights.gate()

    assert report.outcome is ExitCode.INCONCLUSIVE
    assert report.notes[0] == (
        "Most hosts failed at a time, and no canary is configured that could tell why: the line is in doubt. "
        "What could not be checked (40 sources) is not judged."
    )
    assert nights.clock.now() - began < timedelta(seconds=110)


class Resting(SimulatedArchive):
    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        now = self.clock.now()
        return Lookup(source, now, LookupState.FAILED, detail="HTTP 429", stop=True, retry_after=60.0)


class Silent(SimulatedArchive):
    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        await self.clock.sleep(3600)
        return await super().look_up(source, near, avoid)


@pytest.mark.parametrize("kind", [Resting, Silent])
def test_the_gate_does_not_wait_for_an_archive_and_says_what_it_was_not_asked(
    nights: Nights, kind: type[SimulatedArchive]
) -> None:
    nights.cite((URL, titled(1)), page=False)
    nights.archive = kind(nights.clock)
    began = nights.clock.now()

    report = nights.gate()

    told = (
        f"could not be asked about 1 gone page, so that CIT110 cannot be told from what is gone only. {URL}."
    )
    assert (report.outcome, codes(report, Level.FAIL)) == (ExitCode.FAILED, ["CIT101"])
    assert sum(told in note for note in report.notes) == 1
    assert nights.clock.now() - began < timedelta(seconds=75)
    assert not any("next run" in note or "asks for a pause" in note for note in notes(nights))


def test_without_the_archive_nothing_passes_that_only_the_archive_could_clear(nights: Nights) -> None:
    nights.cite((URL, titled(1)), page=False)
    nights.archive = Resting(nights.clock)
    nights.settings = {"gate": {"warn_on": ["CIT101"]}}
    assert nights.gate().outcome is ExitCode.INCONCLUSIVE

    nights.settings = {"gate": {"warn_on": ["CIT101", "CIT110"]}}
    report = nights.gate()
    assert report.outcome is ExitCode.PASS
    assert any("The archive could not be asked" in note for note in report.notes)


def test_a_page_that_answered_once_needs_no_archive(nights: Nights) -> None:
    nights.cite((URL, titled(1)))
    nights.web.pages[URL] = SimulatedPage(body=article(titled(1), "Paper"))
    nights.run()
    nights.clock.advance(days=8)
    nights.web.pages[URL] = GONE
    nights.archive = Resting(nights.clock)

    report = nights.gate()

    assert codes(report, Level.FAIL) == ["CIT101"]
    assert not any("archive" in note for note in report.notes)


INVENTED_TITLE = "Another thing altogether happened elsewhere"


@pytest.mark.parametrize("name", ["doc", "new"])
def test_an_invented_title_on_a_page_that_the_last_night_knows_fails(nights: Nights, name: str) -> None:
    nights.cite((URL, titled(1)))
    nights.run()
    nights.cite((URL, INVENTED_TITLE), name=name, page=False)
    before = len(nights.web.requests)

    report = nights.gate()

    assert report.outcome is ExitCode.FAILED
    assert [code[:4] for code in codes(report, Level.FAIL)] == ["CIT2"]
    assert [url for _, url in nights.web.requests[before:]] == [URL]


def test_a_title_that_the_page_carries_now_is_not_called_invented_by_the_night_alone(nights: Nights) -> None:
    nights.cite((URL, titled(1)))
    nights.run()
    nights.cite((URL, INVENTED_TITLE))

    report = nights.gate()

    assert (report.outcome, codes(report, Level.WARN)) == (ExitCode.PASS, [])


def test_two_fetches_that_find_different_problems_leave_it_open(nights: Nights) -> None:
    nights.cite((URL, INVENTED_TITLE), page=False)
    other = SimulatedPage(body=article(titled(1), "Gazette"))
    nights.web.pages[URL] = lambda earlier: other if earlier else GONE

    report = nights.gate()

    told = f"A problem was seen once, and no second fetch agreed: 1 source. {URL}."
    assert (report.outcome, report.notes[0]) == (ExitCode.INCONCLUSIVE, told)


def test_offline_what_was_seen_once_is_inconclusive_and_named(nights: Nights) -> None:
    nights.cite((URL, titled(1)))
    nights.run()
    nights.cite((URL, INVENTED_TITLE), page=False)
    told = f"A problem was seen once, and nobody may be asked a second time: 1 source. {URL}."

    strict = nights.gate_offline()
    assert (strict.outcome, strict.notes[0]) == (ExitCode.INCONCLUSIVE, told)
    content = nights.gate_offline(Wish(WEEK, offline_ok=True))
    assert content.outcome is ExitCode.PASS
    assert told in content.notes


def test_without_a_network_what_was_only_to_be_asked_again_is_judged_by_what_is_stored(
    nights: Nights,
) -> None:
    nights.cite((URL, titled(1)))
    nights.run()
    nights.next_night(DOWN)
    nights.web.cable_cut = True

    report = nights.gate()

    assert report.outcome is nights.gate_offline().outcome is ExitCode.PASS
    assert codes(report, Level.WARN) == []
    assert not any("Nothing" in note for note in report.notes)
    assert f"Could not be asked again, so that what is stored counts: 1 source. {URL}." in report.notes

    nights.cite((URL, INVENTED_TITLE), name="new", page=False)
    assert nights.gate().outcome is ExitCode.INCONCLUSIVE
