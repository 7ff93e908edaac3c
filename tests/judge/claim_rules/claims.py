"""Corpora of one or a few citations, and what the rules say of them."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from verifier.model.citation import Citation, Claim, Corpus, Document, Place
from verifier.model.source import UnusableUrl, parse_source


def cite(url: str | None = "https://x.org/a", title: str | None = "A title", **values: str) -> Citation:
    """A citation that says this; its place comes from the document it is put into."""
    claim = Claim(url, title, **values)
    try:
        source, unusable = parse_source(url).url, None
    except UnusableUrl as error:
        source, unusable = None, error.kind.value
    return Citation("", "sources", 0, Place(1, 1), claim, source, unusable)


def document(*citations: Citation, path: str = "a.md") -> Document:
    placed = [
        replace(citation, path=path, index=index, place=Place(10 + index, 5))
        for index, citation in enumerate(citations)
    ]
    return Document(path, path, citations=tuple(placed), place=Place(9, 1))


def corpus(*documents: Document) -> Corpus:
    return Corpus("root", documents)


def messages(rule: ModuleType, *citations: Citation) -> list[str]:
    """What a rule says of one document with these citations."""
    findings = list(rule.check(corpus(document(*citations))))
    assert all(finding.code == rule.RULE.code for finding in findings)
    return [finding.message for finding in findings]
