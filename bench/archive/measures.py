"""What a simulated fortnight came to, and whether it is what is demanded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from bench.archive.fortnight import OUTAGE, Fortnight, Seen, outages
from bench.archive.world import Fate, InTheArchive
from verifier.demo.archive_replies import Service
from verifier.model.holding import CopyStanding, Holding, copy_standing
from verifier.model.source import parse_source
from verifier.store import schema
from verifier.store.archive import holdings
from verifier.store.database import Database

_POOLS = (
    frozenset({Service.INDEX}),
    frozenset({Service.REPLAY}),
    frozenset({Service.SAVE, Service.STATUS}),
)
_REFUSALS = 3
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table."""

    name: str
    found: str
    demanded: str
    holds: bool


def measures(story: Fortnight, nights: int) -> Iterator[Measure]:
    """Every demand."""
    with closing(Database.open("sqlite:///night.db", story.folder)) as database, database.read() as db:
        known = holdings(db)
        checks = Counter(
            (row.url, row.at.date())
            for row in db.execute(
                select(schema.sources.c.url, schema.checks.c.at).join_from(schema.sources, schema.checks)
            )
        )
    yield _confirmed(story, known)
    yield _made_once(story)
    yield _needless(story)
    yield _probes(story.archive.seen)
    yield _checked(story, checks, nights)
    violations = story.archive.stand_in.violations
    yield Measure("places where the secret key was seen", str(len(violations)), "0", not violations)


def context(story: Fortnight) -> Iterator[str]:
    """What it was measured under."""
    requests = Counter(entry.service for entry in story.archive.seen)
    services = ", ".join(f"{requests[service]:,} {service}" for service in Service)
    yield f"{story.sessions} sessions, {story.kills} killed; requests to the archive: {services};"
    fates = Counter(fate.capture for fate in story.fates if story.archive.attempts[fate.url])
    yield "copies asked for: " + ", ".join(f"{number} × {fate}" for fate, number in sorted(fates.items()))


def _confirmed(story: Fortnight, known: dict[str, Holding]) -> Measure:
    wanted = [fate for fate in story.fates if fate.is_live and fate.can_be_preserved]
    copies = {fate: _confirmed_copies(known.get(parse_source(fate.url).url)) for fate in wanted}
    wrong = [fate for fate, number in copies.items() if number != 1]
    found = f"{len(wanted) - len(wrong):,} of {len(wanted):,}{_examples(wrong)}"
    return Measure("live, matching sources with exactly one confirmed copy", found, "all", not wrong)


def _confirmed_copies(holding: Holding | None) -> int:
    by_copy = defaultdict(list)
    for replay in holding.replays if holding is not None else ():
        by_copy[replay.memento.uri].append(replay)
    return sum(copy_standing(replays) is CopyStanding.CONFIRMED for replays in by_copy.values())


def _made_once(story: Fortnight) -> Measure:
    days = Counter((seen.url, seen.at.date()) for seen in story.archive.seen if seen.accepted)
    twice = [f"{url} on {day}" for (url, day), number in days.items() if number > 1]
    found = f"{len(twice)} of {len(days):,}{_examples(twice)}"
    return Measure("sources submitted twice on one day (UTC, as quotas count)", found, "0", not twice)


def _needless(story: Fortnight) -> Measure:
    asked = [
        fate
        for fate in story.fates
        if story.archive.attempts[fate.url] and (not fate.is_live or fate.archive is InTheArchive.GOOD)
    ]
    name = "submissions of what is not live and matching, or has a good copy"
    return Measure(name, f"{len(asked)}{_examples(asked)}", "0", not asked)


def _probes(seen: Sequence[Seen]) -> Measure:
    """The shortest time between two requests of a pool after its third refusal in an outage."""
    gaps = [gap for begin in outages() for pool in _POOLS for gap in _gaps(seen, pool, begin)]
    shortest = min(gaps, default=None)
    found = f"{len(gaps)} probes" + (f", {shortest.total_seconds():.0f} s apart" if shortest else "")
    holds = shortest is None or shortest >= timedelta(minutes=1)
    return Measure("requests to a service that is down, after three refusals", found, "≥ 60 s apart", holds)


def _gaps(seen: Sequence[Seen], pool: frozenset[Service], begin: datetime) -> list[timedelta]:
    refused = [e.at for e in seen if e.service in pool and begin <= e.at < begin + OUTAGE]
    return [later - earlier for earlier, later in pairwise(refused[_REFUSALS - 1 :])]


def _checked(story: Fortnight, checks: Counter[tuple[str, object]], nights: int) -> Measure:
    by_source = Counter(url for url, _ in checks)
    missed = [fate for fate in story.fates if by_source[parse_source(fate.url).url] < nights]
    found = f"{len(story.fates) - len(missed):,} of {len(story.fates):,}{_examples(missed)}"
    return Measure(f"sources checked on each of {nights} days", found, "all", not missed)


def _examples(some: Sequence[Fate | str]) -> str:
    shown = [
        each if isinstance(each, str) else f"{each.url} ({each.archive}; {each.capture})" for each in some
    ]
    return f" (not: {'; '.join(shown[:_SHOWN])})" if shown else ""
