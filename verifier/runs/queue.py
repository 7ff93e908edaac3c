"""The sources that a run still has to ask, and what their hosts said of being asked.

Where a turn waits depends on its host: in the pacing; set aside, because the host does not answer; or
nowhere, because it wants to be left alone for longer than a run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from urllib.parse import urlsplit

from verifier.clock import Clock
from verifier.config import Config
from verifier.fetch.interface import Fetched
from verifier.model.source import Source
from verifier.plan.pacing import Pacing
from verifier.plan.retry import RETRY_AFTER_LIMIT, asks_for_peace, host_pause
from verifier.runs.aside import Aside
from verifier.runs.events import Emit, Note

MOST_ROUNDS = 3
"""Outages of ours in a run after which a source waits for the next one."""
_ENOUGH = 5
"""Refusals in a row after which a host is left alone: it would keep a run for hours …"""
_LONGEST_PEACE = 600.0
"""… as would one that asks for more seconds of peace than these, all in all."""
_IN_TROUBLE = 503
"""The status that, without a Retry-After, is no word about how often the host is asked."""
_SLOWER = 2.0
"""A host that is asked too much gets this much more time, and at least so many seconds …"""
_SLOWEST = 60.0
"""… up to so many."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One source waiting to be asked."""

    source: Source
    attempt: int = 0
    """Failed attempts before this one."""
    second_opinion: bool = False
    """True where an earlier fetch found a problem and this one has to agree."""
    whole: bool = False
    """True where the page is needed even if it did not change."""
    probe: bool = False
    """True where this attempt tells for all that is set aside of its host."""
    sibling: bool = False
    """True for a made-up address beside a source: no source of ours, asked once and never judged."""
    rounds: int = 0
    """How often an outage of ours undid what was heard."""


@dataclass(frozen=True, slots=True)
class Persistence:
    """How much is done for sources that cannot be asked at once, and what becomes of the rest."""

    rounds: int = MOST_ROUNDS
    """Outages of ours after which a source is given up."""
    rest: str = "is due at the next run"
    """What becomes of it, the end of a sentence."""
    judges_down: bool = False
    """Whether what is left to ask of a host that is down counts as down, too; else it is part of the rest."""


NIGHTLY = Persistence()


class Queue:
    """Turns of all hosts."""

    def __init__(self, config: Config, clock: Clock, emit: Emit, persistence: Persistence = NIGHTLY) -> None:
        """Hosts that the configuration counts as one are one here."""
        self._pacing: Pacing[Turn] = Pacing(config.manners, config.fetch.concurrency)
        self._lane = config.lane
        self._aside: Aside[Turn] = Aside()
        self._left_alone: set[str] = set()
        self._refusals: Counter[str] = Counter()
        self._peace: Counter[str] = Counter()
        self._tired: set[str] = set()
        self._down: set[str] = set()
        self._turns_of_down: list[Turn] = []
        self._clock = clock
        self._emit = emit
        self._persistence = persistence
        self.dropped = 0
        """Turns that were given up: with a next run they wait for it."""

    @property
    def has_turns(self) -> bool:
        """Whether a turn waits for its time, or to be taken for down."""
        return bool(self._pacing.waiting or self._turns_of_down)

    @property
    def has_hosts_aside(self) -> bool:
        """Whether hosts that do not answer have still to be probed, or to be told from their probe."""
        return self._aside.waiting

    def add(self, turn: Turn, delay: float = 0.0) -> None:
        """Let a turn wait where its host's turns wait now, at least `delay` seconds."""
        host, now = self._lane(turn.source.host), self._clock.monotonic()
        if turn.rounds > self._persistence.rounds:
            self.dropped += not turn.sibling
        elif host in self._left_alone:
            self._give_up(host, [turn])
        elif self._aside.holds(host):
            self._aside.put(host, _of_sources([turn]))
        else:
            self._pacing.add(host, turn, now, now + delay)

    def ready(self) -> Iterator[Turn]:
        """The turns that may start now; each has to be `ended` and `finished` later."""
        for _, turn in self._pacing.ready(self._clock.monotonic()):
            yield turn

    def down(self) -> list[Turn]:
        """The turns that count as down, because their host is; each only once."""
        turns, self._turns_of_down = self._turns_of_down, []
        return turns

    def ended(self, turn: Turn) -> None:
        """The request has ended; its host may be asked again."""
        self._pacing.answered(self._lane(turn.source.host), self._clock.monotonic())

    def finished(self) -> None:
        """What followed from a request has ended, too. Until then it counts against the concurrency, so
        that bodies do not pile up before those who read them."""
        self._pacing.finished()

    def seconds_to_next(self) -> float | None:
        """Until time alone makes a turn ready; None if none waits for time."""
        next_at = self._pacing.next_at()
        return None if next_at is None else next_at - self._clock.monotonic()

    def is_left_alone(self, host: str) -> bool:
        """Whether nothing more is asked of the host in this run."""
        return self._lane(host) in self._left_alone

    def answered(self, host: str) -> None:
        """Something was heard: what was set aside of the host is asked."""
        for turn in self._aside.answered(self._lane(host)):
            self.add(turn)

    def failed(self, host: str) -> None:
        """Nothing was heard; after the third time in a row the rest of the host is set aside."""
        lane = self._lane(host)
        if self._aside.failed(lane):
            self._aside.put(lane, _of_sources(self._pacing.drop(lane)))

    def add_probes(self) -> None:
        """Nothing else is left: ask each host that was set aside for one source."""
        probes = self._aside.probes()
        for turn in probes:
            self.add(replace(turn, probe=True))
        if not probes:
            # Their probe was not asked: what waits for it would wait for ever.
            self.dropped += len(self._aside.forget_failures())

    def give_up(self, host: str) -> list[Turn]:
        """The probe failed, too: the turns that it tells for."""
        return self._aside.given_up(self._lane(host))

    def forget_failures(self) -> None:
        """The failures were our own: what was set aside is asked."""
        for turn in self._aside.forget_failures():
            self.add(turn)

    def mind_manners(self, host: str, fetched: Fetched) -> None:
        """Give the host the peace that it asks for: by Retry-After, by an error, or in its robots.txt."""
        exchange = fetched.exchange
        elsewhere = len(exchange.hops) > 1 and urlsplit(exchange.final_url).hostname != host
        host = self._lane(host)
        if fetched.crawl_delay:
            self._pacing.slow(host, 1, fetched.crawl_delay, fetched.crawl_delay)
        if elsewhere:
            return
        if not asks_for_peace(exchange):
            del self._refusals[host]
            self._tired.discard(host)
            return
        self._refusals[host] += 1
        self._pacing.slow(host, _SLOWER, _SLOWER, _SLOWEST)
        pause = host_pause(exchange)
        if pause or exchange.status != _IN_TROUBLE:
            self._tired.add(host)
        self._give_peace(host, pause)

    def _give_peace(self, host: str, pause: float) -> None:
        self._peace[host] += ceil(pause)
        if pause > RETRY_AFTER_LIMIT:
            self._leave_alone(host, f"asks to be left alone for {pause:,.0f} s")
        elif self._peace[host] > _LONGEST_PEACE or (self._refusals[host] >= _ENOUGH and host in self._tired):
            self._leave_alone(host, "says again and again that it is asked too much")
        elif self._refusals[host] >= _ENOUGH:
            self._down.add(host)
            self._leave_alone(host, f"answers again and again with {_IN_TROUBLE}")
        elif pause:
            now = self._clock.monotonic()
            self._pacing.hold(host, now + pause, now)

    def _leave_alone(self, host: str, why: str) -> None:
        if host in self._left_alone:
            return
        self._left_alone.add(host)
        waiting = _of_sources(self._pacing.drop(host))
        rest = "counts as down" if self._give_up(host, waiting) else self._persistence.rest
        if waiting:
            self._emit(Note(f"{host} {why}: what was left to ask there ({len(waiting):,}) {rest}."))

    def _give_up(self, host: str, turns: Iterable[Turn]) -> bool:
        """Nothing more is asked of the host; whether what was left counts as down. That a second fetch would
        have found it down confirms no problem."""
        turns = _of_sources(turns)
        judged = self._persistence.judges_down and host in self._down
        down = [turn for turn in turns if judged and not turn.second_opinion]
        self._turns_of_down += down
        self.dropped += len(turns) - len(down)
        return judged


def _of_sources(turns: Iterable[Turn]) -> list[Turn]:
    """Without made-up addresses: nobody waits for those, and no failure of theirs is judged."""
    return [turn for turn in turns if not turn.sibling]
