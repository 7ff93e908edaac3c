"""CIT005."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from verifier.judge.wording import quote
from verifier.model.citation import Citation, Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.text import tokens

RULE = Rule(
    "CIT005",
    "home-page-cited",
    Severity.WARNING,
    means="The title names a document, but the URL is only the front page of the site.",
    why="A front page changes daily: readers do not find the document there, and an archived copy of it "
    "proves nothing. Often the document's own address was never known.",
    todo="Cite the address of the document itself. If the site as a whole is meant, give its name as title.",
)

_FRONT_PAGE = re.compile(r"/(?:(?:index|default|home)(?:\.\w{3,5})?/?)?", re.IGNORECASE)
_LEAST_WORDS = 3
"""Words of the title that neither the site's name nor a usual part of such names accounts for."""
_FILLERS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "s", "the", "to", "u", "with"}
)
_NAME_PARTS = frozenset(
    tokens(
        "administration agency alliance american archive archives association bureau center centre "
        "coalition commission committee council department federal foundation group home homepage "
        "information institute institution international library magazine main media museum national "
        "network news newspaper office official online organization page portal press project review "
        "service site society states times trust union united university us usa website welcome world"
    )
)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation of a front page under the title of a document.

    A title that is the name of the site, the publisher or their initials makes none.
    """
    for citation in corpus.citations():
        title = citation.claim.title
        if title and _is_front_page(citation) and _names_document(title, citation):
            message = f"The title {quote(title)} names a document, but the URL is the front page of the site."
            yield raise_on_citation(RULE, citation, message)


def _is_front_page(citation: Citation) -> bool:
    if citation.source is None or citation.source.count("/") > 4:
        return False
    parts = urlsplit(citation.source)
    return not parts.query and not parts.fragment and _FRONT_PAGE.fullmatch(parts.path) is not None


def _names_document(title: str, citation: Citation) -> bool:
    words = [word for word in tokens(title[:1000]) if word not in _FILLERS]
    labels = re.split(r"[.-]", urlsplit(citation.source or "").hostname or "")
    names = {*tokens(citation.claim.publisher or ""), *labels}
    if "".join(word[0] for word in words) in names:
        return False
    own = [word for word in words if not _belongs_to_name(word, names)]
    return len(own) >= _LEAST_WORDS


def _belongs_to_name(word: str, names: set[str]) -> bool:
    return word in _NAME_PARTS or any(word == name or (len(word) > 2 and word in name) for name in names)
