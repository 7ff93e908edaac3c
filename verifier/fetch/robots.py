"""robots.txt (RFC 9309), asked once per site and fetcher, for those who want it respected.

Only a rule that was read forbids anything: a robots.txt that is missing (4xx), broken (5xx) or cannot
be reached allows. RFC 9309 has crawlers stop on 5xx; this program asks for one page that a person
cited, and a site in trouble shows that on the page itself. Wildcards inside a path are not understood
(`urllib.robotparser`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from verifier.fetch.failures import Failed
from verifier.model.observation import FailureKind
from verifier.model.source import Source, parse_source

ROBOTS_LIMIT = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309 section 2.5)."""

CRAWL_DELAY_LIMIT = 60.0
"""Seconds that a Crawl-delay may ask for."""

Respects = Callable[[str], bool]
"""Whether the robots.txt of a host (lower case) is to be respected."""


class Robots:
    """The robots.txt files of one fetcher's sites."""

    def __init__(self, ask: Callable[[Source], Awaitable[bytes]], respects: Respects, agent: str) -> None:
        """`ask` fetches one robots.txt and gives b"" where there is none; it does not raise. `agent` is
        the User-Agent, whose first word the rules are looked up by."""
        self._ask = ask
        self._respects = respects
        self._agent = agent
        self._rules: dict[str, asyncio.Task[RobotFileParser]] = {}

    async def admit(self, source: Source) -> None:
        """Raises `Failed` (unsupported) where the site does not want `source` to be asked for."""
        if not self._respects(source.host):
            return
        rules = await asyncio.shield(self._rules_of(source))
        if not rules.can_fetch(self._agent, source.request_url):
            detail = "robots.txt does not allow us to ask for this page"
            raise Failed(FailureKind.UNSUPPORTED, detail)

    def crawl_delay(self, source: Source) -> float:
        """Seconds that the site of `source` wants between two requests, if its rules were read."""
        task = self._rules.get(_site_of(source))
        if task is None or not task.done() or task.cancelled():
            return 0.0
        # The whole number first: it may be larger than any float.
        return float(min(task.result().crawl_delay(self._agent) or 0, CRAWL_DELAY_LIMIT))

    def _rules_of(self, source: Source) -> asyncio.Task[RobotFileParser]:
        site = _site_of(source)
        if site not in self._rules:
            self._rules[site] = asyncio.create_task(self._read(parse_source(f"{site}/robots.txt")))
        return self._rules[site]

    async def _read(self, source: Source) -> RobotFileParser:
        return parse_robots(await self._ask(source))

    async def close(self) -> None:
        """Give up what is still being asked."""
        pending = [task for task in self._rules.values() if not task.done()]
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)


def _site_of(source: Source) -> str:
    parts = urlsplit(source.url)
    return f"{parts.scheme}://{parts.netloc}"


def parse_robots(content: bytes) -> RobotFileParser:
    """The rules in a robots.txt; one that makes no sense forbids nothing."""
    rules = RobotFileParser()
    try:
        rules.parse(content.decode("utf-8-sig", "replace").splitlines())
    except ValueError:
        # The parser trusts digits: "Crawl-delay: ²" or one of 5,000 figures.
        rules = RobotFileParser()
        rules.parse([])
    return rules
