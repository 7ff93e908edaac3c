from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.builders import NOW, later
from verifier.model.holding import Holding
from verifier.model.memento import Capture, CaptureState, Lookup, LookupState, Memento, Replay, ReplayState
from verifier.model.outcome import OutcomeClass
from verifier.store.archive import (
    captures_since,
    holdings,
    insert_lookup,
    insert_replay,
    lookups_since,
    open_captures,
    replays_since,
    save_capture,
)
from verifier.store.database import Database

A, B = "https://a.example/1", "https://b.example/2"
COPY = Memento(
    "20210318120000", A, f"https://web.archive.org/web/20210318120000/{A}", 200, "text/html", "SHA1"
)
FOUND = Lookup(A, NOW, LookupState.CAPTURED, COPY, captures=3)


def record(database: Database, *lookups: Lookup) -> None:
    with database.write() as connection:
        for lookup in lookups:
            insert_lookup(connection, lookup)


def save(database: Database, capture: Capture) -> Capture:
    with database.write() as connection:
        return save_capture(connection, capture)


def held(database: Database) -> dict[str, Holding]:
    with database.read() as connection:
        return holdings(connection)


def test_a_source_nobody_asked_about_has_no_holding(database: Database) -> None:
    assert held(database) == {}


def test_a_look_up_comes_back_exactly(database: Database) -> None:
    record(database, FOUND)
    assert held(database) == {A: Holding(A, FOUND, FOUND)}


@pytest.mark.parametrize("state", [state for state in LookupState if state is not LookupState.CAPTURED])
def test_every_way_a_look_up_ends_comes_back(database: Database, state: LookupState) -> None:
    lookup = Lookup(A, NOW, state, captures=1, detail="\0 blocked \ud800", stop=True, retry_after=0.1)
    record(database, lookup)
    known = None if state is LookupState.FAILED else lookup
    assert held(database) == {A: Holding(A, known, lookup)}


def test_a_failed_look_up_does_not_hide_what_is_known(database: Database) -> None:
    failed = Lookup(A, later(1), LookupState.FAILED, detail="timeout")
    record(database, Lookup(A, later(-1), LookupState.NONE), FOUND, failed)
    assert held(database)[A] == Holding(A, known=FOUND, last=failed)


def test_a_copy_may_be_found_again_and_by_two_sources(database: Database) -> None:
    same = Lookup(B, later(1), LookupState.CAPTURED, COPY, captures=1)
    record(database, FOUND, replace(FOUND, at=later(1)), same)
    holding = held(database)
    assert holding[A].known == replace(FOUND, at=later(1))
    assert holding[B].known == same


def test_a_status_of_any_size_from_an_index_is_kept(database: Database) -> None:
    odd = replace(FOUND, memento=replace(COPY, status=10**25, digest=None))
    record(database, odd)
    assert held(database)[A].last == odd


@pytest.mark.parametrize("state", CaptureState)
def test_an_attempt_is_one_row_from_the_intent_to_the_outcome(
    database: Database, state: CaptureState
) -> None:
    intent = save(database, Capture(A, NOW, CaptureState.WANTED))
    assert intent.id is not None
    outcome = replace(
        intent,
        state=state,
        job_id="spn2-1",
        timestamp="20260301031700",
        memento_uri="https://web.archive.org/web/20260301031700/x",
        http_status=200,
        status_ext="error:blocked-url",
        message="said \ud800",
        options="capture_all=0",
        outcome=OutcomeClass.QUOTA_HOST_DAY,
        due=later(1),
        stop=True,
    )
    assert save(database, outcome) == outcome
    assert held(database)[A].capture == outcome


def test_the_last_attempt_counts(database: Database) -> None:
    save(database, Capture(A, NOW, CaptureState.DEFERRED))
    last = save(database, Capture(A, later(1), CaptureState.SUBMITTED, job_id="spn2-2"))
    assert held(database)[A].capture == last


def test_attempts_without_an_outcome_come_back_oldest_first(database: Database) -> None:
    saved = [save(database, Capture(A, later(day), state)) for day, state in enumerate(CaptureState)]
    waiting = {CaptureState.WANTED, CaptureState.SUBMITTED, CaptureState.OUTCOME_UNKNOWN}
    with database.read() as connection:
        assert open_captures(connection) == [capture for capture in saved if capture.state in waiting]


def test_the_attempts_of_a_night_are_counted(database: Database) -> None:
    for day in (0, 1, 1.5):
        save(database, Capture(A, later(day), CaptureState.REFUSED))
    with database.read() as connection:
        assert captures_since(connection, later(1), later(9)) == 2
        assert captures_since(connection, later(2), later(9)) == 0


def test_what_a_clock_ahead_wrote_uses_up_no_budget(database: Database) -> None:
    memento = Memento("20240507120000", A, f"https://web.archive.org/web/20240507120000/{A}")
    for day in (0, 3650):
        save(database, Capture(A, later(day), CaptureState.REFUSED))
        with database.write() as connection:
            insert_lookup(connection, Lookup(A, later(day), LookupState.NONE))
            insert_replay(connection, Replay(A, memento, later(day), ReplayState.ABSENT))
    with database.read() as connection:
        counted = [
            count(connection, NOW, later(1)) for count in (captures_since, lookups_since, replays_since)
        ]
    assert counted == [1, 1, 1]


def test_the_copies_that_were_made_are_known_the_last_one_first(database: Database) -> None:
    for day, state in enumerate((CaptureState.REPORTED, CaptureState.DEFERRED, CaptureState.REPORTED)):
        save(database, Capture(A, later(day), state, timestamp=f"2026030{day}000000"))
    assert held(database)[A].all_made == ("20260302000000", "20260300000000")
