"""From a judged address to an open connection: one per request, never used again.

A server that sends two responses at once would forge the answer to the next request on the same
connection (design: trust, "Keep-alive poisoning"); without reuse there is no next request.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import certifi

from verifier.errors import ConfigError
from verifier.fetch.failures import Failed, failure_of
from verifier.fetch.guard import Address, Network, judge_address, judge_peer
from verifier.model.observation import FailureKind

_BUFFER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Connection:
    """An open byte stream to one peer."""

    reader: asyncio.StreamReader
    transport: asyncio.Transport

    def abort(self) -> None:
        """Close at once; what was not read is lost."""
        self.transport.abort()


def tls_context(ca_file: str) -> ssl.SSLContext:
    """The one context of a fetcher: certifi's authorities, and those of `ca_file` ("" for none).

    Raises `ConfigError` where `ca_file` cannot be used.
    """
    if not ca_file:
        return _built_in_context()
    # Made anew: the file may have changed since an earlier fetcher read it.
    context = _new_context()
    try:
        context.load_verify_locations(ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(
            f'fetch.ca_file: "{ca_file}" cannot be used ({error})',
            "Name a PEM file of certificate authorities, or leave it empty.",
        ) from error
    return context


def _new_context() -> ssl.SSLContext:
    """34 ms, hence one for many connections."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context


_built_in_context = functools.cache(_new_context)


def allowed_addresses(addresses: Sequence[Address], allowed: Sequence[Network]) -> list[Address]:
    """Those of a name's addresses that may be dialled.

    Raises `Failed` of kind forbidden-address where there is none.
    """
    reasons = [judge_address(address, allowed) for address in addresses]
    good = [address for address, reason in zip(addresses, reasons, strict=True) if reason is None]
    if not good:
        raise Failed(FailureKind.FORBIDDEN_ADDRESS, next(reason for reason in reasons if reason))
    return good


async def connect(addresses: Sequence[Address], port: int, patience: float | None) -> socket.socket:
    """A socket connected to the first of `addresses` that accepts, each given `patience` seconds
    (None: as long as the caller waits).

    Raises `Failed`: of several failures the one that tells most about the other side.
    """
    failures = []
    for address in addresses:
        try:
            async with asyncio.timeout(patience):
                return await _connect(address, port)
        except TimeoutError:
            failures.append(Failed(FailureKind.TIMEOUT, "no connection in time"))
        except OSError as error:
            failure = failure_of(error)
            failures.append(Failed(failure.kind, failure.detail, mine=failure.mine))
    raise min(failures, key=lambda failed: failed.failure.mine)


async def _connect(address: Address, port: int) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(sock, (str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock


def check_peer(sock: socket.socket, allowed: Sequence[Network]) -> None:
    """Judge who really answered.

    Raises `Failed` of kind forbidden-address; no byte has been sent then.
    """
    peer, own = ip_address(sock.getpeername()[0]), ip_address(sock.getsockname()[0])
    if reason := judge_peer(peer, own, allowed):
        raise Failed(FailureKind.FORBIDDEN_ADDRESS, reason)


async def open_connection(
    sock: socket.socket, context: ssl.SSLContext | None, server_name: str
) -> Connection:
    """Streams over a connected socket; with `context` TLS, SNI and certificate for `server_name`.

    Owns `sock` from the first moment on. Raises `ssl.SSLError` and `OSError`.
    """
    reader = asyncio.StreamReader(limit=_BUFFER)
    transport, _ = await asyncio.get_running_loop().create_connection(
        lambda: asyncio.StreamReaderProtocol(reader),
        sock=sock,
        ssl=context,
        server_hostname=server_name if context else None,
    )
    return Connection(reader, transport)


async def start_tls(connection: Connection, context: ssl.SSLContext, server_name: str) -> Connection:
    """TLS inside an open connection (a proxy's tunnel), for `server_name`.

    Raises `ssl.SSLError` and `OSError`; `connection` is closed then.
    """
    reader = asyncio.StreamReader(limit=_BUFFER)
    protocol = asyncio.StreamReaderProtocol(reader)
    loop = asyncio.get_running_loop()
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(connection.abort)
        transport = await loop.start_tls(connection.transport, protocol, context, server_hostname=server_name)
        if transport is None:
            raise ConnectionResetError
        on_failure.pop_all()
    # start_tls leaves this call to us: without it the reader cannot hold up the sender.
    protocol.connection_made(transport)
    return Connection(reader, transport)
