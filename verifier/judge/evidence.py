"""What speaks for and against a page where no title of it is the cited one."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.judge.contest import HEADING_FIELDS, Contest
from verifier.judge.coverage import coverage, slug_agreement
from verifier.judge.languages import language_of, script_of
from verifier.judge.likeness import ENOUGH_WORDS
from verifier.judge.redirects import SLUG_AGREES, named_document_lost
from verifier.judge.weights import TitleWeights
from verifier.model.observation import Observation, Page
from verifier.model.text import fold, tokens
from verifier.model.verdict import PageClass

LOW_SCORE = 50.0
COVERED = 0.55
ENOUGH_TEXT = 1_500
"""Characters of visible text. All three: design/identity.md."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The measures that have to agree before a mismatch is said."""

    score: float | None
    """0 to 100: the best resemblance of any title; None where the page has none."""
    field: str | None
    """The title that it belongs to."""
    coverage: float
    """0 to 1: how much of the cited title the page speaks of."""
    slug: float
    """0 to 1: how much the final address speaks of the cited title."""
    text_length: int
    own_headline: bool
    """Whether the page has a title of three content words or more."""
    content: int
    """Content words of the cited title."""
    number_differs: bool
    foreign: bool
    """Whether the cited title is in another language or script than the page, and may be a translation."""
    lost: bool
    """Whether the address named the document and led elsewhere."""

    def reason(self, page_class: PageClass | None) -> str:
        """The word of `REASONS` for a page none of whose titles is the cited one."""
        low = (self.score or 0.0) < LOW_SCORE
        if self.lost and low:
            return "redirected-elsewhere"
        doubts = (
            (page_class is PageClass.HOME_PAGE, "not-a-document"),
            (self.number_differs and (self.score or 0.0) >= 80.0, "number-differs"),
            (not low, "other-headline"),
            (self.coverage >= COVERED, "described"),
            (self.slug >= SLUG_AGREES, "other-headline"),
            (self.foreign, "language"),
            (self.content < ENOUGH_WORDS, "too-short"),
            (not self.own_headline, "no-headline"),
            (self.text_length < ENOUGH_TEXT, "too-little-text"),
        )
        return next((reason for doubtful, reason in doubts if doubtful), "title-differs")

    def sentences(self) -> tuple[str, ...]:
        """What was measured."""
        likeness = (
            ""
            if self.score is None
            else f"The likest title ({self.field}) resembles it by {self.score:.0f} of 100. "
        )
        return (
            f"{likeness}{self.coverage:.0%} of the cited title's words stand on the page"
            f" ({self.text_length} characters), and its address agrees by {self.slug:.0%}.",
        )


def gather(contest: Contest, observation: Observation, page: Page, weights: TitleWeights) -> Evidence:
    """Measure what a page says about a cited title beside its own titles."""
    content, closest, exchange = contest.cited.content, contest.closest, observation.exchange
    covered = coverage(content, page.words, weights)
    return Evidence(
        score=closest.score if closest else None,
        field=closest.title.field if closest else None,
        coverage=covered,
        slug=slug_agreement(content, exchange.final_url, weights),
        text_length=page.text_length,
        own_headline=any(
            contender.content >= ENOUGH_WORDS
            for contender in contest.contenders
            if contender.title.field not in HEADING_FIELDS
        ),
        content=len(content),
        number_differs=contest.number_differs,
        foreign=_is_foreign(contest, page, covered),
        lost=named_document_lost(exchange, content, weights),
    )


def _is_foreign(contest: Contest, page: Page, covered: float) -> bool:
    """Another script is foreign; another language only where names or numbers of the title stand on
    the page: an unrelated title in another language is simply another title."""
    said = " ".join(contender.title.text for contender in contest.contenders[:5])
    cited_script, page_script = script_of(fold(contest.cited.text)), script_of(fold(said))
    if cited_script and page_script and cited_script != page_script:
        return True
    cited, found = language_of(contest.cited.words), language_of(tokens(page.lead))
    return covered > 0.0 and cited is not None and found is not None and cited != found
