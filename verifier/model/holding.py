"""What is known of one source's copies: what was looked up, made and loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby, takewhile

from verifier.model.memento import Capture, CaptureState, Lookup, LookupState, Memento, Replay

SETTLED_AFTER = timedelta(days=3)
"""A copy that is older has stayed: some vanish within hours, even after the index listed them (design:
wayback)."""
APART = timedelta(hours=24)
"""Time between two replays that are to agree."""
CANDIDATES = 3
"""Copies of one source that are tried at most."""
TRIES = 3
"""Copies that are made of one source, one after the other, while none of them serves."""


class CopyStanding(StrEnum):
    """How one copy stands after it was loaded, or not."""

    UNTRIED = "untried"
    """Never loaded, or the archive could not be asked."""
    UNSETTLED = "unsettled"
    """What the last replay said has to be said again, a day later."""
    UNDECIDED = "undecided"
    """It came, and whether it is the document cannot be told."""
    CONFIRMED = "confirmed"
    """It is the document, and it stays."""
    UNFIT = "unfit"
    """It is another page, an error, or not there, and never was confirmed."""
    LOST = "lost"
    """It was confirmed, and is there no more."""


FARTHEST = timedelta(days=181)
"""An attempt is put off for half a year at most: a moment that lies further ahead was reckoned while the
machine's clock was wrong."""
_JUST_NOW = timedelta(days=1)
_OPEN = frozenset({CaptureState.WANTED, CaptureState.SUBMITTED, CaptureState.OUTCOME_UNKNOWN})
_BAD = frozenset({CopyStanding.UNFIT, CopyStanding.LOST})
_UNPROVEN = _BAD | {CopyStanding.UNDECIDED}


def copy_standing(replays: Sequence[Replay]) -> CopyStanding:
    """How a copy stands by its replays, newest first; those in which the archive could not be asked do not
    count."""
    told = [replay for replay in replays if replay.shows_it or replay.speaks_against]
    if not told:
        loaded = any(replay.judged for replay in replays)
        return CopyStanding.UNDECIDED if loaded else CopyStanding.UNTRIED
    last, made = told[0], told[0].memento.made_at
    if last.shows_it:
        first = min(replay.at for replay in told if replay.shows_it)
        stays = last.at - made >= SETTLED_AFTER or last.at - first >= APART
        return CopyStanding.CONFIRMED if stays else CopyStanding.UNSETTLED
    shown_before = any(replay.shows_it for replay in told)
    agreed = _against_since(told) >= APART
    if shown_before:
        return CopyStanding.LOST if agreed else CopyStanding.UNSETTLED
    is_new = last.at - made < SETTLED_AFTER
    return CopyStanding.UNFIT if agreed or not is_new else CopyStanding.UNSETTLED


def _against_since(told: Sequence[Replay]) -> timedelta:
    """Over what time the newest replays in a row speak against the copy."""
    row: list[Replay] = []
    for replay in told:
        if replay.shows_it:
            break
        row.append(replay)
    return row[0].at - row[-1].at


@dataclass(frozen=True, slots=True)
class Holding:
    """What is known of one source's copies."""

    source: str
    known: Lookup | None = None
    """The last look-up that did not fail."""
    last: Lookup | None = None
    """The last look-up of any kind."""
    capture: Capture | None = None
    """The last attempt to have one made."""
    replays: tuple[Replay, ...] = ()
    """Every copy that was loaded, newest first."""
    all_made: tuple[str, ...] = ()
    """The timestamps of the copies that the archive said it made for us, the last one first."""

    def as_of(self, now: datetime) -> Holding:
        """Without what is later than `now`: it was written while the machine's clock was wrong, and would
        keep from asking until that moment has come.

        A copy that the archive reported was made when its own timestamp says. Of an open attempt with such a
        moment nobody can tell whether something came of it: that there is no copy, only a look-up of the last
        day says beside it.
        """
        capture = self._capture_as_of(now)
        open_once = self.capture is not None and capture is None and self.capture.state in _OPEN
        since = now - _JUST_NOW if open_once else None
        known = self.known if _counts(self.known, now, since) else None
        last = self.last if _counts(self.last, now, since) else None
        replays = tuple(replay for replay in self.replays if replay.at <= now)
        return replace(self, known=known, last=last, capture=capture, replays=replays)

    def _capture_as_of(self, now: datetime) -> Capture | None:
        capture, made = self.capture, self.made
        if capture is None or (capture.at <= now and (capture.due or now) <= now + FARTHEST):
            return capture
        if capture.at <= now:
            return replace(capture, due=None)
        return replace(capture, at=made.made_at) if made is not None and made.made_at <= now else None

    def standing(self, memento: Memento) -> CopyStanding:
        """How a copy stands."""
        return copy_standing([replay for replay in self.replays if replay.memento.uri == memento.uri])

    @property
    def candidates(self) -> list[Memento]:
        """The copies that may serve: the one that the archive says it made, the one that was looked up."""
        found = [self.made, None if self.known is None else self.known.memento]
        return list({memento.uri: memento for memento in found if memento is not None}.values())

    @property
    def made(self) -> Memento | None:
        """The copy that the archive says it made for us."""
        capture = self.capture
        if capture is None or capture.state is not CaptureState.REPORTED or capture.timestamp is None:
            return None
        return Memento(capture.timestamp, self.source, capture.memento_uri or "", 200)

    @property
    def made_in_vain(self) -> int:
        """How many of the last copies that were made for us do not serve, in a row."""
        unfit = self.unfit
        return sum(1 for _ in takewhile(unfit.__contains__, self.all_made))

    @property
    def unfit(self) -> frozenset[str]:
        """The timestamps of copies that do not serve."""
        return self._standing_so(_BAD)

    @property
    def unproven(self) -> frozenset[str]:
        """The timestamps of copies that do not serve, or of which nobody can tell."""
        return self._standing_so(_UNPROVEN)

    @property
    def serves(self) -> bool:
        """Whether there is a copy of which nothing bad is known."""
        return self.serves_as(proof=False)

    def serves_as(self, *, proof: bool) -> bool:
        """Whether there is a copy that need not be replaced. With `proof` a copy that was found and of which
        nobody can tell what it is does not do; one that was made for us does, for the next would be like it.
        """
        made = self.made
        return any(
            self.standing(memento) not in (_UNPROVEN if proof and memento != made else _BAD)
            for memento in self.candidates
        )

    @property
    def undecided(self) -> Memento | None:
        """A copy that was loaded, and of which nobody can tell whether it is the document."""
        for copies in self._tried():
            if copy_standing(copies) is CopyStanding.UNDECIDED:
                return copies[0].memento
        return None

    def confirmed_for(self, citation_key: str) -> Replay | None:
        """The newest replay of a confirmed copy that is the document which this citation names."""
        for replays in self._tried():
            shown = next((replay for replay in replays if replay.shows(citation_key)), None)
            if shown is not None and copy_standing(replays) is CopyStanding.CONFIRMED:
                return shown
        return None

    def _standing_so(self, standings: frozenset[CopyStanding]) -> frozenset[str]:
        tried = self._tried()
        return frozenset(
            copies[0].memento.timestamp for copies in tried if copy_standing(copies) in standings
        )

    def _tried(self) -> Iterator[list[Replay]]:
        """The replays of each copy, newest first."""
        by_copy = sorted(self.replays, key=lambda replay: replay.memento.uri)
        for _, replays in groupby(by_copy, key=lambda replay: replay.memento.uri):
            yield list(replays)


def as_of(holdings: Mapping[str, Holding], now: datetime) -> dict[str, Holding]:
    """`Holding.as_of` for each."""
    return {source: holding.as_of(now) for source, holding in holdings.items()}


def _counts(lookup: Lookup | None, now: datetime, since: datetime | None) -> bool:
    if lookup is None or lookup.at > now:
        return False
    return since is None or lookup.at >= since or lookup.state is LookupState.CAPTURED
