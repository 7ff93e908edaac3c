"""A copy is believed when it was loaded, and lost only when that failed twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from verifier.model.holding import CopyStanding, Holding, copy_standing
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

URL = "https://news.example/a"
MADE = datetime(2026, 3, 1, 4, 0, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def memento(made: datetime = MADE) -> Memento:
    timestamp = f"{made:%Y%m%d%H%M%S}"
    return Memento(timestamp, URL, f"https://web.archive.org/web/{timestamp}/{URL}", 200)


def replay(
    after: timedelta,
    identity: Identity | None = None,
    state: ReplayState = ReplayState.LOADED,
    page_class: PageClass = PageClass.DOCUMENT,
    made: datetime = MADE,
) -> Replay:
    """One so long after the copy was made."""
    if state is not ReplayState.LOADED:
        return Replay(URL, memento(made), made + after, state)
    judged = (ReplayJudgement("key", IdentityJudgement(identity or Identity.CANNOT_TELL, "…")),)
    return Replay(URL, memento(made), made + after, state, 200, "", page_class, judged)


def match(after: timedelta) -> Replay:
    return replay(after, Identity.MATCH)


def missing(after: timedelta) -> Replay:
    return replay(after, state=ReplayState.ELSEWHERE)


def unasked(after: timedelta) -> Replay:
    return replay(after, state=ReplayState.FAILED)


@pytest.mark.parametrize(
    ("replays", "standing"),
    [
        ([], CopyStanding.UNTRIED),
        ([unasked(HOUR)], CopyStanding.UNTRIED),
        ([match(2 * HOUR)], CopyStanding.UNSETTLED),
        ([match(2 * HOUR), match(5 * HOUR)], CopyStanding.UNSETTLED),
        ([match(2 * HOUR), unasked(DAY), match(2 * DAY)], CopyStanding.CONFIRMED),
        ([match(30 * DAY)], CopyStanding.CONFIRMED),
        ([replay(30 * DAY)], CopyStanding.UNDECIDED),
        ([missing(2 * HOUR)], CopyStanding.UNSETTLED),
        ([missing(2 * HOUR), missing(2 * DAY)], CopyStanding.UNFIT),
        ([missing(2 * HOUR), match(DAY)], CopyStanding.UNSETTLED),
        ([missing(30 * DAY)], CopyStanding.UNFIT),
        ([replay(30 * DAY, Identity.MISMATCH)], CopyStanding.UNFIT),
        ([replay(30 * DAY, Identity.MATCH, page_class=PageClass.LOGIN)], CopyStanding.CONFIRMED),
        ([replay(30 * DAY, page_class=PageClass.BOT_WALL)], CopyStanding.UNFIT),
        ([match(30 * DAY), missing(200 * DAY)], CopyStanding.UNSETTLED),
        ([match(30 * DAY), missing(200 * DAY), missing(200 * DAY + HOUR)], CopyStanding.UNSETTLED),
        ([match(30 * DAY), missing(200 * DAY), unasked(201 * DAY)], CopyStanding.UNSETTLED),
        ([match(30 * DAY), missing(200 * DAY), missing(201 * DAY)], CopyStanding.LOST),
        ([match(30 * DAY), missing(200 * DAY), match(201 * DAY)], CopyStanding.CONFIRMED),
    ],
)
def test_how_a_copy_stands(replays: list[Replay], standing: CopyStanding) -> None:
    assert copy_standing(replays[::-1]) is standing


def test_a_copy_serves_until_something_bad_is_known_of_it() -> None:
    lookup = Lookup(URL, MADE, LookupState.CAPTURED, memento())

    assert Holding(URL, lookup, lookup).serves
    assert Holding(URL, lookup, lookup, replays=(missing(2 * HOUR),)).serves
    assert not Holding(URL, lookup, lookup, replays=(missing(30 * DAY),)).serves
    assert Holding(URL, lookup, lookup, replays=(missing(30 * DAY),)).unfit == {memento().timestamp}


def test_a_vague_copy_that_was_found_is_no_proof_and_one_that_was_made_has_to_do() -> None:
    lookup = Lookup(URL, MADE, LookupState.CAPTURED, memento())
    vague = (replay(30 * DAY, Identity.CANNOT_TELL),)
    none = Lookup(URL, MADE, LookupState.NONE)
    made = Capture(URL, MADE, CaptureState.REPORTED, timestamp=memento().timestamp, memento_uri=memento().uri)

    assert not Holding(URL, lookup, lookup, replays=vague).serves_as(proof=True)
    assert Holding(URL, lookup, lookup, replays=vague).serves_as(proof=False)
    assert Holding(URL, none, none, made, vague).serves_as(proof=True)


def test_a_copy_that_was_made_serves_as_one_that_was_found() -> None:
    none = Lookup(URL, MADE, LookupState.NONE)
    made = Capture(URL, MADE, CaptureState.REPORTED, timestamp=memento().timestamp, memento_uri=memento().uri)

    assert Holding(URL, none, none, made).candidates == [memento()]
    assert Holding(URL, none, none, made).serves


def test_only_the_citation_that_a_copy_shows_is_preserved_by_it() -> None:
    holding = Holding(URL, replays=(match(30 * DAY),))

    assert holding.confirmed_for("key") == match(30 * DAY)
    assert holding.confirmed_for("another") is None
    assert Holding(URL, replays=(match(2 * HOUR),)).confirmed_for("key") is None
    lost = (missing(201 * DAY), missing(200 * DAY), match(30 * DAY))
    assert Holding(URL, replays=lost).confirmed_for("key") is None
