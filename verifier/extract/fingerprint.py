"""One digest for what a reader finds on a page, whatever surrounds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from verifier.model.observation import TitleCandidate

_LEAST = 200
"""Characters: what shows less is made by its scripts, and says "Loading" whatever they bring."""


def text_digest(titles: Iterable[TitleCandidate], description: str | None, text: str) -> str:
    """SHA-256, hexadecimal, of what is given; `text` is the whole visible one.

    "" where that is too little to tell pages apart.
    """
    if len(text) < _LEAST:
        return ""
    said = "\n".join([*(f"{title.field} {title.text}" for title in titles), description or "", text])
    return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()
