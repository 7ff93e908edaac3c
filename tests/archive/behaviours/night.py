"""Nights in which the archive is asked over real sockets: what a user reads the next morning.

Everything but the archive is simulated, the clock too. The client of the archive is the real one; it works
in a thread with a loop of its own, and what it waits there passes on the night's clock.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx

from tests.archive.world import WaitingClock, World
from tests.runs.builders import SimulatedNight, titled
from tests.simulator import EPOCH, SimulatedClock, SimulatedPage
from verifier.archive.interface import Archive, Loaded
from verifier.archive.keys import Keys
from verifier.archive.wayback import Wayback
from verifier.demo.archive import StandInArchive
from verifier.demo.pages import article
from verifier.judge.cited_copy import CitedCopy
from verifier.model.allowance import Allowance
from verifier.model.exitcode import ExitCode
from verifier.model.memento import Capture, Lookup, Memento
from verifier.runs.archiving import Errand
from verifier.runs.events import LookedUp, Note, Replayed

T = TypeVar("T")

URL = "https://gazette.demo/2024/05/vote"
TITLE = titled(3)
RIGHT = article(TITLE, "Gazette")
OTHER = (
    b"<title>Fire brigade trains recruits</title><p>" + b"The brigade showed its vehicle on the ground. " * 60
)
LOGIN = b"<title>Log in | Gazette</title><h1>Log in</h1><form>Password <input type=password name=p></form>"
SOFT_404 = b"<title>Page not found</title><h1>404</h1><p>The page you asked for does not exist.</p>"
BEFORE, NEAR, AFTER = "20230405060708", "20240508060708", "20250405060708"


class FollowingClock(WaitingClock):
    """The night's clock as a client in another thread sees it, and what that client waited on top."""

    def __init__(self, night: SimulatedClock) -> None:
        super().__init__()
        self._night = night
        self._ahead = 0.0

    def now(self) -> datetime:
        return self._night.now() + timedelta(seconds=self._ahead)

    def monotonic(self) -> float:
        return (self.now() - EPOCH).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._ahead += seconds

    def caught_up(self) -> float:
        """Seconds by which the night lags behind; it is about to let them pass."""
        ahead, self._ahead = self._ahead, 0.0
        return ahead


class OverSockets:
    """The real client of an archive in a simulated night."""

    def __init__(self, night: SimulatedClock, clock: FollowingClock, world: World) -> None:
        self._night = night
        self._clock = clock
        self._world = world
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._opened = AsyncExitStack()
        self._client: Wayback | None = None
        self.base = world.archive.base
        self.can_capture = world.keys is not None

    async def look_up(self, source: str, near: str | None, avoid: Collection[str] = ()) -> Lookup:
        return await self._asked(lambda client: client.look_up(source, near, avoid))

    async def load(self, memento: Memento) -> Loaded:
        return await self._asked(lambda client: client.load(memento))

    async def load_nearest(self, source: str, near: str | None) -> Loaded:
        return await self._asked(lambda client: client.load_nearest(source, near))

    async def allowance(self) -> Allowance:
        return await self._asked(lambda client: client.allowance())

    def cited(self, copy: CitedCopy) -> Memento | None:
        async def inside() -> Memento | None:
            return (await self._opened_client()).cited(copy)

        return self._submit(inside()).result()

    async def submit(self, capture: Capture) -> Capture:
        return await self._asked(lambda client: client.submit(capture))

    async def poll(self, captures: Sequence[Capture]) -> list[Capture]:
        return await self._asked(lambda client: client.poll(captures))

    async def close(self) -> None:
        """The next night has a new client."""
        await asyncio.wrap_future(self._submit(self._opened.aclose()))

    def end_night(self) -> None:
        """Close the client, as a process does at its end."""
        self._submit(self._opened.aclose()).result()
        self._client = None

    def end(self) -> None:
        self.end_night()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _asked(self, what: Callable[[Archive], Coroutine[Any, Any, T]]) -> T:
        async def inside() -> T:
            return await what(await self._opened_client())

        def wait() -> T:
            return self._submit(inside()).result()

        answer = await asyncio.get_running_loop().run_in_executor(None, wait)
        if waited := self._clock.caught_up():
            await self._night.sleep(waited)
        return answer

    async def _opened_client(self) -> Wayback:
        if self._client is None:
            self._client = await self._opened.enter_async_context(self._world.client())
        return self._client

    def _submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)


class SocketNight(SimulatedNight):
    """A simulated night whose archive is asked over sockets."""

    over_sockets: OverSockets

    @property
    def asked_archive(self) -> Archive:
        return self.over_sockets


class ArchivedNight:
    """A corpus with one citation, its live page, and the stand-in archive."""

    def __init__(self, world: World, simulated: SocketNight) -> None:
        self.archive = world.archive
        self.world = world
        self.simulated = simulated
        self.code: ExitCode | None = None
        self.archive_gets: dict[str, bytes] = {}
        """By URL: what the page is for the archive, where that is not what it is for others."""

    def run(self, *, days_later: float = 0) -> None:
        """A night; afterwards the report is there."""
        self.simulated.clock.advance(days=days_later)
        self.simulated.events.clear()
        self.code = self.simulated.run()
        self.simulated.over_sockets.end_night()

    def archive_holds(self, url: str) -> bytes:
        """The bytes of the archive's only copy of a page."""
        listed = httpx.get(f"{self.archive.base}/cdx/search/cdx?url={url}", trust_env=False).text.split(" ")
        return httpx.get(f"{self.archive.base}/web/{listed[1]}id_/{url}", trust_env=False).content

    def ask_about(self, url: str) -> None:
        """`verifier archive URL`."""
        self.simulated.events.clear()
        self.code = self.simulated.deal_with_the_archive(Errand(only=frozenset({url})))
        self.simulated.over_sockets.end_night()

    def cite(self, url: str, title: str, **more: str) -> None:
        """One more document, whose page is live and right."""
        name = f"doc{len(self.simulated.web.pages)}"
        self.simulated.cite((url, title), name=name)
        for field, value in more.items():
            path = self.simulated.corpus / f"{name}.md"
            added = f'\n    {field}: "{value}"'
            path.write_text(path.read_text().replace("\n---\n\nText", f"{added}\n---\n\nText"))

    def serve(self, page: SimulatedPage, url: str = URL) -> None:
        """How the live page answers from now on."""
        self.simulated.web.pages[url] = page

    def page(self, url: str = URL) -> bytes:
        """What the live page holds."""
        page = self.simulated.web.pages[url]
        assert isinstance(page, SimulatedPage)
        return page.body

    def row(self, url: str = URL) -> dict[str, Any]:
        """The report's row about a citation."""
        (found,) = [row for row in self.simulated.report["citations"] if row["url"] == url]
        return dict(found)

    def preservation(self, url: str = URL) -> str:
        """The word for it."""
        return str(self.row(url)["preservation"])

    def copy(self, url: str = URL) -> str | None:
        """The timestamp of the copy that the report links to."""
        memento = self.row(url)["memento"]
        return None if memento is None else memento.partition("/web/")[2][:14]

    @property
    def notes(self) -> str:
        """What the run said beside its progress."""
        return "\n".join(event.text for event in self.simulated.events if isinstance(event, Note))

    @property
    def lookups(self) -> list[Lookup]:
        """Shown as progress."""
        return [event.lookup for event in self.simulated.events if isinstance(event, LookedUp)]

    @property
    def said_of_copies(self) -> list[str]:
        """Shown as progress: what came of loading copies, where they did not come."""
        return [event.replay.detail for event in self.simulated.events if isinstance(event, Replayed)]


@contextmanager
def archived_night(folder: Path, *, mode: str = "capture") -> Iterator[ArchivedNight]:
    """Whatever happens: the run ends well, and the secret was seen in the Authorization header only."""
    simulated = SocketNight(folder, settings={"archive": {"mode": mode, "job_deadline": "10m"}})
    clock = FollowingClock(simulated.clock)

    def live_page(url: str) -> tuple[int, str, bytes]:
        page = simulated.web.pages[url]
        assert isinstance(page, SimulatedPage)
        return page.status, page.content_type, night.archive_gets.get(url, page.body)

    with StandInArchive(clock=clock, origin=live_page) as stand_in:
        world = World(stand_in, clock, keys=Keys(stand_in.access, stand_in.secret))
        simulated.over_sockets = OverSockets(simulated.clock, clock, world)
        simulated.cite((URL, TITLE))
        night = ArchivedNight(world, simulated)
        try:
            yield night
        finally:
            simulated.over_sockets.end()
    assert stand_in.violations == []
    assert night.code is ExitCode.PASS
    shown = repr(simulated.events) + (simulated.report_dir / "report.json").read_text()
    assert stand_in.secret not in shown
