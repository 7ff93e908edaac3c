"""The copies that the stand-in archive holds: its index (CDX) and their replay (RFC 7089)."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from urllib.parse import unquote, urlsplit

from verifier.demo.archive_replies import Reply, as_json, excluded, page, text

_COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
NEVER = timedelta(days=36_500)
_REPLAY_PATH = re.compile(r"/web/(\d{1,14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_EXCLUSION_PAGE = b"<html><title>Wayback Machine</title><p>Sorry. This URL has been excluded.</p></html>"
_NEVER_ARCHIVED = (
    b"<html><title>Wayback Machine</title><p>The Wayback Machine has not archived it.</p></html>"
)


@dataclass(frozen=True, slots=True)
class Life:
    """From when, and until when, a copy is there: durations since it was made."""

    listed_after: timedelta = timedelta()
    """The index lags."""
    shown_after: timedelta = timedelta()
    """Until then the replay sends to an older copy; `NEVER`: it cannot be loaded at all."""
    gone_after: timedelta = NEVER
    """Then it is neither listed nor shown, as if it had never been."""

    def is_listed(self, age: timedelta) -> bool:
        """Whether the index has it."""
        return self.listed_after <= age < self.gone_after

    def is_shown(self, age: timedelta) -> bool:
        """Whether it can be loaded."""
        return self.shown_after <= age < self.gone_after


ALWAYS = Life()


@dataclass(frozen=True, slots=True)
class Copy:
    """One archived copy."""

    url: str
    timestamp: str
    """14 digits."""
    status: int = 200
    body: bytes = b""
    media_type: str = "text/html"
    revisit: bool = False
    """Listed as "the same bytes as before", without a status."""
    packed: bool = False
    """Kept, and replayed, as its site sent it: compressed."""
    life: Life = ALWAYS

    @property
    def row(self) -> tuple[str, ...]:
        """Its seven columns in the index."""
        digest = base64.b32encode(hashlib.sha1(self.body, usedforsecurity=False).digest()).decode()
        media_type, status = self.media_type.partition(";")[0], str(self.status)
        if self.revisit:
            media_type, status = "warc/revisit", "-"
        return (url_key(self.url), self.timestamp, self.url, media_type, status, digest, str(len(self.body)))

    @property
    def instant(self) -> datetime:
        """When it was made."""
        return _instant(self.timestamp)


def url_key(url: str) -> str:
    """The key by which copies of one page are found: scheme, "www.", port, case and the last slash
    make no difference (SURT, simplified)."""
    parts = urlsplit(url if "//" in url else f"http://{url}")
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path).lower().rstrip("/") or "/"
    query = f"?{parts.query.lower()}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}){path}{query}".replace(" ", "%20")


def _instant(timestamp: str) -> datetime:
    whole = timestamp + "00000101000000"[len(timestamp) :]
    return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


class Copies:
    """All copies, and the URLs of which none is shown."""

    def __init__(self) -> None:
        self._held: dict[str, list[Copy]] = defaultdict(list)
        self._excluded: dict[str, Reply] = {}

    def hold(self, copy: Copy) -> None:
        """Have one more."""
        self._held[url_key(copy.url)].append(copy)

    def exclude(self, url: str, reply: Reply | None = None) -> None:
        """Do not show copies of `url`."""
        self._excluded[url_key(url)] = reply or excluded()

    def is_excluded(self, url: str) -> bool:
        """Whether copies of `url` are not shown."""
        return url_key(url) in self._excluded

    def index(self, query: Mapping[str, Sequence[str]], now: datetime) -> Reply:
        """The answer to a CDX query (url, from, to, closest and sort, filter, collapse, limit): plain text,
        or JSON where `output` says so."""
        key = url_key(query.get("url", [""])[0])
        if key in self._excluded:
            return self._excluded[key]
        held = self._held.get(key, ())
        rows = sorted(copy.row for copy in held if copy.life.is_listed(now - copy.instant))
        begin, end = query.get("from", [""])[0], query.get("to", ["9"])[0]
        rows = [row for row in rows if begin <= row[1] and row[1][: len(end)] <= end]
        for condition in query.get("filter", []):
            rows = [row for row in rows if _passes(row, condition)]
        for folding in query.get("collapse", []):
            rows = [next(group) for _, group in groupby(rows, partial(_folded, by=folding))]
        if query.get("sort") == ["closest"]:
            target = _instant(query["closest"][0])
            rows.sort(key=lambda row: abs(_instant(row[1]) - target))
        limit = int(query.get("limit", ["100000"])[0])
        rows = rows[:limit] if limit >= 0 else rows[limit:]
        if query.get("output") == ["json"]:
            return as_json([list(row) for row in ([_COLUMNS] if rows else []) + rows])
        return text("".join(" ".join(row) + "\n" for row in rows))

    def replay(self, target: str, base: str, now: datetime) -> Reply:
        """The answer to /web/TIMESTAMP[id_]/URL. Only a copy's own has a Memento-Datetime header."""
        asked = _REPLAY_PATH.fullmatch(target)
        if asked is None:
            return page(_NEVER_ARCHIVED, 404)
        timestamp, url = asked.groups()
        if self.is_excluded(url):
            return page(_EXCLUSION_PAGE)
        held = self._held.get(url_key(url), ())
        copies = [copy for copy in held if copy.life.is_shown(now - copy.instant)]
        if not copies:
            return page(_NEVER_ARCHIVED, 404)
        nearest = min(copies, key=lambda copy: abs(copy.instant - _instant(timestamp)))
        if nearest.timestamp == timestamp:
            return _memento(nearest)
        headers = {
            "Location": f"{base}/web/{nearest.timestamp}id_/{nearest.url}",
            "X-Archive-Redirect-Reason": f"found capture at {nearest.timestamp}",
        }
        return Reply(302, headers)


def _memento(copy: Copy) -> Reply:
    headers = {
        "Content-Type": copy.media_type,
        "Memento-Datetime": f"{copy.instant:%a, %d %b %Y %H:%M:%S} GMT",
        "Link": f'<{copy.url}>; rel="original"',
    }
    if copy.packed:
        return Reply(copy.status, headers | {"Content-Encoding": "gzip"}, gzip.compress(copy.body))
    return Reply(copy.status, headers, copy.body)


def _folded(row: tuple[str, ...], by: str) -> str:
    field, _, length = by.partition(":")
    return row[_COLUMNS.index(field)][: int(length) if length else None]


def _passes(row: tuple[str, ...], condition: str) -> bool:
    field, _, pattern = condition.removeprefix("!").partition(":")
    matches = re.fullmatch(pattern, row[_COLUMNS.index(field)]) is not None
    return matches != condition.startswith("!")
