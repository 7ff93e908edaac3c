"""What a TimeGate's answers mean (RFC 7089 sections 2 to 5). Pure: it reads answers and asks nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from verifier.archive.address import same_page
from verifier.archive.choice import is_timestamp
from verifier.archive.exchange import Answer
from verifier.archive.instants import as_timestamp, http_date, instant, is_to_come
from verifier.archive.links import Link, links_in
from verifier.archive.quoting import quoted, without_tags
from verifier.archive.replay import REDIRECTS, original_of
from verifier.archive.timegate_place import Place
from verifier.model.memento import Memento

LINK_FORMAT = "application/link-format"
MOST_COPIES = 20_000
"""Links of a TimeMap that are read."""
_LINK_HEADER = 50_000
_MEMENTO_RELATIONS = frozenset({"timegate", "timemap", "memento"})


@dataclass(frozen=True, slots=True)
class Links:
    """What the links of an answer say about one page."""

    copies: tuple[Memento, ...] = ()
    """Copies in this archive, of status unknown."""
    unfit: str = ""
    """Where a copy is that is not asked for, or what else is wrong with it; "" where there is none."""
    timemap: str | None = None
    """The path of the list of all copies."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked about, where and when."""

    url: str
    """The page."""
    place: Place
    now: datetime


def links_of(answer: Answer, path: str, asked: Asked) -> Links:
    """The links in the header of the answer for `path`."""
    return _read(links_in(answer.headers.get("link", "")[:_LINK_HEADER]), path, asked)


def timemap_of(answer: Answer, path: str, asked: Asked) -> Links:
    """The links of a TimeMap; none where the answer is no TimeMap."""
    if answer.status != 200 or answer.media_type != LINK_FORMAT:
        return Links()
    return _read(links_in(answer.text), path, asked)


def speaks_memento(answer: Answer) -> bool:
    """Whether only an archive that follows RFC 7089 answers so."""
    varies = {name.strip().lower() for name in answer.headers.get("vary", "").split(",")}
    said = (link.relations for link in links_in(answer.headers.get("link", "")[:_LINK_HEADER]))
    return (
        "memento-datetime" in answer.headers
        or "accept-datetime" in varies
        or answer.media_type == LINK_FORMAT
        or any(relations & _MEMENTO_RELATIONS for relations in said)
    )


def redirect_of(answer: Answer, path: str, place: Place) -> str | None:
    """Where the answer sends to; None where it does not."""
    location = answer.headers.get("location", "")
    return place.joined(path, location) if answer.status in REDIRECTS and location else None


def copy_in(answer: Answer, path: str, asked: Asked) -> Memento | None:
    """The copy that the answer itself is (200-style negotiation, or a URI-M that was led to), by its own
    address; None where that is not known, or it is a copy of another page."""
    at = instant(answer.headers.get("memento-datetime", ""))
    original = original_of(answer)
    if at is None or (original is not None and not same_page(original, asked.url)):
        return None
    timestamp = as_timestamp(at)
    named = [copy for copy in links_of(answer, path, asked).copies if copy.timestamp == timestamp]
    if named:
        return named[0]
    location = answer.headers.get("content-location", "")
    if not location and path == asked.place.gate(asked.url):
        return None
    copy = _copy(location or path, at, path, asked)
    return copy if isinstance(copy, Memento) else None


def refusal_of(answer: Answer) -> str:
    """Why the answer tells of no copies, in words."""
    what = "a page" if answer.status == 200 else f"HTTP {answer.status}"
    said = quoted(without_tags(answer.text), 100)
    return f"{what} instead of a copy's address{f': {said}' if said else ''}"


def _read(links: Iterator[Link], path: str, asked: Asked) -> Links:
    copies: dict[Memento, None] = {}
    unfit, timemap = "", None
    for _, link in zip(range(MOST_COPIES), links, strict=False):
        if "memento" in link.relations and link.at is not None:
            copy = _copy(link.uri, link.at, path, asked)
            if isinstance(copy, Memento):
                copies[copy] = None
            else:
                unfit = unfit or copy
        elif "timemap" in link.relations and timemap is None:
            timemap = asked.place.path_of(asked.place.joined(path, link.uri))
    return Links(tuple(copies), unfit, timemap)


def _copy(uri: str, at: datetime, path: str, asked: Asked) -> Memento | str:
    """The copy at an address that the answer for `path` names; why it is none, where so."""
    place, timestamp = asked.place, as_timestamp(at)
    whole = place.joined(path, uri)
    inside = place.path_of(whole)
    if inside is None:
        return f"{place.outside(whole)}: {quoted(uri)}"
    if not is_timestamp(timestamp) or is_to_come(at, asked.now):
        return f"of a time to come: {http_date(at)}"
    page = place.page_in(inside)
    if page is not None and not (same_page(page, asked.url) or same_page(unescape(page), asked.url)):
        return f"of another page: {quoted(page)}"
    return Memento(timestamp, asked.url, place.origin + inside)
