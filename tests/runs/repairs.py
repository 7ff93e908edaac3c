"""What `fix` would do after simulated nights."""

from __future__ import annotations

from contextlib import closing

from tests.runs.builders import SimulatedNight
from verifier.config import Config
from verifier.model.repair import Proposal
from verifier.runs.repairing import Repairs, find_repairs
from verifier.store.database import Database


def repairs(night: SimulatedNight, *, unsafe: bool = False, only: str | None = None) -> Repairs:
    config = Config.model_validate(night.settings)
    with closing(Database.open("sqlite:///night.db", night.folder)) as database, database.read() as db:
        return find_repairs(
            db,
            night.corpus,
            config,
            night.clock.now(),
            skip=[],
            wanted=lambda path: only in (None, path),
            unsafe=unsafe,
        )


def proposed(night: SimulatedNight, *, unsafe: bool = False, only: str | None = None) -> list[Proposal]:
    return repairs(night, unsafe=unsafe, only=only).proposals


def values(proposal: Proposal) -> dict[str, str]:
    return {edit.name: edit.value for edit in proposal.edits}
