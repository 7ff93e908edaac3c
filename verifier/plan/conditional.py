"""May a source be asked for its page only if it changed? Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from verifier.model.observation import Exchange, Validators
from verifier.model.verdict import Access, PageClass

FULL_EVERY = 30
"""Days after which a page is read whole again at the latest: some servers say 304 whatever happened."""
_LONGEST = 1_000
"""Characters of a header that are kept; a longer one was cut and proves nothing."""


def validators_of(
    exchange: Exchange, access: Access, page_class: PageClass | None, now: datetime
) -> Validators | None:
    """What to ask the source with; None where the page has to be had whole.

    `exchange`, `access` and `page_class` are the standing check's. Only a document that was read to its
    end may be confirmed: a wall, an error or half a page is looked at anew.
    """
    good = access in (Access.OK, Access.MOVED) and page_class is PageClass.DOCUMENT
    whole = exchange.body_complete and exchange.failure is None
    if not (good and whole) or _is_stale(exchange, now):
        return None
    etag, modified = (exchange.headers.get(name, "") for name in ("etag", "last-modified"))
    if not (etag or modified) or max(len(etag), len(modified)) >= _LONGEST:
        return None
    return Validators(exchange.final_url, etag, modified)


def _is_stale(exchange: Exchange, now: datetime) -> bool:
    """Whether the page was read so long ago that it has to be read whole: after half of `FULL_EVERY` to
    all of it, spread by the URL."""
    share = int.from_bytes(hashlib.sha256(exchange.url.encode(errors="surrogatepass")).digest()[:4]) / 2**32
    read_at = exchange.read_at or exchange.started_at
    return not timedelta() <= now - read_at < timedelta(days=FULL_EVERY * (1 + share) / 2)
