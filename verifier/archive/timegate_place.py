"""Where a TimeGate is, and which addresses are its own. Pure.

Its prefix, `archive.base`, is what comes before the address of a page: pywb has `http://host/collection`,
the Internet Archive `https://web.archive.org/web`. Other than in RFC 7089 itself, an address that leads to
another host is not asked: whom the program contacts is said by its configuration alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from verifier.judge.cited_copy import CitedCopy
from verifier.model.address import has_dot_segments
from verifier.model.memento import Memento

_BEFORE_ORIGINAL = re.compile(r"(.*/)(\d{14})(?:[a-z]{2}_)?/", re.DOTALL)
_ORIGINAL = re.compile(r"https?:/", re.IGNORECASE)
_FOLDED = re.compile(r"^(https?):/(?!/)", re.IGNORECASE)
_DATED = re.compile(r"/(?:[^/?]+/)*?\d{14}(?:[a-z]{2}_)?/([^/?]+\.[^/?]+(?:[/?].*)?)", re.DOTALL)
_LONGEST = 5_000
_ONE_PORT = frozenset({None, 80, 443})
"""Servers behind another one often call themselves http, or the other way round."""


@dataclass(frozen=True, slots=True)
class Place:
    """The prefix of one TimeGate."""

    base: str
    """Without a slash at the end."""

    @property
    def origin(self) -> str:
        """Scheme, host and port: what is connected to."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def prefix(self) -> str:
        """The path of the base."""
        return urlsplit(self.base).path

    def gate(self, url: str) -> str:
        """The path of the TimeGate for a page (URI-G)."""
        return f"{self.prefix}/{url}"

    def timemap(self, url: str) -> str:
        """The path at which pywb and the Internet Archive have the list of a page's copies (URI-T)."""
        return f"{self.prefix}/timemap/link/{url}"

    def path_of(self, uri: str) -> str | None:
        """The path and query of an address of this archive, which is below its prefix; None for any other."""
        path = self._local(uri)
        if path is None or has_dot_segments(path.partition("?")[0]):
            return None
        return path if path.startswith(f"{self.prefix}/") else None

    def outside(self, uri: str) -> str:
        """Where an address is that is none of this archive, in words."""
        if self._local(uri) is None:
            return "on another host, which is not asked"
        return "not below archive.base, which alone is asked"

    def page_in(self, path: str) -> str | None:
        """The page that the path of a copy (`path_of`) names, where it is built as pywb, OpenWayback and the
        Internet Archive build it; None for any other."""
        below = path[len(self.prefix) :]
        named = _ORIGINAL.search(below.partition("?")[0])
        if named is not None:
            return _FOLDED.sub(r"\1://", below[named.start() :])
        dated = _DATED.fullmatch(below)
        if dated is None:
            return None
        written = unquote(dated[1])
        return written if _ORIGINAL.match(written) else f"http://{dated[1]}"

    def _local(self, uri: str) -> str | None:
        """The path and query of an address of this archive's host; None for any other."""
        if len(uri) > _LONGEST or not uri.isprintable() or " " in uri:
            return None
        try:
            parts, own = urlsplit(uri), urlsplit(self.base)
            same = parts.hostname == own.hostname and _port(parts) == _port(own)
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not same or "@" in parts.netloc:
            return None
        return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"

    def joined(self, path: str, reference: str) -> str:
        """The address that `reference` means in the answer for `path`, "" where it means none."""
        try:
            return urljoin(self.origin + path, reference.strip())
        except ValueError:
            return ""

    def cited(self, copy: CitedCopy) -> Memento | None:
        """The copy of this archive that a citation names; None where it is one of another archive."""
        if (copy.host, copy.prefix) != (urlsplit(self.base).hostname, self.prefix):
            return None
        uri = f"{self.base}/{copy.timestamp}/{copy.original}"
        return Memento(copy.timestamp, copy.original, uri)


def raw(path: str) -> str:
    """The path by which a copy comes as its site sent it, where `path` is built as pywb, OpenWayback and the
    Internet Archive build it (`/14 digits/URL`); else `path` itself."""
    original = _ORIGINAL.search(path)
    before = _BEFORE_ORIGINAL.fullmatch(path[: original.start()]) if original else None
    if original is None or before is None:
        return path
    return f"{before[1]}{before[2]}id_/{path[original.start() :]}"


def _port(parts: SplitResult) -> int | None:
    return None if parts.port in _ONE_PORT else parts.port
