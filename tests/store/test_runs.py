from __future__ import annotations

import pytest

from tests.store.builders import NOW, later
from verifier.model.run import Run, RunState
from verifier.store.database import Database
from verifier.store.runs import latest_run, set_state, start_run, unfinished_run


def test_before_the_first_run_there_is_none(database: Database) -> None:
    with database.read() as connection:
        assert latest_run(connection) is None
        assert unfinished_run(connection) is None


def test_a_started_run_is_unfinished_so_that_a_killed_one_is_resumed(database: Database) -> None:
    with database.write() as connection:
        run = start_run(connection, NOW)
    assert (run.state, run.started_at, run.finished_at) == (RunState.RUNNING, NOW, None)
    with database.read() as connection:
        assert unfinished_run(connection) == latest_run(connection) == run


@pytest.mark.parametrize("state", RunState)
def test_how_a_run_ended_comes_back_in_every_word(database: Database, state: RunState) -> None:
    with database.write() as connection:
        run = start_run(connection, NOW)
        set_state(connection, run.id, state, later(1), "no network")
    with database.read() as connection:
        assert latest_run(connection) == Run(run.id, NOW, state, later(1), "no network")
        unfinished = unfinished_run(connection) is not None
    assert unfinished == (state in (RunState.RUNNING, RunState.INTERRUPTED))


def test_the_latest_unfinished_run_is_found_behind_finished_ones(database: Database) -> None:
    with database.write() as connection:
        interrupted = start_run(connection, NOW)
        set_state(connection, interrupted.id, RunState.INTERRUPTED, later(0.1))
        finished = start_run(connection, later(1))
        set_state(connection, finished.id, RunState.COMPLETE, later(1.1))
        found, last = unfinished_run(connection), latest_run(connection)
    assert found is not None
    assert last is not None
    assert (found.id, last.id) == (interrupted.id, finished.id)
