"""Cutting what a page says to a size and form in which it can be kept."""

from __future__ import annotations

MAX_TITLE = 4_096
"""Code points of a raw title that are read: ordinary cleaning of long text hangs (trust.md)."""


def one_line(raw: str | None, limit: int = MAX_TITLE) -> str:
    """`raw` cut at `limit` code points, white space folded, NUL and lone surrogates as U+FFFD."""
    text = " ".join((raw or "")[:limit].replace("\0", "\ufffd").split())
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def optional(raw: str | None, limit: int = 500) -> str | None:
    """`one_line`, None where nothing is left."""
    return one_line(raw, limit) or None
