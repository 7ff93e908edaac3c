"""From a source to the URL that goes over the wire: IDNA for its host, one spelling for addresses."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import httpx
import idna

from verifier.fetch.failures import Failed
from verifier.model.observation import FailureKind
from verifier.model.source import Source


def wire_url(source: Source) -> httpx.URL:
    """What httpx asks for. Raises `Failed` (malformed)."""
    try:
        url = httpx.URL(_with_host(source.request_url, _wire_host(source.host)))
        if not url.host:
            raise ValueError("it names no host")
        return url
    except (httpx.InvalidURL, ValueError) as error:
        raise Failed(FailureKind.MALFORMED, f"the URL cannot be asked for ({error})"[:300]) from None


def _wire_host(host: str) -> str | None:
    """The host in another spelling than the source's; None where that one will do."""
    if not host.isascii():
        return idna.encode(host, uts46=True).decode("ascii")
    if host[:1].isdigit():
        return _dotted(host)
    return None


def _dotted(host: str) -> str | None:
    """127.0.0.1 for "127.1", "0x7f.1", "2130706433" and the like, as the system reads them."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def _with_host(url: str, host: str | None) -> str:
    if host is None:
        return url
    parts = urlsplit(url)
    netloc = host if parts.port is None else f"{host}:{parts.port}"
    return parts._replace(netloc=netloc).geturl()
