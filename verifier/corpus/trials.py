"""Which repairs of a document can be made, and which one stands in the way of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from verifier.corpus.patcher import Patcher, Refused, Step
from verifier.model.repair import Edit, Refusal

_MOST_TRIALS = 200
"""Proofs of one document: to find one step among 5,000 takes 26."""
_NOT_TRIED = "too many other edits of the document cannot be proven; correct those first"
_ORDER = ("url", "archive_url", "archive_date")
"""In which new fields follow one another."""
Repair = Sequence[Edit]
"""Edits of one citation that are made together or not at all."""


class _Planned(NamedTuple):
    repairs: Sequence[Repair]
    """All those of one citation, or one of them."""
    step: Step


class Trials:
    """Plans and proves repairs together, and halves what is not proven until each culprit is alone."""

    def __init__(self, patcher: Patcher) -> None:
        self._patcher = patcher
        self._left = _MOST_TRIALS
        self.refusals: list[Refusal] = []
        """The culprits, each with its own reason."""

    def made(self, citations: Iterable[Sequence[Repair]]) -> tuple[bytes, list[Edit]]:
        """The document with those repairs of each citation that can be made, and their edits. Raises
        `Refused` where it is the document itself with which nothing can be proven."""
        planned = [each for repairs in citations for each in self._planned(repairs)]
        try:
            data = self._proven(planned)
        except Refused:
            self._proven([])
            planned = self._halves(planned, [])
            data = self._proven(planned)
        return data, [edit for each in planned for edit in each.step.edits]

    def _planned(self, repairs: Sequence[Repair]) -> list[_Planned]:
        """The repairs of one citation as one step; where that cannot be, each of them that can."""
        try:
            return [_Planned(repairs, self._patcher.step(in_order(repairs)))]
        except Refused as refused:
            if len(repairs) == 1:
                self.refusals.append(refused.refusal)
                return []
        return self._each(repairs)

    def _each(self, repairs: Sequence[Repair]) -> list[_Planned]:
        return [planned for repair in repairs for planned in self._planned([repair])]

    def _added(self, planned: Sequence[_Planned], base: list[_Planned]) -> list[_Planned]:
        """`base`, which is proven, with those that are proven with it."""
        refused = self._refused(planned, base) if planned else None
        if refused is None:
            return [*base, *planned]
        if len(planned) > 1:
            return self._halves(planned, base)
        if len(planned[0].repairs) > 1:
            return self._added(self._each(planned[0].repairs), base)
        self.refusals.append(refused)
        return base

    def _halves(self, planned: Sequence[_Planned], base: list[_Planned]) -> list[_Planned]:
        half = len(planned) // 2
        return self._added(planned[half:], self._added(planned[:half], base))

    def _refused(self, planned: Sequence[_Planned], base: Sequence[_Planned]) -> Refusal | None:
        edit = planned[0].step.edits[0]
        if not self._left:
            return self._patcher.refusal(_NOT_TRIED, edit)
        self._left -= 1
        try:
            self._proven([*base, *planned])
        except Refused as refused:
            return self._patcher.refusal(refused.refusal.reason, edit)
        return None

    def _proven(self, planned: Iterable[_Planned]) -> bytes:
        return self._patcher.proven([each.step for each in planned])


def in_order(repairs: Iterable[Repair]) -> list[Edit]:
    """All edits of one citation."""
    return sorted(chain.from_iterable(repairs), key=lambda edit: _ORDER.index(edit.name))
