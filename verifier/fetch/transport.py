"""The httpx transport of the project: every request on its own guarded connection.

It resolves (bounded), judges every address and the port, dials only judged addresses, looks again who
answered, and speaks HTTP/1.1 there, with the URL's host as SNI and certificate name. Through a
configured proxy the address guard is the proxy's job; only hosts written as addresses, and names that
are never public ones, are judged here.
What it does not do: redirects, cookies, content codings, retries, deadlines (`client`).
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from urllib.parse import urlsplit

import h11
import httpx

from verifier.config import FetchConfig
from verifier.errors import ConfigError
from verifier.fetch import dial
from verifier.fetch.conversation import Conversation
from verifier.fetch.failures import Failed, failure_of
from verifier.fetch.guard import judge_port, parse_networks
from verifier.fetch.resolver import Lookup, Resolver, literal_address
from verifier.model.address import is_private_name
from verifier.model.observation import FailureKind

_PORTS = {"http": 80, "https": 443}


class GuardedTransport(httpx.AsyncBaseTransport):
    """One per fetcher; safe for any number of requests at once."""

    def __init__(self, config: FetchConfig, lookup: Lookup) -> None:
        """Raises `ConfigError` where `config.proxy` or `config.ca_file` cannot be used."""
        self._context = dial.tls_context(config.ca_file)
        self._allowed = parse_networks(config.allow_addresses)
        self._ports = frozenset(config.allow_ports)
        self._proxy = parse_proxy(config.proxy) if config.proxy else None
        self._patience = config.deadline / 4
        """Seconds for one address of several, so that a dead one leaves time for the next."""
        self._resolver = Resolver(lookup, patience=config.deadline * 3 / 4)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask; the response's stream holds the connection until it is closed.

        Raises `Failed`, `ssl.SSLError` or `OSError` (`failures.failure_of` has a word for each).
        """
        host, port = _host_and_port(request.url)
        if reason := judge_port(port, self._ports):
            raise Failed(FailureKind.FORBIDDEN_ADDRESS, reason)
        context = self._context if request.url.scheme == "https" else None
        if self._proxy is None:
            connection = await self._direct(host, port, context)
        else:
            connection = await self._through(self._proxy, host, port, context)
        try:
            return await _converse(connection, request, self._target(request.url))
        except BaseException:
            connection.abort()
            raise

    def _target(self, url: httpx.URL) -> bytes:
        if self._proxy is None or url.scheme == "https":
            return url.raw_path
        return b"http://" + url.netloc + url.raw_path

    async def _direct(self, host: str, port: int, context: ssl.SSLContext | None) -> dial.Connection:
        addresses = dial.allowed_addresses(await self._resolver.resolve(host), self._allowed)
        sock = await dial.connect(addresses, port, self._patience if len(addresses) > 1 else None)
        try:
            dial.check_peer(sock, self._allowed)
        except BaseException:
            sock.close()
            raise
        return await dial.open_connection(sock, context, host.rstrip("."))

    async def _through(
        self, proxy: tuple[str, int], host: str, port: int, context: ssl.SSLContext | None
    ) -> dial.Connection:
        self._judge_host(host)
        connection = await self._reach_proxy(*proxy)
        if context is None:
            return connection
        try:
            await _tunnel(connection, host, port)
            return await dial.start_tls(connection, context, host.rstrip("."))
        except BaseException:
            connection.abort()
            raise

    def _judge_host(self, host: str) -> None:
        """What can be said of a host that only the proxy resolves."""
        literal = literal_address(host)
        if literal is not None:
            dial.allowed_addresses([literal], self._allowed)
        elif not self._allowed and is_private_name(host):
            raise Failed(FailureKind.FORBIDDEN_ADDRESS, f"{host} is a name inside some network")

    async def _reach_proxy(self, host: str, port: int) -> dial.Connection:
        try:
            sock = await dial.connect(await self._resolver.resolve(host), port, self._patience)
            return await dial.open_connection(sock, None, host)
        except (OSError, Failed) as error:
            detail = f"the proxy {host}:{port} cannot be reached: {failure_of(error).detail}"
            raise Failed(FailureKind.REFUSED, detail, mine=True) from error

    async def aclose(self) -> None:
        """Let the resolver's threads end."""
        self._resolver.close()


def parse_proxy(text: str) -> tuple[str, int]:
    """Host and port of `fetch.proxy`. Raises `ConfigError`."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if parts.scheme != "http" or not host or not host.isascii() or "@" in parts.netloc:
        raise ConfigError(
            f'fetch.proxy: "{text}" is no proxy that can be used',
            "Write it as http://host:port, without a user name.",
        )
    return host, port or 80


async def _converse(connection: dial.Connection, request: httpx.Request, target: bytes) -> httpx.Response:
    conversation = Conversation(connection)
    conversation.send(h11.Request(method=request.method, target=target, headers=request.headers.raw))
    head = await conversation.head()
    return httpx.Response(
        head.status_code,
        headers=head.headers.raw_items(),
        stream=_Body(connection, conversation.body(head)),
        request=request,
        extensions={"reason_phrase": bytes(head.reason)},
    )


async def _tunnel(connection: dial.Connection, host: str, port: int) -> None:
    """Have the proxy connect to the host (RFC 9110 section 9.3.6)."""
    authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    conversation = Conversation(connection)
    conversation.send(h11.Request(method="CONNECT", target=authority, headers=[("Host", authority)]))
    try:
        head = await conversation.head()
    except (OSError, Failed) as error:
        detail = f"the proxy does not open a tunnel: {failure_of(error).detail}"
        raise Failed(FailureKind.REFUSED, detail, mine=True) from error
    if not 200 <= head.status_code < 300:
        detail = f"the proxy could not reach the host (it answered {head.status_code})"
        raise Failed(FailureKind.REFUSED, detail, mine=head.status_code in (401, 403, 407))
    if conversation.heard_more:
        raise Failed(FailureKind.REFUSED, "the proxy spoke before the tunnel's handshake", mine=True)


def _host_and_port(url: httpx.URL) -> tuple[str, int]:
    port = _PORTS[url.scheme] if url.port is None else url.port
    return url.raw_host.decode("ascii"), port


class _Body(httpx.AsyncByteStream):
    """The body of an answer; closing it closes the connection."""

    def __init__(self, connection: dial.Connection, pieces: AsyncGenerator[bytes, None]) -> None:
        self._connection = connection
        self._pieces = pieces

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces

    async def aclose(self) -> None:
        self._connection.abort()
        await self._pieces.aclose()
