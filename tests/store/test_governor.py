from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial

from tests.store.builders import NOW
from tests.store.children import BASE, URL, end, reserve_slots, reserves_slots, start
from verifier.model.pool import Pace, Pool, PoolState
from verifier.plan.governor import Closed, Slot, refused, reserve
from verifier.store.database import Database
from verifier.store.governor import pool_state, settle

SLOTS = 40


def state_of(database: Database, pool: Pool = Pool.CDX, base: str = BASE) -> PoolState:
    with database.read() as connection:
        return pool_state(connection, base, pool)


def put(database: Database, state: PoolState, pool: Pool = Pool.CDX) -> None:
    with database.write() as connection:
        settle(connection, BASE, pool, lambda _: (state, None))


def test_a_service_that_was_never_asked_is_free(database: Database) -> None:
    assert state_of(database) == PoolState()


def test_a_state_comes_back_exactly(database: Database) -> None:
    later = NOW + timedelta(microseconds=1)
    paces = (Pace("submission", NOW, later), Pace("status", later, NOW))
    full = PoolState(NOW, 3, 2, later, paces)
    put(database, full)
    assert state_of(database) == full
    put(database, PoolState())
    assert state_of(database) == PoolState()


def test_services_and_archives_do_not_share_their_troubles(database: Database) -> None:
    with database.write() as connection:
        settle(connection, BASE, Pool.SPN, partial(refused, asked=None, now=NOW))
    assert state_of(database, Pool.SPN).refusals == 1
    assert state_of(database, Pool.CDX) == PoolState()
    assert state_of(database, Pool.SPN, "https://archive.example") == PoolState()


def test_what_a_transition_raises_changes_nothing(database: Database) -> None:
    def fails(state: PoolState) -> tuple[PoolState, None]:
        raise ZeroDivisionError

    before = PoolState(NOW, 1)
    put(database, before)
    try:
        with database.write() as connection:
            settle(connection, BASE, Pool.CDX, fails)
    except ZeroDivisionError:
        pass
    assert state_of(database) == before


def test_threads_and_processes_that_reserve_at_once_never_get_the_same_slot(database: Database) -> None:
    children = [start(reserves_slots, database.path.parent, SLOTS) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        slots = [
            at for some in threads.map(lambda _: reserve_slots(database, SLOTS), range(2)) for at in some
        ]
    for process, pipe in children:
        slots += pipe.recv()
        end(process)
    slots.sort()
    assert slots == [NOW + timedelta(seconds=2.5 * number) for number in range(4 * SLOTS)]


def test_a_second_opening_of_the_database_keeps_to_the_pause_of_the_first(database: Database) -> None:
    def ask(opened: Database, now: datetime) -> Slot | Closed:
        with opened.write() as connection:
            return settle(connection, BASE, Pool.CDX, partial(reserve, kind="x", interval=1.0, now=now))

    with database.write() as connection:
        until = settle(connection, BASE, Pool.CDX, partial(refused, asked=90.0, now=NOW))
    with closing(Database.open(URL, database.path.parent)) as second:
        assert ask(second, NOW + timedelta(seconds=89)) == Closed(until)
        assert ask(second, until) == Slot(until)
