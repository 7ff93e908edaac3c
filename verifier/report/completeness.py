"""Whether a report tells the whole night, and if not, why: every format for people says it first."""

from __future__ import annotations

from typing import NamedTuple

from verifier.model.report import Report
from verifier.model.run import Run, RunState

_REST = "What was not reached yet shows its last known state."
_WHY = {
    RunState.RUNNING: f"The run is under way, or it was killed. {_REST} It is resumed by: verifier run",
    RunState.INTERRUPTED: f"The run was interrupted. {_REST} It is resumed by: verifier run",
    RunState.INCONCLUSIVE: f"The last run is inconclusive. {_REST} Try again with: verifier run",
    RunState.ABANDONED: f"The run was interrupted, and not resumed in time. {_REST} Start anew: verifier run",
    RunState.COMPLETE: f"Not everything was reached. {_REST}",
}


class Incomplete(NamedTuple):
    """Why a report is not the whole truth."""

    why: str
    """In sentences of ours: what happened, what it means, what to do."""
    note: str
    """What the run itself says of it, "" where nothing; escape it like any other text."""


def incompleteness(report: Report) -> Incomplete | None:
    """Why `report` is incomplete; None where it is complete."""
    run = report.run
    if run is None:
        return Incomplete(
            "No run has been made yet, so nothing was checked. Start one with: verifier run", ""
        )
    if report.complete and run.state is RunState.COMPLETE:
        return None
    return Incomplete(_WHY[run.state], _note(run))


def _note(run: Run) -> str:
    return run.note if run.state is RunState.INCONCLUSIVE else ""
