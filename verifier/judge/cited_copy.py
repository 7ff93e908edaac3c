"""The copy that a citation names as its `archive_url`."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from verifier.model.address import without_dot_segments
from verifier.model.source import UnusableUrl, parse_source

_COPY = re.compile(r"((?:/[^/]*)*?)/(\d{14})(?:[a-z]{2}_)?/(https?:/.+)", re.IGNORECASE | re.DOTALL)


class CitedCopy(NamedTuple):
    """What the address of a copy says of it."""

    host: str
    prefix: str
    """The path before the timestamp: "/web" in the Wayback Machine."""
    timestamp: str
    """14 digits."""
    original: str


def cited_copy(archive_url: str | None) -> CitedCopy | None:
    """The one copy that `archive_url` names; None where it is no such address, or gives its time roughly."""
    try:
        source = parse_source(archive_url or "")
    except UnusableUrl:
        return None
    parts = urlsplit(source.url)
    found = _COPY.fullmatch(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return None if found is None else CitedCopy(source.host, found[1], found[2], _whole(found[3]))


def _whole(original: str) -> str:
    """The original address, of which servers on the way fold the slashes ("https:/site.example/"), without
    dot segments, which would lead out of the archive's path."""
    return without_dot_segments(re.sub(r"^(https?):/(?!/)", r"\1://", original, flags=re.IGNORECASE))
