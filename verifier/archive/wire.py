"""The only path to an archive: one host, bounded in time and bytes, and nothing raised.

It knows nothing of what the answers mean.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from contextlib import aclosing
from functools import lru_cache
from urllib.parse import unquote

import certifi
import httpx

from verifier.archive.exchange import Answer, NoAnswer, Request
from verifier.archive.quoting import quoted
from verifier.archive.unpacking import CannotUnpack, Unpacker
from verifier.config import ArchiveConfig, FetchConfig
from verifier.errors import ConfigError
from verifier.model.address import has_dot_segments

BODY_LIMIT = 2_000_000
"""Bytes of an answer that are read; a longer one is refused as a whole."""
REDIRECT_LIMIT = 3
_NO_CONNECTION = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)
# httpx lets more through than its own family: idna and Unicode errors are ValueErrors, h11 asserts,
# anyio groups (design: trust).
_FAILED = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError, AssertionError)
_FAILED_ANYHOW = (*_FAILED, RuntimeError, ExceptionGroup)


class HostClient:
    """HTTP to the host of `archive.base`, and to no other.

    Raises ConfigError when it is made with a base, proxy or CA file that cannot be used.
    """

    def __init__(self, config: ArchiveConfig, fetch: FetchConfig, *, origin_only: bool = False) -> None:
        """With `origin_only` the paths that are asked for begin at the host, not below the base's path."""
        self._origin = _base_url(config.base)
        self.base = str(self._origin.copy_with(path="/") if origin_only else config.base).rstrip("/")
        self._path = httpx.URL(self.base).raw_path.decode("ascii", "replace").rstrip("/")
        self._deadline = config.deadline
        self.is_loopback = _is_loopback(self._origin.host)
        self.is_encrypted = self._origin.scheme == "https"
        proxy = None if self.is_loopback else fetch.proxy or None
        try:
            self._client = httpx.AsyncClient(
                headers={"User-Agent": _user_agent(fetch), "Accept-Encoding": "identity"},
                verify=_trust(fetch.ca_file),
                trust_env=False,
                proxy=proxy,
                timeout=httpx.Timeout(config.deadline, connect=min(15.0, config.deadline / 2)),
                # A request every few seconds: a fresh connection each, so that none has gone stale.
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        except (ValueError, httpx.InvalidURL):
            message = "fetch.proxy is not the address of a proxy"
            raise ConfigError(message, 'Write it like "http://host:port".') from None

    async def ask(self, request: Request) -> Answer | NoAnswer:
        """The answer within `archive.deadline` and 2 MB, redirects of a GET inside the host followed.

        Nothing but cancellation is raised.
        """
        try:
            async with asyncio.timeout(self._deadline):
                return await self._follow(request)
        except TimeoutError:
            return NoAnswer(f"no answer within {self._deadline:g} s")
        except _NO_CONNECTION as error:
            detail = f"no connection to the archive ({quoted(_cause(error))})"
            return NoAnswer(detail, sent=False, unreachable=True)
        except _FAILED_ANYHOW as error:
            return NoAnswer(f"the exchange failed ({quoted(_cause(error))})")

    async def close(self) -> None:
        """Release connections."""
        await self._client.aclose()

    async def _follow(self, request: Request) -> Answer | NoAnswer:
        url = self._url(request.path)
        if url is None:
            detail = f"an address that would lead elsewhere is not asked for: {quoted(request.path)}"
            return NoAnswer(detail, sent=False)
        for _ in range(REDIRECT_LIMIT + 1):
            outgoing = self._client.build_request(
                request.method, url, data=request.form, headers=request.headers
            )
            answer = await self._exchange(outgoing, request.body_limit)
            if isinstance(answer, NoAnswer) or not _redirects(request, answer):
                return answer
            url = url.join(answer.headers["location"])
            if not self._inside(url):
                return NoAnswer(f"redirected out of the archive, to {quoted(str(url))}")
        return NoAnswer(f"more than {REDIRECT_LIMIT} redirects")

    def _url(self, path: str) -> httpx.URL | None:
        """What is asked for; None where a client, or a server, would make another address of it than the one
        below the base that was meant. Addresses hold what strangers wrote."""
        try:
            url = httpx.URL(self.base + path)
        except httpx.InvalidURL:
            return None
        meant = self._path + path.partition("#")[0]
        is_meant = unquote(url.raw_path.decode("ascii", "replace")) == unquote(meant) and path[:1] == "/"
        leads_away = has_dot_segments(meant.partition("?")[0])
        return url if is_meant and not leads_away and self._inside(url) else None

    async def _exchange(self, outgoing: httpx.Request, beginning: int | None) -> Answer | NoAnswer:
        async with aclosing(await self._client.send(outgoing, stream=True)) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            limit = BODY_LIMIT if beginning is None else beginning
            try:
                unpacker = Unpacker(headers.get("content-encoding", ""), limit)
                async for chunk in response.aiter_raw():
                    if not unpacker.add(chunk):
                        break
                unpacker.end()
            except CannotUnpack as error:
                return NoAnswer(str(error), status=response.status_code)
            if unpacker.full and beginning is None:
                return NoAnswer(f"an answer above {BODY_LIMIT:,} bytes", status=response.status_code)
            return Answer(response.status_code, headers, bytes(unpacker.body), whole=not unpacker.full)

    def _inside(self, url: httpx.URL) -> bool:
        base = self._origin
        upgraded = (base.scheme, base.port, url.scheme, url.port) == ("http", None, "https", None)
        same = (url.scheme, url.port) == (base.scheme, base.port)
        below = url.raw_path.decode("ascii", "replace").startswith(f"{self._path}/")
        return url.host == base.host and (same or upgraded) and below


def _redirects(request: Request, answer: Answer) -> bool:
    return (
        request.method == "GET"
        and request.follow
        and answer.status in (301, 302, 303, 307, 308)
        and ("location" in answer.headers)
    )


def _base_url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme in ("http", "https") and url.host and not (url.userinfo or url.query or url.fragment):
        return url
    message = f"archive.base is not the address of an archive: {quoted(text)!r}"
    raise ConfigError(message, 'Write it like "https://web.archive.org".')


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@lru_cache(maxsize=4)
def _trust(ca_file: str) -> ssl.SSLContext:
    """One context per CA file: making one costs 34 ms."""
    context = ssl.create_default_context(cafile=certifi.where())
    try:
        if ca_file:
            context.load_verify_locations(ca_file)
    except OSError as error:
        message = f"fetch.ca_file cannot be used: {ca_file} ({quoted(str(error))})"
        raise ConfigError(message, "Name a PEM file with certificates of authorities.") from None
    return context


def _user_agent(fetch: FetchConfig) -> str:
    agent = f"{fetch.user_agent} (+{fetch.contact})" if fetch.contact else fetch.user_agent
    return quoted(agent.encode("ascii", "ignore").decode())


def _cause(error: BaseException) -> str:
    return str(error) or type(error).__name__
