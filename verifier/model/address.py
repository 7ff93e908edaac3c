"""Comparing URLs as addresses of documents. Asks nothing of anybody and resolves nothing."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_.+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_src|ref_url|smid|smtyp|cmpid|ito|ns_.+|at_.+"
    r"|partner|source|share|shared|ocid|_ga|amp|outputtype|sh|srnd|taid|guccounter|guce_referrer.*",
    re.IGNORECASE,
)
_INDEX = re.compile(r"(?:index|default|home|homepage|main)(?:\.[a-z]{2,5})?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_SEARCH = re.compile(r"(?:search|suche|buscar|zoeken)(?:[-_]?results?)?", re.IGNORECASE)
_SEARCH_KEYS = frozenset({"s", "q", "query", "search", "searchterm", "keyword", "keywords"})
_ARCHIVES = (
    "archive.org",
    "archive.fo",
    "archive.is",
    "archive.li",
    "archive.md",
    "archive.ph",
    "archive.today",
    "archive.vn",
    "perma.cc",
    "webcitation.org",
)
_ENCODED_DOT = re.compile("%2e", re.IGNORECASE)
_PRIVATE_SUFFIXES = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home.arpa")
"""RFC 6761, RFC 6762, RFC 8375, ICANN's reservation of .internal, and what routers make up."""


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def has_dot_segments(path: str) -> bool:
    """Whether a part of a path is "." or "..", however it is spelled: what comes of it is another path."""
    return any(_ENCODED_DOT.sub(".", part) in (".", "..") for part in path.split("/"))


def without_dot_segments(url: str) -> str:
    """The URL as whoever asks for it asks: "." and ".." in its path resolved (RFC 3986 section 5.2.4), also
    where the dots are percent-encoded, as browsers do."""
    parts = _split(url)
    if not has_dot_segments(parts.path):
        return url
    kept: list[str] = []
    for part in parts.path.removeprefix("/").split("/"):
        plain = _ENCODED_DOT.sub(".", part)
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(part)
    folder = has_dot_segments(parts.path.rpartition("/")[2])
    return parts._replace(path="/".join(["", *kept, *[""] * folder])).geturl()


def host_of(url: str) -> str:
    """The host in lower case, without port, trailing dot and a leading "www."; "" where there is none."""
    try:
        host = _split(url).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def segments(url: str) -> list[str]:
    """The parts of the path, percent-decoded, without empty ones and without an index file at the end."""
    parts = [unquote(part) for part in _split(url).path[:4_000].split("/") if part]
    if parts and _INDEX.fullmatch(parts[-1]):
        parts.pop()
    return parts


def is_root(url: str) -> bool:
    """Whether the path names a site's entrance: nothing, an index file, or a language."""
    parts = segments(url)
    return not parts or (len(parts) == 1 and _LANGUAGE.fullmatch(parts[0]) is not None)


def document_key(url: str) -> str:
    """Equal for two URLs that name one document.

    Scheme, "www.", a trailing slash, an index file, the fragment, tracking parameters and the order
    of the others make no difference; the case of the path does.
    """
    pairs = [
        pair
        for pair in parse_qsl(_split(url).query[:4_000], max_num_fields=None)
        if not _TRACKING.fullmatch(pair[0])
    ]
    return f"{host_of(url)}/{'/'.join(segments(url))}?{urlencode(sorted(pairs))}"


def leads_elsewhere(requested: str, final: str) -> bool:
    """Whether a URL below a site's entrance ended at an entrance: told by the two addresses alone.

    A fragment that is a path is one: the page's scripts show what it names.
    """
    routed = _split(final).fragment.startswith(("/", "!"))
    return is_root(final) and not (_split(final).query or routed) and not is_root(requested)


def names_more_than_a_path(url: str) -> bool:
    """Whether a query or a fragment says which document is meant."""
    parts = _split(url)
    return bool(parts.query or parts.fragment)


def is_search(url: str) -> bool:
    """Whether a URL asks a site's search for something: told by its path, or at an entrance by its query."""
    if any(_SEARCH.fullmatch(part.partition(".")[0]) for part in segments(url)[-2:]):
        return True
    keys = {key.lower() for key, _ in parse_qsl(_split(url).query[:4_000], max_num_fields=None)}
    return is_root(url) and not keys.isdisjoint(_SEARCH_KEYS)


def is_archive(host: str) -> bool:
    """Whether `host` (lower case) is a web archive: its pages are copies themselves."""
    return any(host == archive or host.endswith(f".{archive}") for archive in _ARCHIVES)


def is_public(host: str) -> bool:
    """Whether `host` (lower case: a name, or an address without brackets) means the same for everybody."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return not is_private_name(host)


def is_private_name(host: str) -> bool:
    """Whether `host` (lower case, a name) means something only inside some network."""
    name = host.rstrip(".")
    return "." not in name or name.endswith(_PRIVATE_SUFFIXES)
