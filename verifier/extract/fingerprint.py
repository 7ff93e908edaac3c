"""One digest for what a reader finds on a page, whatever surrounds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from verifier.model.observation import TitleCandidate


def text_digest(titles: Iterable[TitleCandidate], text: str) -> str:
    """SHA-256, hexadecimal, of titles and text; "" where there is no text by which to tell pages apart."""
    if not text:
        return ""
    said = "\n".join([*(f"{title.field} {title.text}" for title in titles), text])
    return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()
