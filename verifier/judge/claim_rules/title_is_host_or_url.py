"""CIT012."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from verifier.judge.wording import quote
from verifier.model.citation import Citation, Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation

RULE = Rule(
    "CIT012",
    "title-is-host-or-url",
    Severity.WARNING,
    means="What stands as the title is a URL or the name of the URL's host.",
    why="Without a title nothing says which document was meant, so no page can be told from it; when the URL "
    "dies, nobody can look for the document elsewhere.",
    todo="Give the title that stands on the page.",
)

_URL = re.compile(r"https?://\S+", re.IGNORECASE)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation whose title names an address instead of a document."""
    for citation in corpus.citations():
        title = (citation.claim.title or "").strip()
        if title and (kind := address_kind(title, citation)):
            message = f"The title {quote(title)} is {kind}, not the name of a document."
            yield raise_on_citation(RULE, citation, message)


def address_kind(title: str, citation: Citation) -> str | None:
    """Which address a title is, in words; None where it is the name of something."""
    if _URL.fullmatch(title):
        return "a URL"
    if citation.source is None:
        return None
    address = citation.source.partition("://")[2].rstrip("/").lower().removeprefix("www.")
    bare = title.rstrip("/").lower().removeprefix("www.")
    if bare == address and "/" in bare:
        return "the URL"
    host = urlsplit(citation.source).hostname or ""
    is_host = "." in bare and (host == bare or host.endswith(f".{bare}"))
    return "the name of the host" if is_host else None
