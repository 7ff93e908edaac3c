"""Runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from verifier.model.run import Run, RunState
from verifier.store import schema

_runs = schema.runs


def start_run(connection: Connection, now: datetime) -> Run:
    """A new run in state `running`."""
    row = {"started_at": now, "state": RunState.RUNNING, "note": ""}
    identity = connection.scalars(insert(_runs).returning(_runs.c.id), row).one()
    return Run(identity, now, RunState.RUNNING)


def unfinished_run(connection: Connection) -> Run | None:
    """The latest run that was interrupted, or is under way, or was killed."""
    return _latest(connection, _runs.c.state.in_([RunState.RUNNING, RunState.INTERRUPTED]))


def latest_run(connection: Connection) -> Run | None:
    """The run to report on: the last one, or the last that could check anything where that one was
    inconclusive from the start; None where there was none."""
    checked = select(schema.checks.c.id).where(schema.checks.c.run_id == _runs.c.id).exists()
    return _latest(connection, (_runs.c.state != RunState.INCONCLUSIVE) | checked) or _latest(connection)


def set_state(
    connection: Connection, run_id: int, state: RunState, now: datetime | None, note: str = ""
) -> None:
    """Say how a run stands. `now` is when it ended, None where it is (again) under way."""
    values = {"state": state, "finished_at": now, "note": note}
    connection.execute(update(_runs).where(_runs.c.id == run_id).values(values))


def _latest(connection: Connection, *conditions: ColumnElement[bool]) -> Run | None:
    statement = select(_runs).where(*conditions).order_by(_runs.c.id.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    return None if row is None else Run(row.id, row.started_at, row.state, row.finished_at, row.note)
