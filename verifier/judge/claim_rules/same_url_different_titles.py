"""CIT011."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from verifier.judge.claim_rules.title_is_host_or_url import address_kind
from verifier.judge.wording import quote
from verifier.model.citation import Citation, Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.text import squeeze, tokens

RULE = Rule(
    "CIT011",
    "same-url-different-titles",
    Severity.INFO,
    means="The corpus cites one URL under titles that differ in their words. Case, typography, a cut-off end "
    "and an added site name or subtitle do not count.",
    why="A page has one title: at least one of the citations names it wrongly, or means another page.",
    todo="Open the page, and give every citation of it the title that stands there.",
)

_LONGEST = 1000
_SITE_NAME = re.compile(r"\s+[|–—-]\s+")
_SITE_NAME_WORDS = 4


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation whose title differs from the one that most citations give."""
    by_source: dict[str, list[Citation]] = defaultdict(list)
    for citation in corpus.citations():
        title = (citation.claim.title or "").strip()
        if citation.source is not None and title and not address_kind(title, citation):
            by_source[citation.source].append(citation)
    for citations in by_source.values():
        if len({citation.claim.title for citation in citations}) > 1:
            yield from _deviations(citations)


def _deviations(citations: Sequence[Citation]) -> Iterator[Finding]:
    usual, *others = sorted(_groups(citations), key=len, reverse=True)
    example = usual[0]
    for citation in (citation for group in others for citation in group):
        where = f"{example.path}:{example.place.line}"
        message = (
            f"The title here is {quote(citation.claim.title or '')}, "
            f"but {where} cites the same URL as {quote(example.claim.title or '')}."
        )
        yield raise_on_citation(RULE, citation, message)


def _groups(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The citations by title, titles that are the same but for their dress together."""
    groups: list[list[Citation]] = []
    for citation in citations:
        title = citation.claim.title or ""
        for group in groups:
            if _are_alike(group[0].claim.title or "", title):
                group.append(citation)
                break
        else:
            groups.append([citation])
    return groups


def _are_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    return any(_agree(a, b) for a in _without_site_name(one) for b in _without_site_name(other))


def _without_site_name(title: str) -> list[str]:
    """The title, and what is left of it when its first or its last part is taken for the site's name."""
    title = title[:_LONGEST]
    parts = _SITE_NAME.split(title)
    if len(parts) < 2:
        return [title]
    readings = [title]
    if len(tokens(parts[-1])) <= _SITE_NAME_WORDS:
        readings.append(" ".join(parts[:-1]))
    if len(tokens(parts[0])) <= _SITE_NAME_WORDS:
        readings.append(" ".join(parts[1:]))
    return readings


def _agree(one: str, other: str) -> bool:
    """Whether the words of one are all in the other, or its letters are the beginning of the other's."""
    words, other_words = set(tokens(one)), set(tokens(other))
    if words <= other_words or other_words <= words:
        return True
    letters, other_letters = squeeze(one), squeeze(other)
    return letters.startswith(other_letters) or other_letters.startswith(letters)
