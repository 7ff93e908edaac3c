"""When a copy is loaded, and when again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from verifier.model.holding import Holding
from verifier.model.memento import (
    Capture,
    CaptureState,
    Lookup,
    LookupState,
    Memento,
    Replay,
    ReplayJudgement,
    ReplayState,
)
from verifier.model.verdict import Identity, IdentityJudgement, PageClass
from verifier.plan.confirmations import CitedCopies, needs_another, replays_due

NOW = datetime(2026, 3, 2, 3, 17, tzinfo=UTC)
SOURCE = "https://a.example/1"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEYS = frozenset({"one"})


def copy(made: datetime = NOW - 1000 * DAY, source: str = SOURCE) -> Memento:
    timestamp = f"{made:%Y%m%d%H%M%S}"
    return Memento(timestamp, source, f"https://web.archive.org/web/{timestamp}/{source}", 200)


OLD = copy()


def replay(ago: timedelta, identity: Identity | None = Identity.MATCH, of: Memento = OLD) -> Replay:
    """A copy that was loaded and compared; None: the archive could not be asked."""
    if identity is None:
        return Replay(SOURCE, of, NOW - ago, ReplayState.FAILED)
    judged = (ReplayJudgement("one", IdentityJudgement(identity, "exact")),)
    return Replay(SOURCE, of, NOW - ago, ReplayState.LOADED, 200, "", PageClass.DOCUMENT, judged)


def holding(*replays: Replay, found: Memento | None = OLD, known_ago: timedelta = DAY) -> Holding:
    """`replays` newest first."""
    state = LookupState.NONE if found is None else LookupState.CAPTURED
    lookup = Lookup(SOURCE, NOW - known_ago, state, found)
    return Holding(SOURCE, lookup, lookup, None, replays)


def due(held: Holding, cited: tuple[Memento, ...] = (), keys: frozenset[str] = KEYS) -> list[str]:
    copies = {SOURCE: CitedCopies(keys, cited)}
    turns = replays_due(copies, {SOURCE: held}, NOW, 9, {SOURCE: (0,)})
    return [turn.memento.uri for turn in turns]


def test_a_copy_that_was_found_is_loaded_at_once() -> None:
    assert due(holding()) == [OLD.uri]


def test_a_copy_that_was_confirmed_is_loaded_again_after_180_days() -> None:
    assert due(holding(replay(179 * DAY))) == []
    assert due(holding(replay(180 * DAY))) == [OLD.uri]


def test_a_young_copy_is_loaded_again_a_day_later() -> None:
    young = copy(NOW - 2 * DAY)
    assert due(holding(replay(23 * HOUR, of=young), found=young)) == []
    assert due(holding(replay(24 * HOUR, of=young), found=young)) == [young.uri]


def test_a_copy_that_was_confirmed_and_fails_is_asked_again_a_day_later_and_then_given_up() -> None:
    failing = (replay(24 * HOUR, Identity.MISMATCH), replay(200 * DAY))
    lost = (replay(HOUR, Identity.MISMATCH), replay(25 * HOUR, Identity.MISMATCH), replay(200 * DAY))

    assert due(holding(*failing)) == [OLD.uri]
    assert due(holding(*lost)) == []


def test_an_archive_that_could_not_be_asked_is_asked_again_after_an_hour() -> None:
    assert due(holding(replay(59 * timedelta(minutes=1), None))) == []
    assert due(holding(replay(HOUR, None))) == [OLD.uri]


def test_a_copy_of_another_page_is_not_loaded_again() -> None:
    assert due(holding(replay(400 * DAY, Identity.MISMATCH))) == []


def test_a_new_citation_of_the_source_is_compared_with_the_copy_at_once() -> None:
    assert due(holding(replay(DAY)), keys=frozenset({"one", "two"})) == [OLD.uri]


@pytest.mark.parametrize(
    ("message", "hours"),
    [("", 1), ("The capture will be available in the Wayback Machine in 12 hours.", 13)],
)
def test_a_copy_that_was_just_made_gets_time_to_appear(message: str, hours: int) -> None:
    def made(ago: timedelta) -> Holding:
        at = NOW - ago
        made = copy(at)
        capture = Capture(
            SOURCE,
            at,
            CaptureState.REPORTED,
            job_id="job",
            timestamp=made.timestamp,
            memento_uri=made.uri,
            message=message,
        )
        return replace(holding(found=None), capture=capture)

    assert due(made(hours * HOUR - timedelta(minutes=1))) == []
    assert due(made(hours * HOUR)) != []


def test_cited_copies_come_first_then_the_untried_then_by_worth() -> None:
    other, cited = "https://b.example/2", copy(NOW - 900 * DAY)
    new = copy(source=other)
    lookup = Lookup(other, NOW - DAY, LookupState.CAPTURED, new)
    copies = {SOURCE: CitedCopies(KEYS, (cited,)), other: CitedCopies(frozenset({"two"}))}
    holdings = {SOURCE: holding(replay(200 * DAY)), other: Holding(other, lookup, lookup)}

    turns = replays_due(copies, holdings, NOW, 9, {SOURCE: (0,), other: (1,)})

    assert [turn.memento for turn in turns] == [cited, new, OLD]
    assert replays_due(copies, holdings, NOW, 1, {SOURCE: (0,), other: (1,)}) == turns[:1]
    assert replays_due(copies, holdings, NOW, -1, {SOURCE: (0,), other: (1,)}) == []


def test_another_copy_is_wanted_where_the_known_one_does_not_serve() -> None:
    unfit = replay(HOUR, Identity.MISMATCH)

    assert needs_another(holding(unfit, known_ago=2 * HOUR), proof=True)
    assert not needs_another(holding(replay(HOUR), known_ago=2 * HOUR), proof=True)
    assert not needs_another(holding(unfit, known_ago=timedelta()), proof=True)
    assert not needs_another(holding(found=None), proof=True)
    assert not needs_another(Holding(SOURCE), proof=True)


def test_after_three_copies_that_do_not_serve_no_other_is_wanted() -> None:
    copies = [copy(NOW - days * DAY) for days in (1000, 900, 800)]
    tried = [replay(number * HOUR, Identity.MISMATCH, of=each) for number, each in enumerate(copies, 1)]

    assert needs_another(holding(*tried[:2], known_ago=9 * HOUR), proof=True)
    assert not needs_another(holding(*tried, known_ago=9 * HOUR), proof=True)


def test_where_the_live_page_is_the_document_a_copy_of_which_nobody_can_tell_does_not_do() -> None:
    vague = holding(replay(HOUR, Identity.CANNOT_TELL), known_ago=2 * HOUR)

    assert needs_another(vague, proof=True)
    assert not needs_another(vague, proof=False)


def test_a_copy_that_was_loaded_with_the_clock_ahead_is_loaded_now() -> None:
    assert due(holding(replay(-3650 * DAY))) == [OLD.uri]
    young = copy(NOW - 2 * DAY)
    assert due(holding(replay(24 * HOUR, of=young), replay(-3650 * DAY, of=young), found=young)) == [
        young.uri
    ]


def test_a_copy_that_was_reported_with_the_clock_ahead_is_loaded_an_hour_after_it_was_made() -> None:
    for made, loadable in ((30, False), (90, True)):
        timestamp = f"{NOW - timedelta(minutes=made):%Y%m%d%H%M%S}"
        uri = f"https://web.archive.org/web/{timestamp}/{SOURCE}"
        capture = Capture(
            SOURCE, NOW + 3650 * DAY, CaptureState.REPORTED, timestamp=timestamp, memento_uri=uri
        )
        assert due(Holding(SOURCE, capture=capture)) == ([uri] if loadable else [])
