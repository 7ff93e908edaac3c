"""The fetcher: one source in, the facts of one attempt out, whatever the other side does."""

from __future__ import annotations

import asyncio
import logging

import httpx

from verifier.clock import Clock
from verifier.config import FetchConfig
from verifier.errors import ConfigError
from verifier.fetch.body import Body, read_body
from verifier.fetch.chain import Chain
from verifier.fetch.failures import failure_of
from verifier.fetch.interface import Fetched
from verifier.fetch.resolver import Lookup, system_lookup
from verifier.fetch.robots import ROBOTS_LIMIT, Respects, Robots
from verifier.fetch.transport import GuardedTransport
from verifier.model.observation import Exchange, Failure, FailureKind, Validators
from verifier.model.source import Source

# httpx logs whole URLs at INFO.
logging.getLogger("httpx").setLevel(logging.WARNING)

_NO_BODY = Body(b"", complete=True, digest=None)


class HttpFetcher:
    """`Fetcher` over real sockets. Its memory of names and robots.txt lasts until it is closed."""

    def __init__(
        self,
        config: FetchConfig,
        clock: Clock,
        *,
        respects: Respects | None = None,
        lookup: Lookup = system_lookup,
    ) -> None:
        """`respects` says for which hosts robots.txt counts (`Config.respects_robots`); without
        it `config.robots` decides for all. `lookup` is the resolver.

        Raises `ConfigError` for a proxy, CA file or User-Agent that cannot be used.
        """
        self._config = config
        self._clock = clock
        self._headers = request_headers(config)
        self._transport = GuardedTransport(config, lookup)
        self._robots = Robots(
            self._ask_robots, respects or (lambda _: config.robots == "respect"), config.user_agent
        )

    async def fetch(self, source: Source, validators: Validators | None = None) -> Fetched:
        """See `Fetcher.fetch`."""
        started_at, begun = self._clock.now(), self._clock.monotonic()
        chain = Chain(self._transport, self._headers, self._robots.admit, validators)
        body, failure = await self._attempt(chain, source, self._config.body_limit, self._config.deadline)
        exchange = Exchange(
            url=source.url,
            started_at=started_at,
            seconds=self._clock.monotonic() - begun,
            hops=tuple(chain.hops),
            failure=failure,
            headers=chain.headers,
            body_bytes=len(body.content),
            body_complete=body.complete,
            digest=body.digest,
        )
        return Fetched(exchange, body.content, self._robots.crawl_delay(source), tuple(chain.heads))

    async def _attempt(
        self, chain: Chain, source: Source, limit: int, deadline: float
    ) -> tuple[Body, Failure | None]:
        try:
            # httpx's own timeouts are per read: a dripping server would never meet one.
            async with asyncio.timeout(deadline):
                return await _read_to_end(chain, source, limit), None
        except TimeoutError:
            missing = "the body did not end" if chain.arrived else "no answer"
            return _NO_BODY, Failure(FailureKind.TIMEOUT, f"{missing} within {deadline:g} s")
        except Exception as error:  # noqa: BLE001 - the promise of `Fetcher.fetch`
            return _NO_BODY, failure_of(error)

    async def _ask_robots(self, source: Source) -> bytes:
        chain = Chain(self._transport, self._headers)
        body, _ = await self._attempt(chain, source, ROBOTS_LIMIT, self._config.deadline / 2)
        return body.content if chain.arrived and chain.hops[-1].status == httpx.codes.OK else b""

    async def close(self) -> None:
        """Release threads; what is still being fetched is the caller's to cancel."""
        await self._robots.close()
        await self._transport.aclose()


async def _read_to_end(chain: Chain, source: Source, limit: int) -> Body:
    response = await chain.follow(source)
    try:
        return await read_body(response, limit)
    finally:
        await response.aclose()


def request_headers(config: FetchConfig) -> list[tuple[str, str]]:
    """The headers of every request to a cited host. Raises `ConfigError`."""
    agent = f"{config.user_agent} (+{config.contact})" if config.contact else config.user_agent
    if not agent.isascii() or not agent.isprintable() or not agent.strip():
        raise ConfigError(
            f"fetch.user_agent and fetch.contact make no User-Agent: {agent!r}",
            "Use printable ASCII characters only.",
        )
    return [
        ("User-Agent", agent),
        ("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"),
        ("Accept-Language", "en;q=0.9,*;q=0.5"),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
    ]
