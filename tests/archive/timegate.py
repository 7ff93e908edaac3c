"""A small archive with a TimeGate on a loopback port, built as pywb is; and a client for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import unquote

from tests.archive.world import PAGE, MemoryLedger, WaitingClock
from verifier.archive.instants import http_date
from verifier.archive.interface import Archive, Loaded
from verifier.archive.keys import Keys
from verifier.archive.registry import open_archive
from verifier.config import ArchiveConfig, FetchConfig
from verifier.demo.archive_replies import Reply, page
from verifier.demo.archive_server import ArchiveServer, SeenRequest
from verifier.model.memento import Lookup, Memento

T = TypeVar("T")

PREFIX = "/coll"
_LINK_FORMAT = "application/link-format"


@dataclass
class TimeGateWorld:
    """An archive that holds `copies`; what `plays` names is answered as told instead."""

    clock: WaitingClock = field(default_factory=WaitingClock)
    copies: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """Of the one page: archived status and body, by timestamp."""
    page: str = PAGE
    plays: dict[str, Reply] = field(default_factory=dict)
    """By the beginning of the path below the prefix: "https:" is the TimeGate, "timemap", "2021"."""
    answers_itself: bool = False
    """Whether the TimeGate answers with the copy itself (RFC 7089 section 4.1.2) and not with a redirect."""
    config: dict[str, Any] = field(default_factory=dict)
    """Settings of `[archive]` that differ."""
    requests: list[SeenRequest] = field(default_factory=list)
    base: str = ""

    def hold(self, *timestamps: str, status: int = 200) -> None:
        for timestamp in timestamps:
            self.copies[timestamp] = (status, f"<title>Story of {timestamp}</title>".encode())

    @property
    def asked(self) -> list[str]:
        """The paths below the prefix, in order."""
        return [request.target.removeprefix(f"{PREFIX}/") for request in self.requests]

    def answer(self, request: SeenRequest) -> Reply:
        self.requests.append(request)
        path = request.target.removeprefix(f"{PREFIX}/")
        for beginning, reply in self.plays.items():
            if path.startswith(beginning):
                return reply
        if path == request.target:
            return page(b"<h1>No such collection</h1>", 404)
        if path.startswith("timemap/link/"):
            return self._timemap(path.removeprefix("timemap/link/"))
        if path[:14].isdigit():
            return self._copy(path[:14], path.partition("/")[2], is_raw=path[14:17] == "id_")
        return self._gate(path, request.headers.get("accept-datetime"))

    def uri(self, timestamp: str) -> str:
        return f"{self.base}/{timestamp}/{self.page}"

    def link(self, *timestamps: str) -> str:
        """The links as a header has them."""
        links = [f'<{self.page}>; rel="original"', f'<{self.base}/{self.page}>; rel="timegate"']
        links.append(f'<{self.base}/timemap/link/{self.page}>; rel="timemap"; type="{_LINK_FORMAT}"')
        return ", ".join([*links, *(self.memento_link(self.uri(one), one) for one in timestamps)])

    def memento_link(self, uri: str, timestamp: str) -> str:
        return f'<{uri}>; rel="memento"; datetime="{http_date(_at(timestamp))}"'

    def _gate(self, url: str, accept: str | None) -> Reply:
        if not self._holds(url):
            return page(b"<title>URL Not Found</title>", 404)
        wanted = parsedate_to_datetime(accept) if accept else datetime.max.replace(tzinfo=UTC)
        nearest = min(self.copies, key=lambda one: abs(_at(one) - wanted))
        if self.answers_itself:
            copy = self._copy(nearest, url, is_raw=False)
            headers = {"Vary": "accept-datetime", "Content-Location": self.uri(nearest)}
            return Reply(copy.status, {**copy.headers, **headers}, copy.body)
        headers = {"Location": self.uri(nearest), "Vary": "accept-datetime", "Link": self.link(nearest)}
        return Reply(307, headers)

    def _timemap(self, url: str) -> Reply:
        if not self._holds(url):
            return Reply(404, {"Content-Type": _LINK_FORMAT})
        body = self.link(*sorted(self.copies)).replace(", <", ",\n<")
        return Reply(200, {"Content-Type": _LINK_FORMAT}, body.encode())

    def _copy(self, timestamp: str, url: str, *, is_raw: bool) -> Reply:
        if not self._holds(url):
            return page(b"<title>URL Not Found</title>", 404)
        if timestamp not in self.copies:
            nearest = min(self.copies, key=lambda one: abs(_at(one) - _at(timestamp)))
            return Reply(307, {"Location": f"{self.base}/{nearest}id_/{url}"})
        status, body = self.copies[timestamp]
        headers = {
            "Content-Type": "text/html",
            "Memento-Datetime": http_date(_at(timestamp)),
            "Link": self.link(timestamp),
        }
        return Reply(status, headers, body if is_raw else b"<!-- banner -->" + body)

    def _holds(self, url: str) -> bool:
        return bool(self.copies) and unquote(url) == unquote(self.page)

    def visit(self, what: Callable[[Archive], Awaitable[T]]) -> T:
        async def inside() -> T:
            config = ArchiveConfig().model_copy(update={"kind": "memento", "base": self.base} | self.config)
            archive = open_archive(
                config, FetchConfig(), Keys("access", "secret-of-another"), self.clock, MemoryLedger()
            )
            try:
                return await what(archive)
            finally:
                await archive.close()

        return asyncio.run(inside())

    def look_up(self, near: str | None = None, *avoid: str, source: str | None = None) -> Lookup:
        return self.visit(lambda archive: archive.look_up(source or self.page, near, avoid))

    def load(self, timestamp: str, uri: str | None = None) -> Loaded:
        memento = Memento(timestamp, self.page, uri or self.uri(timestamp))
        return self.visit(lambda archive: archive.load(memento))


@contextmanager
def timegate_world(url: str = PAGE) -> Iterator[TimeGateWorld]:
    """One for copies of `url`. It listens inside the `with` block, and has seen no keys in the end."""
    world = TimeGateWorld(page=url)
    server = ArchiveServer(world.answer, None)
    world.base = server.base + PREFIX
    server.start()
    try:
        yield world
    finally:
        server.stop()
    assert {request.method for request in world.requests} <= {"GET"}
    assert not any("authorization" in request.headers for request in world.requests)


def _at(timestamp: str) -> datetime:
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
