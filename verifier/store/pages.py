"""Page facts, stored once for all checks that found them.

The key is a digest of the facts, not of the body: most pages change a token or an advertisement with
every answer and say the same of themselves, and a later version of `extract` may read another thing
from the same bytes. `Page.text_digest` is left out for that reason: it changes with every advertisement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select

from verifier.model.observation import Page
from verifier.store import schema
from verifier.store.codec import decode, encode
from verifier.store.upsert import insert_missing

_pages = schema.pages
# Made once: thousands of pages may be loaded in a row.
_WHOLE = select(_pages.c.facts, _pages.c.words).where(_pages.c.digest == bindparam("digest"))


def page_row(page: Page) -> dict[str, str]:
    """The row that holds the page."""
    facts, words = encode(replace(page, words=frozenset(), text_digest="")), encode(page.words)
    content = f"{facts}\n{words}".encode(errors="surrogatepass")
    return {"digest": hashlib.sha256(content).hexdigest(), "facts": facts, "words": words}


def insert_pages(connection: Connection, rows: Mapping[str, dict[str, str]]) -> None:
    """Insert the rows, given by digest, that are not there yet."""
    insert_missing(connection, _pages, list(rows.values()))


def load_page(connection: Connection, digest: str) -> Page:
    """The page with all its words."""
    row = connection.execute(_WHOLE, {"digest": digest}).one()
    return replace(decode(Page, row.facts), words=decode(frozenset[str], row.words))
