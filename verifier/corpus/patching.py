"""Edits of citations as edits of bytes: the document keeps every byte that is not about them.

Pure: nothing is read or written here (`writing` does that). A patch is made at the places that the readers
found, and nobody sees it before `proof` agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from verifier.config import FieldsConfig
from verifier.corpus.patcher import Patcher, Refused, Step
from verifier.model.repair import Edit, Patched, Refusal

__all__ = ["Refused", "patch", "patch_possible"]

_ORDER = ("url", "archive_url", "archive_date")
"""In which new fields follow one another."""
_MOST_TRIALS = 30
"""Citations of a document that are tried one by one where all of them together are not proven."""
_Made = TypeVar("_Made")


def patch(data: bytes, path: str, lists: Sequence[str], fields: FieldsConfig, edits: Iterable[Edit]) -> bytes:
    """The document with all `edits` made, proven to differ by nothing else. Raises `Refused` for the first
    citation where that cannot be.

    `path` decides what the document is, as in `read_draft`; `lists` and `fields` are the corpus' own.
    """
    patcher = Patcher(data, path, lists, fields)
    return patcher.proven([patcher.step(group) for group in _by_citation(edits)])


def patch_possible(
    data: bytes, path: str, lists: Sequence[str], fields: FieldsConfig, edits: Iterable[Edit]
) -> Patched:
    """The document with those citations edited that can be, and why the others are not; nothing is raised.

    The edits of one citation are made together or not at all.
    """
    refusals: list[Refusal] = []
    try:
        patcher = Patcher(data, path, lists, fields)
        steps = _those_made(patcher.step, _by_citation(edits), refusals)
        patched, steps = _proven(patcher, steps, refusals)
    except Refused as refused:
        return Patched(data, (), (*refusals, refused.refusal))
    return Patched(patched, tuple(edit for step in steps for edit in step.edits), tuple(refusals))


def _by_citation(edits: Iterable[Edit]) -> list[list[Edit]]:
    groups: dict[tuple[str, int], list[Edit]] = {}
    for edit in sorted(edits, key=lambda edit: _ORDER.index(edit.name)):
        groups.setdefault(edit.citation, []).append(edit)
    return list(groups.values())


def _proven(patcher: Patcher, steps: list[Step], refusals: list[Refusal]) -> tuple[bytes, list[Step]]:
    """All steps where they are proven together, else those that are proven one by one. Raises `Refused`."""
    try:
        return patcher.proven(steps), steps
    except Refused:
        if len(steps) > _MOST_TRIALS:
            raise
    steps = _those_made(lambda step: (step, patcher.proven([step]))[0], steps, refusals)
    return patcher.proven(steps), steps


def _those_made(make: Callable[[_Made], Step], each: Iterable[_Made], refusals: list[Refusal]) -> list[Step]:
    made = []
    for one in each:
        try:
            made.append(make(one))
        except Refused as refused:
            refusals.append(refused.refusal)
    return made
