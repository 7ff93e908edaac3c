"""Loading copies from the Wayback Machine, as their sites sent them (`id_`).

Only a Memento-Datetime header (RFC 7089 section 2.1.1) tells a copy from a page of the archive itself:
notices that a URL is excluded come with status 200, and archived answers may be 404 or 429 (design: wayback).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape

from verifier.archive.address import memento_path, same_page
from verifier.archive.exchange import Answer, NoAnswer, Request
from verifier.archive.interface import Loaded
from verifier.archive.manners import Line
from verifier.archive.quoting import quoted, without_tags
from verifier.model.memento import Memento, ReplayState

_ORIGINAL = re.compile(r"<([^<>]*)>\s*;[^<]*?\brel=[\"']?original\b")
_EXCLUDED = ("url has been excluded", "accesscontrolexception")
_SENT_ELSEWHERE = (301, 302, 303, 307, 308)
_SAME_INSTANT = timedelta(seconds=1)


@dataclass(slots=True)
class WaybackReplay:
    """The replay of one archive."""

    line: Line
    body_limit: int
    """Bytes of a copy that are read."""

    async def load(self, memento: Memento) -> Loaded:
        """See `Archive.load`. One request."""
        path = memento_path(f"{memento.timestamp}id_", memento.original)
        answer = await self.line.ask(Request("GET", path, follow=False, body_limit=self.body_limit))
        if isinstance(answer, NoAnswer):
            stop = answer.pause is not None
            return Loaded(ReplayState.FAILED, answer.detail, stop=stop, retry_after=answer.pause)
        if "memento-datetime" in answer.headers:
            return _copy(answer, memento)
        return _no_copy(answer)


def _copy(answer: Answer, memento: Memento) -> Loaded:
    said = answer.headers["memento-datetime"]
    if not _is_instant(said, memento.timestamp):
        return Loaded(ReplayState.ELSEWHERE, f"the archive gave the copy of {quoted(said, 60)} instead")
    original = _ORIGINAL.search(answer.headers.get("link", "")[:20_000])
    # The archive escapes the address as for HTML.
    if original and not same_page(unescape(original[1]), memento.original):
        return Loaded(ReplayState.ELSEWHERE, f"the archive gave a copy of {quoted(original[1])} instead")
    if answer.status != 200:
        detail = f"the copy is of an answer with HTTP {answer.status}"
        return Loaded(ReplayState.BAD_STATUS, detail, answer.status)
    content_type = answer.headers.get("content-type", "")
    return Loaded(ReplayState.LOADED, "", 200, content_type, answer.body, answer.whole)


def _no_copy(answer: Answer) -> Loaded:
    if answer.status in _SENT_ELSEWHERE:
        to = quoted(answer.headers.get("location", ""))
        return Loaded(ReplayState.ELSEWHERE, f"the archive has no such copy and points to {to}")
    runtime_error = answer.headers.get("x-archive-wayback-runtime-error", "")
    text = answer.text[:20_000]
    if any(sign in f"{runtime_error} {text}".lower() for sign in _EXCLUDED):
        return Loaded(ReplayState.EXCLUDED, "the archive does not show this URL")
    if answer.status == 404:
        return Loaded(ReplayState.ABSENT, "the archive has no copy of this URL")
    what = f"HTTP {answer.status}, not a copy: {quoted(without_tags(text), 100)}"
    return Loaded(ReplayState.FAILED, what)


def _is_instant(header: str, timestamp: str) -> bool:
    try:
        given = parsedate_to_datetime(header)
        asked = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs((given if given.tzinfo else given.replace(tzinfo=UTC)) - asked) <= _SAME_INSTANT
