"""Sources and what becomes of them: on the web, in the archive that holds copies, and when one is made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import TypeVar

from tests.simulator import SimulatedPage
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_copies import NEVER, Life
from verifier.demo.archive_jobs import SaveScript
from verifier.demo.pages import article
from verifier.model.observation import Failure, FailureKind

_WHO = (
    "Council Harbour Library Museum Hospital Station Theatre Market Bridge School Airport Prison Court"
).split()
_DOES = "opens closes moves rebuilds sells buys burns floods restores renames expands strikes mourns".split()
_WHAT = (
    "archive garden tower stable cellar chapel workshop canal orchard kitchen gallery quarry lodge".split()
)
_SITES = 200
_IN_DOCUMENT = 4
HELD = "20240507120000"


W = TypeVar("W", bound=StrEnum)


class OnTheWeb(StrEnum):
    """How a source answers, every night."""

    LIVE = "live"
    GONE = "gone"
    WALLED = "walled"
    OTHER = "another page"
    SILENT = "silent"


class InTheArchive(StrEnum):
    """What the archive has at the beginning."""

    GOOD = "a good copy"
    OTHER = "a copy of another page"
    ERROR = "a copy of an error"
    EXCLUDED = "excluded"
    NOTHING = "nothing"


class WhenCaptured(StrEnum):
    """What comes of asking for a copy."""

    FINE = "a copy"
    LATE = "a copy that the index lists hours later"
    DELAYED = "a copy that is delayed by 12 hours"
    VANISHING = "a copy that vanishes, and stays the second time"
    IN_SPITE = "an error, and a copy all the same"
    ONCE_BUSY = "an error of the service, and a copy the next time"
    REFUSED = "a refusal by its site"
    NEVER_LOADS = "a success that never can be loaded"


@dataclass(frozen=True, slots=True)
class Fate:
    """One source."""

    url: str
    title: str
    web: OnTheWeb
    archive: InTheArchive
    capture: WhenCaptured

    @property
    def can_be_preserved(self) -> bool:
        """Whether a night of good luck after another ends with a confirmed copy."""
        if self.archive is InTheArchive.GOOD:
            return True
        made = self.capture not in (WhenCaptured.REFUSED, WhenCaptured.NEVER_LOADS)
        return made and self.archive is not InTheArchive.EXCLUDED

    @property
    def is_live(self) -> bool:
        """Whether it answers with the cited document."""
        return self.web is OnTheWeb.LIVE


def fates(sources: int, seed: int) -> list[Fate]:
    """So many sources, drawn with fixed odds."""
    random = Random(seed)
    web = _drawn(
        random, sources, {OnTheWeb.GONE: 4, OnTheWeb.WALLED: 3, OnTheWeb.OTHER: 3, OnTheWeb.SILENT: 2}
    )
    archive = _drawn(
        random,
        sources,
        {InTheArchive.GOOD: 55, InTheArchive.OTHER: 3, InTheArchive.ERROR: 2, InTheArchive.EXCLUDED: 3},
    )
    capture = _drawn(
        random,
        sources,
        {
            WhenCaptured.LATE: 10,
            WhenCaptured.DELAYED: 5,
            WhenCaptured.VANISHING: 8,
            WhenCaptured.IN_SPITE: 4,
            WhenCaptured.ONCE_BUSY: 4,
            WhenCaptured.REFUSED: 5,
            WhenCaptured.NEVER_LOADS: 2,
        },
    )
    return [
        Fate(
            f"https://paper{number % _SITES}.example.com/2024/05/{number}",
            _title(number),
            web[number] or OnTheWeb.LIVE,
            archive[number] or InTheArchive.NOTHING,
            capture[number] or WhenCaptured.FINE,
        )
        for number in range(sources)
    ]


def _drawn(random: Random, count: int, odds: dict[W, int]) -> list[W | None]:
    """One word each; None with the odds that are left of 100."""
    words: list[W | None] = [*odds, None]
    return random.choices(words, [*odds.values(), 100 - sum(odds.values())], k=count)


def _title(number: int) -> str:
    rest, who = divmod(number, len(_WHO))
    rest, does = divmod(rest, len(_DOES))
    what = rest % len(_WHAT)
    return f"{_WHO[who]} {_DOES[does]} old {_WHAT[what]} after a vote of the district"


def write_corpus(folder: Path, all_fates: list[Fate]) -> None:
    """Documents that cite them, four each."""
    folder.mkdir(parents=True)
    for start in range(0, len(all_fates), _IN_DOCUMENT):
        lines = ["---", f"id: d{start:05}", "importance: 5", "sources:"]
        for fate in all_fates[start : start + _IN_DOCUMENT]:
            lines += [f"  - url: {fate.url}", f"    title: {json.dumps(fate.title)}", "    date: 2024-05-06"]
        (folder / f"d{start:05}.md").write_text("\n".join([*lines, "---", "", "Text."]))


def page_of(fate: Fate) -> SimulatedPage:
    """How it answers on the web."""
    if fate.web is OnTheWeb.GONE:
        return SimulatedPage(404, b"<title>Not Found</title>")
    if fate.web is OnTheWeb.WALLED:
        return SimulatedPage(403, b"<title>Just a moment...</title>", headers={"cf-mitigated": "challenge"})
    if fate.web is OnTheWeb.SILENT:
        return SimulatedPage(failure=Failure(FailureKind.TIMEOUT, "no answer in time"))
    return SimulatedPage(body=_body(fate))


def _body(fate: Fate) -> bytes:
    if fate.web is OnTheWeb.OTHER:
        return article("Fire brigade of the valley trains fifty recruits in heavy rain", "Gazette")
    return article(fate.title, "Gazette")


def fill(archive: StandInArchive, all_fates: list[Fate]) -> None:
    """Give the archive the copies that it has at the beginning."""
    for fate in all_fates:
        match fate.archive:
            case InTheArchive.GOOD:
                archive.add_copy(fate.url, HELD, 200, article(fate.title, "Gazette"))
            case InTheArchive.OTHER:
                archive.add_copy(fate.url, HELD, 200, article("Swimming pool reopens on Monday", "Gazette"))
            case InTheArchive.ERROR:
                archive.add_copy(fate.url, HELD, 404, b"<title>Not Found</title>")
            case InTheArchive.EXCLUDED:
                archive.exclude(fate.url)
            case InTheArchive.NOTHING:
                pass


_ALWAYS = {
    WhenCaptured.LATE: SaveScript(life=Life(listed_after=timedelta(hours=5))),
    WhenCaptured.DELAYED: SaveScript(delayed=True, life=Life(shown_after=timedelta(hours=12))),
    WhenCaptured.IN_SPITE: SaveScript(error="error:cannot-fetch", captured_anyway=True),
    WhenCaptured.REFUSED: SaveScript(error="error:no-access"),
    WhenCaptured.NEVER_LOADS: SaveScript(life=Life(shown_after=NEVER)),
}
_FIRST = {
    WhenCaptured.VANISHING: SaveScript(life=Life(gone_after=timedelta(hours=10))),
    WhenCaptured.ONCE_BUSY: SaveScript(error="error:no-browsers-available"),
}


def script_of(fate: Fate, attempt: int) -> SaveScript:
    """How the capture of a source goes at its attempt, from 0."""
    if attempt == 0 and fate.capture in _FIRST:
        return _FIRST[fate.capture]
    return _ALWAYS.get(fate.capture, SaveScript())
