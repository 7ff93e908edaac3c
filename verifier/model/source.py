"""Sources: the original resource (URI-R, RFC 7089) that a citation names, one normalised URL.

Normalised means RFC 3986 section 6.2.2.1 and 6.2.3 only: scheme and host in lower case, the default
port dropped, an empty path written "/", white space around the URL dropped. Percent-encoding, case of
the path, a trailing slash and the fragment stay as written: they may make a difference, and a report
that shows another URL than the document holds helps nobody. `request_url` is what goes over the wire.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, urlsplit


class Unusable(StrEnum):
    """Why a citation's URL cannot be asked for."""

    NO_URL = "no-url"
    """Nothing is written there."""
    MALFORMED = "malformed"
    """Something is, but it is no URL ("New York Times", "https:///path")."""
    UNSUPPORTED_SCHEME = "unsupported-scheme"
    """A URL that is neither http nor https."""
    LOCAL_PATH = "local-path"
    """A path on somebody's disk."""


class UnusableUrl(ValueError):
    """`parse_source` found no URL that can be asked for; `kind` and the message say why."""

    def __init__(self, kind: Unusable, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Source:
    """An absolute http or https URL, normalised."""

    url: str
    """The identity of the source."""
    host: str
    """Lower case, NFKC, without port, brackets or a trailing dot: the key of pacing."""

    @property
    def request_url(self) -> str:
        """The URL as it is asked for: no fragment, everything outside ASCII percent-encoded.

        A host outside ASCII is left to the fetcher (IDNA).
        """
        parts = urlsplit(self.url)
        path = quote(_STRAY_PERCENT.sub("%25", parts.path), safe=_PATH_SAFE)
        query = quote(_STRAY_PERCENT.sub("%25", parts.query), safe=_QUERY_SAFE)
        return SplitResult(parts.scheme, parts.netloc, path, query, "").geturl()


_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LOCAL_PATH = re.compile(r"\.{0,2}[/\\](?!/)|~|[A-Za-z]:[\\/]")
_HOST = re.compile(r"[^\s/\\?#@<>^`{|}%\"\[\]:]+")
_IPV6 = re.compile(r"[0-9A-Fa-f:.]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def parse_source(text: str | None) -> Source:
    """The source that a URL as written names.

    Raises `UnusableUrl`. Never resolves anything and never guesses a scheme.
    """
    written = (text or "").strip()
    if not written:
        raise UnusableUrl(Unusable.NO_URL, "no URL is given")
    _require_http(written)
    return _normalised(written)


def _require_http(written: str) -> None:
    scheme = _SCHEME.match(written)
    if _LOCAL_PATH.match(written) or (scheme and scheme[1].lower() == "file"):
        raise UnusableUrl(Unusable.LOCAL_PATH, "a path on a disk is no URL that readers can open")
    if scheme is None or " " in written[: scheme.end() + 1]:
        raise UnusableUrl(
            Unusable.MALFORMED, "text stands where a URL should (it has no http:// or https://)"
        )
    if scheme[1].lower() not in _DEFAULT_PORTS:
        kind = Unusable.UNSUPPORTED_SCHEME
        if "." in scheme[1]:
            kind = Unusable.MALFORMED
        raise UnusableUrl(kind, f'"{scheme[1]}:" is neither http: nor https:')
    if not written[scheme.end() :].startswith("//"):
        raise UnusableUrl(Unusable.MALFORMED, f'"//" is missing after "{scheme[0]}"')


def _normalised(written: str) -> Source:
    _require_plain_characters(written)
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError as error:
        raise UnusableUrl(Unusable.MALFORMED, f"the URL cannot be parsed ({error})") from None
    if "@" in parts.netloc:
        raise UnusableUrl(Unusable.MALFORMED, "the URL carries a user name")
    host = _host(parts.hostname or "")
    bracketed = f"[{host}]" if ":" in host else host
    netloc = bracketed if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{bracketed}:{port}"
    url = SplitResult(parts.scheme, netloc, parts.path or "/", parts.query, parts.fragment).geturl()
    return Source(url, host.rstrip("."))


def _require_plain_characters(written: str) -> None:
    if written.isprintable() and "\\" not in written:
        return
    for character in written:
        if character == "\\" or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            raise UnusableUrl(
                Unusable.MALFORMED,
                f"the URL contains U+{ord(character):04X}, which no URL may hold",
            )


def _host(raw: str) -> str:
    host = unicodedata.normalize("NFKC", raw).lower()
    valid = _IPV6.fullmatch(host) if ":" in host else _HOST.fullmatch(host)
    if not valid or not host.strip("."):
        raise UnusableUrl(Unusable.MALFORMED, "the URL has no usable host name")
    if ":" not in host and not _is_name(host):
        raise UnusableUrl(Unusable.MALFORMED, "the URL's host name is not a valid one")
    if host in _DEFAULT_PORTS:
        raise UnusableUrl(Unusable.MALFORMED, f'"{host}:" stands twice')
    return host


def _is_name(host: str) -> bool:
    """Whether the labels have a length that DNS allows (RFC 1035 section 2.3.4)."""
    labels = host.removesuffix(".").split(".")
    return len(host) <= 253 and all(0 < len(label) <= 63 for label in labels)
