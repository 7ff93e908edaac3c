"""Link headers (RFC 8288) and link lists (RFC 6690): where an archive's answer points to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from verifier.archive.instants import instant

_VALUE = r"\"[^\"]*\"|[^\s\";,<>]*"
# Nothing after the ">" has to match, so that a hostile header is read in time that grows with its length.
_LINK = re.compile(rf"<([^<>]*)>((?:\s*;\s*[^\s=;,\"<>]+(?:\s*=\s*(?:{_VALUE}))?)*)")
_PARAMETER = re.compile(rf";\s*([^\s=;,\"<>]+)\s*=\s*({_VALUE})")


@dataclass(frozen=True, slots=True)
class Link:
    """One link, as far as RFC 7089 has a use for it."""

    uri: str
    """As written: may be relative."""
    relations: frozenset[str]
    """In lower case: "original", "memento", "timemap"."""
    at: datetime | None
    """The instant of a copy, in UTC."""


def links_in(text: str) -> Iterator[Link]:
    """The links of a Link header or of a document in `application/link-format`; what is none is skipped."""
    for found in _LINK.finditer(text):
        parameters = {name.lower(): value.strip('"') for name, value in _PARAMETER.findall(found[2])}
        relations = frozenset(parameters.get("rel", "").lower().split())
        yield Link(found[1], relations, instant(parameters.get("datetime", "")))
