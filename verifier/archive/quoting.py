"""Quoting what an archive said: hostile text made harmless enough to store and to print."""

from __future__ import annotations

import re

QUOTE_LIMIT = 300
"""Characters of an archive's own words that are kept."""


def quoted(text: str, limit: int = QUOTE_LIMIT) -> str:
    """One line of printable characters, white space folded, cut at `limit` with "…"."""
    printable = "".join(c if c.isprintable() else " " for c in text[: 20 * limit])
    line = " ".join(printable.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def without_tags(text: str) -> str:
    """The words of an HTML page, roughly: for quoting its beginning."""
    return re.sub(r"<[^<>]{0,1000}>", " ", text[:6000])
