"""Look-ups as they end, whatever archive was asked. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from verifier.archive.choice import choose, reference
from verifier.archive.exchange import NoAnswer
from verifier.archive.interface import Loaded
from verifier.model.memento import Lookup, LookupState, Memento, ReplayState


def unanswered(source: str, at: datetime, why: NoAnswer) -> Lookup:
    """A look-up that had no answer."""
    stop = why.pause is not None
    return Lookup(source, at, LookupState.FAILED, detail=why.detail, stop=stop, retry_after=why.pause)


def not_asked(source: str, at: datetime, why: Exception) -> Lookup:
    """The look-up of a source that has no usable URL."""
    return Lookup(source, at, LookupState.FAILED, detail=f"no archive can be asked for it: {why}")


def bad_only(source: str, at: datetime, captures: int, statuses: Collection[int | None]) -> Lookup:
    """A look-up that found no copy with status 200; where `statuses` is empty, none that may serve."""
    found = ", ".join(sorted({"unknown" if status is None else str(status) for status in statuses}))
    detail = f"no copy with status 200; found: {found}" if found else "no copy that shows the document"
    return Lookup(source, at, LookupState.CAPTURED_BAD_ONLY, captures=captures, detail=detail)


def unless_shown(lookup: Lookup, second: Loaded) -> Lookup:
    """A look-up that found no copy, after the archive was asked in another way, too: only where both say so
    there is none."""
    if second.state is ReplayState.ABSENT:
        return lookup
    if second.state is ReplayState.EXCLUDED:
        return replace(lookup, state=LookupState.EXCLUDED, detail=second.detail)
    detail = "the index lists no copy, but the archive has one"
    if second.state is ReplayState.FAILED:
        detail = f"the index lists no copy, and whether that is so could not be asked: {second.detail}"
    return replace(lookup, state=LookupState.FAILED, detail=detail)


def allowed(found: Iterable[Memento], avoid: Collection[str]) -> list[Memento]:
    """The copies that were not loaded in vain."""
    return [memento for memento in found if memento.timestamp not in avoid]


def settled(found: Sequence[Memento], near: str | None) -> bool:
    """Whether further copies of a page could not change the choice."""
    chosen = choose(found, near)
    return chosen is not None and chosen.timestamp >= (reference(near) or "")
