"""Real saved pages, real walls and pairs of pages and titles: rates, never single pages."""

from __future__ import annotations

from bench.identity.batch import agreement
from bench.identity.targets import targets
from tests.shared_data import shared_data


def test_every_demand_on_open_data_is_met() -> None:
    missed = [target for target in targets(shared_data("titles")) if not target.holds]

    assert missed == []


def test_the_command_says_the_same_as_the_library() -> None:
    said = agreement(shared_data("titles"))

    same, _, whole = said.partition(" of ")
    assert same.split()[-1] == whole.split()[0]
