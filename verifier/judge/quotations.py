"""Do the sources of a document say what it quotes?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from verifier.judge.languages import language_of
from verifier.judge.wording import count, quote
from verifier.model.citation import Citation, Document, Quotation
from verifier.model.quotation import QuotationJudgement, QuotationStanding, Sighting
from verifier.model.text import tokens

_SAID = 90.0
"""Score from which a passage says what is quoted: a letter in ten may differ (spelling, inflection)."""
_NEARLY_SAID = 75.0
_TELLING_WORDS = 8
"""A shorter quotation comes near to something by chance."""
_LEAST_TEXT = 1_000
"""Characters: a shorter page may be the beginning of one."""


@dataclass(frozen=True, slots=True)
class SearchedSource:
    """What was found in one source, when it was asked last."""

    sightings: Sequence[Sighting]
    is_document: bool
    """Whether it showed a document, and not another one than cited."""
    text_length: int
    searched_whole: bool
    language: str | None
    """As the page declares it ("en-GB")."""


NOTHING = SearchedSource((), is_document=False, text_length=0, searched_whole=False, language=None)
"""A source that was not asked, or did not answer."""


def judge_quotations(
    document: Document, searched: Callable[[Citation], SearchedSource]
) -> tuple[QuotationJudgement, ...]:
    """Every quotation of the document, in the order written."""
    if not document.quotations:
        return ()
    sources = [(citation, searched(citation)) for citation in document.citations]
    language = language_of(_words_of(document), least=5)
    return tuple(_judge(quotation, sources, language) for quotation in document.quotations)


def in_sentence(judgement: QuotationJudgement) -> str:
    """What the sources say to a quotation, in words."""
    citation, sighting = judgement.citation, judgement.sighting
    url = "" if citation is None else citation.claim.url
    match judgement.standing:
        case QuotationStanding.FOUND:
            return f"found in {url}"
        case QuotationStanding.DIFFERS:
            said = "" if sighting is None else quote(sighting.passage)
            return f"found nowhere in these words; {url} says {said}"
        case QuotationStanding.NOWHERE:
            return "found in none of the document's sources, all of which were read"
        case QuotationStanding.OPEN:
            unread = count(judgement.unread, "source")
            return f"not found, and {unread} could not be read" if judgement.unread else "there is no source"


def _words_of(document: Document) -> list[str]:
    return tokens(" ".join((document.title or "", *(quotation.text for quotation in document.quotations))))


def _judge(
    quotation: Quotation, sources: Sequence[tuple[Citation, SearchedSource]], language: str | None
) -> QuotationJudgement:
    unread, nearest = 0, None
    for citation, source in sources:
        sighting = next((one for one in source.sightings if one.quotation == quotation.text), None)
        if sighting is not None and sighting.score and (nearest is None or sighting.score > nearest[1].score):
            nearest = (citation, sighting)
        unread += sighting is None or not _was_read(source, language)
    standing = _standing(quotation, None if nearest is None else nearest[1], unread, bool(sources))
    if nearest is None or standing in (QuotationStanding.NOWHERE, QuotationStanding.OPEN):
        return QuotationJudgement(quotation, standing, unread=unread)
    return QuotationJudgement(quotation, standing, *nearest, unread=unread)


def _was_read(source: SearchedSource, language: str | None) -> bool:
    """Whether what it was not found to say, it does not say. Quotations are translated, too."""
    declared = (source.language or "").lower().replace("_", "-").partition("-")[0]
    foreign = language is not None and declared not in ("", language)
    return source.is_document and source.searched_whole and source.text_length >= _LEAST_TEXT and not foreign


def _standing(quotation: Quotation, nearest: Sighting | None, unread: int, cited: bool) -> QuotationStanding:
    score = 0.0 if nearest is None else nearest.score
    if score >= _SAID:
        return QuotationStanding.FOUND
    if unread or not cited:
        return QuotationStanding.OPEN
    long_enough = len(tokens(quotation.text)) >= _TELLING_WORDS
    return QuotationStanding.DIFFERS if score >= _NEARLY_SAID and long_enough else QuotationStanding.NOWHERE
