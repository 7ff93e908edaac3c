"""Small corpora, pages and neighbours for runs in a simulated world."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.simulator import SimulatedArchive, SimulatedClock, SimulatedPage, SimulatedWeb
from verifier.archive.interface import Archive
from verifier.config import Config
from verifier.demo.pages import article
from verifier.evidence.folder import WarcFolder
from verifier.model.exitcode import ExitCode
from verifier.model.report import CitationRow
from verifier.runs.archive import archive
from verifier.runs.archiving import ALL_DUE, Errand
from verifier.runs.events import Event
from verifier.runs.neighbours import Neighbours
from verifier.runs.nightly import nightly
from verifier.runs.reader import InlineReader, Reader
from verifier.runs.stopping import Stop
from verifier.store.database import Database

Entry = tuple[str, str]
"""URL and cited title."""


def write_document(folder: Path, name: str, entries: Iterable[Entry], **head: object) -> None:
    """One Markdown document that cites `entries`."""
    folder.mkdir(parents=True, exist_ok=True)
    fields = {"id": name, "title": name, "importance": 5, **head}
    lines = ["---", *(f"{key}: {json.dumps(value)}" for key, value in fields.items()), "sources:"]
    for url, title in entries:
        lines += [f"  - url: {json.dumps(url)}", f"    title: {json.dumps(title)}"]
    (folder / f"{name}.md").write_text("\n".join([*lines, "---", "", "Text."]))


def titled(number: int) -> str:
    """A title of its own for every number."""
    places = ("harbour", "library", "station", "bridge", "market", "museum", "theatre", "hospital")
    matters = ("opens", "closes", "burns", "moves", "expands", "reopens", "strikes", "celebrates")
    return (
        f"Old {places[number % 8]} {matters[number // 8 % 8]} after vote of district {chr(97 + number % 26)}"
    )


@dataclass
class SimulatedNight:
    """A corpus on a real disk, a real database, a simulated web, archive and clock."""

    folder: Path
    clock: SimulatedClock = field(default_factory=SimulatedClock)
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.web = SimulatedWeb(self.clock)
        self.archive: SimulatedArchive | None = SimulatedArchive(self.clock)
        self.events: list[Event] = []
        self.online = self.web.online
        self.report_dir = self.folder / "reports"
        self.reader: Reader = InlineReader()

    @property
    def asked_archive(self) -> Archive | None:
        return self.archive

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def report(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.report_dir / "report.json").read_text())
        return loaded

    def cite(self, *entries: Entry, name: str = "doc", page: bool = True) -> None:
        """Write a document; each URL answers with the right page unless `page` is false."""
        write_document(self.corpus, name, entries)
        for url, title in entries if page else ():
            self.web.pages[url] = SimulatedPage(body=article(title, "Gazette"))

    def run(self, meanwhile: Callable[[Stop], Any] | None = None) -> ExitCode:
        """One night. `meanwhile` gets the stop token before the night begins."""

        async def night() -> ExitCode:
            stop = Stop()
            if meanwhile is not None:
                meanwhile(stop)
            with self._neighbours() as world:
                return await nightly(world, stop, self.events.append)

        return self.clock.run(night())

    def deal_with_the_archive(self, errand: Errand = ALL_DUE) -> ExitCode:
        """`verifier archive`."""

        async def errands() -> ExitCode:
            with self._neighbours() as world:
                return await archive(world, Stop(), self.events.append, errand)

        return self.clock.run(errands())

    def watch_canaries(self) -> list[float]:
        """From now on they answer; when each was asked, in seconds of the night."""
        asked: list[float] = []

        async def online() -> bool:
            asked.append(self.clock.monotonic())
            return True

        self.online = online
        return asked

    def verdicts(self) -> dict[str, str]:
        """By cited URL: the verdict in report.json."""
        return {row["url"]: row["verdict"] for row in self.report["citations"]}

    @contextmanager
    def _neighbours(self) -> Iterator[Neighbours]:
        defaults = {"check": {"confirm_after": "10s"}, "fetch": {"retries": 2}}
        config = Config.model_validate({**defaults, **self.settings})
        with closing(Database.open("sqlite:///night.db", self.folder)) as database:
            yield Neighbours(
                config,
                self.corpus,
                self.report_dir,
                database,
                self.web,
                self.asked_archive,
                self.online,
                self.clock,
                self.reader,
                self._evidence(config),
            )

    def _evidence(self, config: Config) -> WarcFolder | None:
        off = config.evidence.mode == "off"
        return None if off else WarcFolder(self.folder / config.evidence.folder, config.evidence)


def row_of(rows: Iterable[CitationRow], url: str) -> CitationRow:
    """The row that cites `url`."""
    return next(row for row in rows if row.citation.claim.url == url)


def stop_after(seconds: float, code: ExitCode) -> Callable[[Stop], object]:
    """For `SimulatedNight.run`: somebody asks for a stop so many seconds into the night."""
    return lambda stop: asyncio.get_running_loop().call_later(seconds, stop.request, code)
