"""CIT002."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judge.wording import quote
from verifier.model.citation import Citation, Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.source import Unusable, UnusableUrl, parse_source

RULE = Rule(
    "CIT002",
    "malformed",
    Severity.ERROR,
    means="Something stands where the URL should, but it is no URL that can be asked for: a name such as "
    "“New York Times”, an address without http:// or https://, or one with characters that no URL may hold.",
    why="The source cannot be opened as it is written; guessing what was meant would cite something else.",
    todo="Replace it by the full address, copied from the browser. A publisher's name belongs in the "
    "publisher field.",
)


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation whose URL cannot be parsed."""
    for citation in corpus.citations():
        if citation.unusable == Unusable.MALFORMED:
            written = quote(citation.claim.url or "")
            yield raise_on_citation(RULE, citation, f"{written} is not a usable URL: {_reason(citation)}.")


def _reason(citation: Citation) -> str:
    try:
        parse_source(citation.claim.url)
    except UnusableUrl as error:
        return str(error)
    return "it cannot be parsed"
