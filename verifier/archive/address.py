"""Addresses as an archive takes and gives them. Pure."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit, urlunsplit

import idna

from verifier.model.address import without_dot_segments
from verifier.model.source import Unusable, UnusableUrl, parse_source


def wire_url(source: str) -> str:
    """The URL by which an archive is asked about a source: ASCII only, no fragment, no dot segments (behind
    the archive's own path they would lead out of it).

    Raises `UnusableUrl`.
    """
    parts = urlsplit(without_dot_segments(parse_source(source).request_url))
    if parts.netloc.isascii():
        return urlunsplit(parts)
    host, colon, port = parts.netloc.partition(":")
    try:
        netloc = idna.encode(host, uts46=True).decode() + colon + port
    except idna.IDNAError as error:
        raise UnusableUrl(Unusable.MALFORMED, f"the host name cannot be encoded ({error})") from None
    return urlunsplit(parts._replace(netloc=netloc))


def memento_uri(base: str, timestamp: str, original: str) -> str:
    """A copy's own address (URI-M)."""
    return base + memento_path(timestamp, original)


def memento_path(timestamp: str, original: str) -> str:
    """The part of it below the archive's base. A fragment would not be sent."""
    return f"/web/{timestamp}/{without_dot_segments(original)}"


def same_page(one: str, other: str) -> bool:
    """Whether two URLs name one page for an archive's index: scheme, "www.", default ports, the last
    slash, the fragment and the spelling of percent-encodings make no difference."""
    return _comparable(one) == _comparable(other)


def _comparable(url: str) -> tuple[str, str, str] | str:
    try:
        parts = urlsplit(wire_url(url))
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}:{port or ''}", unquote(parts.path).rstrip("/"), unquote(parts.query)
