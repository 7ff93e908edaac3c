"""May a source be asked for its page only if it changed? Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime

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
    end may be confirmed: a wall, an error or half a page is looked at anew. The days on which a page is
    read whole are spread by its URL.
    """
    good = access in (Access.OK, Access.MOVED) and page_class is PageClass.DOCUMENT
    whole = exchange.body_complete and exchange.failure is None
    if not (good and whole) or _is_full_day(exchange.url, now):
        return None
    etag, modified = (exchange.headers.get(name, "") for name in ("etag", "last-modified"))
    if not (etag or modified) or max(len(etag), len(modified)) >= _LONGEST:
        return None
    return Validators(exchange.final_url, etag, modified)


def _is_full_day(url: str, now: datetime) -> bool:
    offset = int.from_bytes(hashlib.sha256(url.encode(errors="surrogatepass")).digest()[:4])
    return (now.toordinal() + offset) % FULL_EVERY == 0
