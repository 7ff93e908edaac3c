"""Edits of citations as edits of bytes: the document keeps every byte that is not about them.

Pure: nothing is read or written here (`writing` does that). A patch is made at the places that the readers
found, and nobody sees it before `proof` agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from verifier.config import FieldsConfig
from verifier.corpus.patcher import Patcher, Refused
from verifier.corpus.trials import Repair, Trials, in_order
from verifier.model.repair import Edit, Patched

__all__ = ["Refused", "patch", "patch_possible"]


def patch(data: bytes, path: str, lists: Sequence[str], fields: FieldsConfig, edits: Iterable[Edit]) -> bytes:
    """The document with all `edits` made, proven to differ by nothing else. Raises `Refused` for the first
    citation where that cannot be.

    `path` decides what the document is, as in `read_draft`; `lists` and `fields` are the corpus' own.
    """
    patcher = Patcher(data, path, lists, fields)
    groups = _by_citation([edit] for edit in edits)
    return patcher.proven([patcher.step(in_order(group)) for group in groups])


def patch_possible(
    data: bytes, path: str, lists: Sequence[str], fields: FieldsConfig, repairs: Iterable[Sequence[Edit]]
) -> Patched:
    """The document with those repairs made that can be, and why the others are not; nothing is raised.

    The edits of one repair are made together or not at all; they are of one citation.
    """
    try:
        trials = Trials(Patcher(data, path, lists, fields))
    except Refused as refused:
        return Patched(data, (), (refused.refusal,))
    try:
        patched, edits = trials.made(_by_citation(repairs))
    except Refused as refused:
        return Patched(data, (), (*trials.refusals, refused.refusal))
    return Patched(patched, tuple(edits), tuple(trials.refusals))


def _by_citation(repairs: Iterable[Repair]) -> list[list[Repair]]:
    groups: dict[tuple[str, int], list[Repair]] = {}
    for repair in filter(None, repairs):
        groups.setdefault(repair[0].citation, []).append(repair)
    return list(groups.values())
