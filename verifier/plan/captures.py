"""Which sources to look up in the archive and which to have captured, and in what order. Pure.

Budgets are counts. What a source's copies are like is in its `Holding`; a source without one has
never been looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from verifier.model.address import is_archive, is_public
from verifier.model.holding import TRIES, Holding, as_of
from verifier.model.memento import Capture, CaptureState, LookupState
from verifier.model.verdict import Access, Identity, PageClass
from verifier.plan.attempts import ENDED, due_from, full_hosts
from verifier.plan.confirmations import needs_another

CAPTURE_BYTES = 3_000_000
"""What one capture takes of the archive's daily allowance, at most on average: 5 GB are used up by
1,700 to 5,000 captures (design: wayback)."""
SETTLING = timedelta(hours=1)
"""A capture is not in the archive's index at once: an earlier look-up says nothing about it."""

RENEWAL = timedelta(days=7)
"""A copy that was made for us and does not serve, or vanished, is not made again before."""
GIVEN_UP = timedelta(days=180)
"""The same after so many copies in a row that did not serve: as for what no archive takes."""

_LIVE = frozenset({Access.OK, Access.MOVED})
_UNRESOLVED = frozenset({CaptureState.WANTED, CaptureState.OUTCOME_UNKNOWN, CaptureState.DEFERRED})


@dataclass(frozen=True, slots=True)
class ArchiveCandidate:
    """A source, as far as archiving has to know it."""

    source: str
    """The normalised URL."""
    host: str
    near: str | None = None
    """The earliest useful date of its citations (ISO 8601, as far as known), None where there is none."""
    access: Access | None = None
    """Of the last conclusive check; None where there was none."""
    page_class: PageClass | None = None
    identities: frozenset[Identity] = frozenset()
    """What the last check says for its citations."""
    importance: int | None = None
    """The highest of the documents that cite it."""
    only_source: bool = False
    """Whether some document stands on it alone."""

    @property
    def matched(self) -> bool:
        """Whether the page is the document that some citation names: so may its copy be."""
        return Identity.MATCH in self.identities

    @property
    def mismatched(self) -> bool:
        """Whether the page is another one than its citations name; one that matches suffices."""
        return Identity.MISMATCH in self.identities and not self.matched


@dataclass(frozen=True, slots=True)
class LookupTurn:
    """One look-up to make."""

    source: str
    near: str | None
    avoid: frozenset[str] = frozenset()
    """Timestamps of copies that were loaded and do not serve."""
    twice: bool = False
    """Whether "no copy" has to be said in two ways: beside a page that does not answer it is the strongest
    word against a citation."""


def archivable(host: str) -> bool:
    """Whether a public archive may be asked about a host (lower case): not an archive itself, and no
    address or name of a private network, which is nobody's business outside."""
    return not is_archive(host) and is_public(host)


def affordable_captures(nightly_captures: int, nightly_bytes: int) -> int:
    """How many captures a night's two budgets allow, by the estimate of `CAPTURE_BYTES` each."""
    return min(nightly_captures, nightly_bytes // CAPTURE_BYTES)


def lookups_due(
    candidates: Iterable[ArchiveCandidate],
    holdings: Mapping[str, Holding],
    now: datetime,
    lookup_again: float,
    budget: int,
) -> list[LookupTurn]:
    """The look-ups of a run, most urgent first, at most `budget`.

    Due is what was never looked up successfully, not for `lookup_again` seconds, not since an attempt to
    capture it that left the outcome open or is to be repeated, or what has no copy that serves. Gone
    sources come first, so that "no copy anywhere" can be established; then what failed last time waits
    behind the rest; then only sources, then importance.
    """
    stale = now - timedelta(seconds=lookup_again)
    holdings = as_of(holdings, now)
    due = [
        candidate
        for candidate in candidates
        if archivable(candidate.host) and _lookup_due(candidate, holdings.get(candidate.source), stale, now)
    ]

    def urgency(candidate: ArchiveCandidate) -> tuple[int, ...]:
        holding = holdings.get(candidate.source)
        return (candidate.access is not Access.GONE, _failed_last(holding), *worth(candidate))

    chosen = _interleaved(due, urgency)[: max(budget, 0)]
    return [
        LookupTurn(
            each.source, each.near, _avoided(each, holdings.get(each.source)), each.access not in _LIVE
        )
        for each in chosen
    ]


def captures_due(
    candidates: Iterable[ArchiveCandidate], holdings: Mapping[str, Holding], now: datetime, budget: int
) -> list[str]:
    """The sources to submit in a run, most valuable first, at most `budget`.

    Only what is live, is a document and not another one than cited, and what a successful look-up
    found no good copy of. Never what is under way or is reported already, nor of a host that the archive
    takes no more of today; an attempt that came to nothing is repeated when it is due again
    (`plan.attempts`), and after a look-up that would show its copy.
    """
    holdings = as_of(holdings, now)
    full = full_hosts(holdings.values(), now)
    due = [
        candidate
        for candidate in candidates
        if _worth_capturing(candidate)
        and candidate.host not in full
        and _capture_due(candidate, holdings.get(candidate.source), now)
    ]
    return [candidate.source for candidate in _interleaved(due, worth)[: max(budget, 0)]]


def _lookup_due(candidate: ArchiveCandidate, holding: Holding | None, stale: datetime, now: datetime) -> bool:
    if holding is None or holding.known is None or holding.known.at <= stale:
        return True
    if needs_another(holding, proof=candidate.matched):
        return True
    capture = holding.capture
    if capture is None or _looked_up_since(holding, capture):
        return False
    if capture.state in _UNRESOLVED:
        return now >= capture.at + SETTLING
    return capture.state in ENDED and now >= due_from(capture)


def _capture_due(candidate: ArchiveCandidate, holding: Holding | None, now: datetime) -> bool:
    if holding is None or not _lacks_a_copy(candidate, holding):
        return False
    capture = holding.capture
    if capture is None:
        return True
    if capture.state is CaptureState.REPORTED:
        return now >= capture.at + (GIVEN_UP if is_given_up(candidate, holding) else RENEWAL)
    if capture.state is CaptureState.SUBMITTED:
        return False
    return now >= due_from(capture) and _looked_up_since(holding, capture)


def is_given_up(candidate: ArchiveCandidate, holding: Holding) -> bool:
    """Whether copies were made so often in vain that the next one has to wait."""
    return holding.made_in_vain >= TRIES and _lacks_a_copy(candidate, holding)


def _lacks_a_copy(candidate: ArchiveCandidate, holding: Holding) -> bool:
    """Whether a look-up that did not fail found none that serves, and no other is to be tried."""
    if holding.known is None or _failed_last(holding) or holding.known.state is LookupState.EXCLUDED:
        return False
    proof = candidate.matched
    return not (holding.serves_as(proof=proof) or needs_another(holding, proof=proof))


def _avoided(candidate: ArchiveCandidate, holding: Holding | None) -> frozenset[str]:
    if holding is None:
        return frozenset()
    return holding.unproven if candidate.matched else holding.unfit


def _looked_up_since(holding: Holding, capture: Capture) -> bool:
    return holding.known is not None and holding.known.at >= capture.at + SETTLING


def _failed_last(holding: Holding | None) -> bool:
    return holding is not None and holding.last is not None and holding.last.state is LookupState.FAILED


def _worth_capturing(candidate: ArchiveCandidate) -> bool:
    live = candidate.access in _LIVE and candidate.page_class is PageClass.DOCUMENT
    return live and not candidate.mismatched and archivable(candidate.host)


def worth(candidate: ArchiveCandidate) -> tuple[int, ...]:
    """The order of sources, most valuable first: what a document stands on alone, then importance."""
    return (not candidate.only_source, -(candidate.importance or 0))


def _interleaved(
    candidates: Iterable[ArchiveCandidate], rank: Callable[[ArchiveCandidate], tuple[int, ...]]
) -> list[ArchiveCandidate]:
    """By rank; within a rank the hosts take turns."""
    turns: Counter[tuple[tuple[int, ...], str]] = Counter()
    keyed = []
    for position, candidate in enumerate(candidates):
        group = (rank(candidate), candidate.host)
        keyed.append(((rank(candidate), turns[group], position), candidate))
        turns[group] += 1
    return [candidate for _, candidate in sorted(keyed, key=lambda pair: pair[0])]
