"""CIT003."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from verifier.judge.wording import quote
from verifier.model.citation import Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation

RULE = Rule(
    "CIT003",
    "placeholder",
    Severity.ERROR,
    means="The URL is a stand-in that was never replaced: its host is reserved for examples (example.com, "
    "*.example, *.invalid, *.test, localhost) or a template's (yoursite.com), or a whole part of its path is "
    "a word such as “placeholder”, “your-url-here” or “TODO”.",
    why="There is no source behind it, so the claim rests on nothing.",
    todo="Find the source that was meant and put its address here, or remove the citation.",
)

_RESERVED = re.compile(
    r"(?:.*\.)?(?:example|invalid|test|localhost|example\.(?:com|org|net|edu))"  # RFC 2606, RFC 6761
    r"|(?:www\.)?your-?(?:web)?-?(?:site|domain|url|company)\.(?:com|org|net)"
)
_STAND_IN = re.compile(
    r"(?:the-|your-)?placeholder(?:-(?:url|link|article|source))?"
    r"|(?:insert-|your-)+(?:the-)?(?:actual-|real-|article-|source-)?(?:url|link)(?:-here)?"
    r"|(?:url|link)(?:-goes)?-here|(?:example|sample|dummy|fake)-(?:url|link)"
    r"|x{3,}|\[[^\]]*\]|\{[^}]*\}|<[^>]*>|\.{3,}|…"
)
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|pdf)$", re.IGNORECASE)
_REFERENCE_SHELVES = frozenset({"wiki", "dictionary", "browse", "define", "tag", "tags", "topic"})
"""What stands behind these is a word that a page is about: wikipedia.org has pages on XXX and TBD."""


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation whose host or path is a stand-in. Substrings do not count."""
    for citation in corpus.citations():
        if citation.source is None:
            continue
        parts = urlsplit(citation.source)
        host = (parts.hostname or "").rstrip(".")
        if _RESERVED.fullmatch(host):
            message = f"The host {quote(host)} is a placeholder, not a site."
            yield raise_on_citation(RULE, citation, message)
        elif segment := _stand_in(parts.path):
            message = f"The part {quote(segment)} of the URL's path is a placeholder."
            yield raise_on_citation(RULE, citation, message)


def _stand_in(path: str) -> str | None:
    """The first part of the path that is a stand-in as a whole."""
    before = ""
    for segment in path.split("/"):
        word = _EXTENSION.sub("", unquote(segment)).replace("_", "-").replace(" ", "-")
        if before not in _REFERENCE_SHELVES and _is_stand_in(word):
            return segment
        before = segment.lower()
    return None


def _is_stand_in(word: str) -> bool:
    if word.lower() in ("todo", "tbd"):
        return word.isupper()  # in lower case they are names of projects too
    return _STAND_IN.fullmatch(word.lower()) is not None
