"""Which copies to load, to see what they show, and when again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from verifier.model.holding import APART, CANDIDATES, CopyStanding, Holding, as_of
from verifier.model.memento import Memento, Replay, ReplayState

FRESH = timedelta(hours=1)
"""A capture cannot be loaded at once: the archive sends to an older one (design: wayback)."""
DELAYED = timedelta(hours=13)
"""The same where the archive said that it is busy (`delay_wb_availability`)."""
AGAIN = timedelta(days=180)
"""A confirmed copy is looked at again after this time."""
_DELAY_WORDS = ("delay", "12 hours")


@dataclass(frozen=True, slots=True)
class ReplayTurn:
    """One copy to load."""

    source: str
    memento: Memento


@dataclass(frozen=True, slots=True)
class CitedCopies:
    """What a source's citations have to do with copies."""

    keys: frozenset[str]
    """Of the citations of the source."""
    cited: tuple[Memento, ...] = ()
    """The copies that they name as `archive_url`."""


def replays_due(
    cited: Mapping[str, CitedCopies],
    holdings: Mapping[str, Holding],
    now: datetime,
    budget: int,
    worth: Mapping[str, tuple[int, ...]],
) -> list[ReplayTurn]:
    """The copies to load in a run, at most `budget`: those that citations name first, then what was never
    loaded, then what has to be said again, by `worth` of the source (the least first)."""
    holdings = as_of(holdings, now)
    due = [
        (not is_cited, _tries(holdings.get(source), memento), worth[source], source, memento)
        for source, copies in cited.items()
        for is_cited, memento in _copies(copies, holdings.get(source))
        if _is_due(memento, holdings.get(source) or Holding(source), copies.keys, now)
    ]
    due.sort(key=lambda turn: (*turn[:4], turn[4].uri))
    return [ReplayTurn(source, memento) for *_, source, memento in due[: max(budget, 0)]]


def needs_another(holding: Holding, *, proof: bool) -> bool:
    """Whether a further copy should be looked up: none that is known serves, and few were tried.

    `proof`: the live page is the document, so that a copy should be, too; where it cannot be told of the
    live page, a copy of which it cannot be told has to do.
    """
    if holding.known is None or holding.known.memento is None or holding.serves_as(proof=proof):
        return False
    tried = max((replay.at for replay in holding.replays), default=holding.known.at)
    tried_in_vain = holding.unproven if proof else holding.unfit
    return len(tried_in_vain) < CANDIDATES and holding.known.at <= tried


def _copies(copies: CitedCopies, holding: Holding | None) -> Iterable[tuple[bool, Memento]]:
    found = {memento.uri: (True, memento) for memento in copies.cited}
    for memento in holding.candidates if holding is not None else ():
        found.setdefault(memento.uri, (False, memento))
    return found.values()


def _tries(holding: Holding | None, memento: Memento) -> int:
    return 0 if holding is None else len(_replays(holding, memento))


def _replays(holding: Holding, memento: Memento) -> list[Replay]:
    return [replay for replay in holding.replays if replay.memento.uri == memento.uri]


def _is_due(memento: Memento, holding: Holding, keys: frozenset[str], now: datetime) -> bool:
    replays = _replays(holding, memento)
    if not replays:
        return now >= _loadable_from(memento, holding)
    waited = now - replays[0].at
    if replays[0].state is ReplayState.LOADED and _has_new_citation(replays[0], keys):
        return True
    match holding.standing(memento):
        case CopyStanding.UNTRIED:
            return waited >= timedelta(hours=1)
        case CopyStanding.UNSETTLED:
            return waited >= APART
        case CopyStanding.CONFIRMED | CopyStanding.UNDECIDED:
            return waited >= AGAIN
        case CopyStanding.UNFIT | CopyStanding.LOST:
            return False


def _has_new_citation(replay: Replay, keys: frozenset[str]) -> bool:
    """Whether it was not compared with a citation that there is now."""
    return not keys <= {judged.citation_key for judged in replay.judged}


def _loadable_from(memento: Memento, holding: Holding) -> datetime:
    capture = holding.capture
    if capture is None or capture.timestamp != memento.timestamp:
        return datetime(1996, 1, 1, tzinfo=UTC)
    delayed = any(word in capture.message.lower() for word in _DELAY_WORDS)
    return capture.at + (DELAYED if delayed else FRESH)
