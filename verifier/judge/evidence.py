"""What speaks for and against a page where no title of it is the cited one."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.judge.contest import HEADING_FIELDS, Contender, Contest
from verifier.judge.coverage import coverage, slug_agreement
from verifier.judge.languages import SMALL_WORDS, language_of, may_be, script_of
from verifier.judge.likeness import ENOUGH_WORDS
from verifier.judge.names import DESCRIBING, is_generic
from verifier.judge.redirects import SLUG_AGREES, named_document_lost
from verifier.judge.weights import TitleWeights
from verifier.model.observation import Observation, Page
from verifier.model.text import squeeze, tokens
from verifier.model.verdict import PageClass

LOW_SCORE = 60.0
"""Measured for a similarity of content words; design/identity.md has 50 for one of whole titles."""
COVERED = 0.55
WELL_COVERED = 0.7
UNLIKE = 50.0
LARGE_VOCABULARY = 600
"""In a long text half of any title's words stand by chance: where neither a title nor the address is like
the cited title, more of them are needed (`python -m bench.identity`)."""
ENOUGH_TEXT = 1_500
"""Characters of visible text. Both: design/identity.md."""
ENOUGH_ARTICLE = 500
ENOUGH_OWN_TEXT = 1_000
"""Characters outside links: what a page has beside its navigation tells more."""
HARDLY_COVERED = 0.25
"""A page whose metadata call it an article shows its headline and summary even where the text is cut:
less text is enough then, if hardly a word of the cited title stands in it."""

_SHOW_WHAT_IS_THERE = frozenset({PageClass.DOCUMENT, PageClass.HOME_PAGE})
"""Behind a login, a wall or a question for consent the document may still be there."""
_NAMES_COVER = 0.2
"""Share of a translated title that its names and numbers make up."""


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
    vocabulary: int
    """Distinct words on the page."""
    text_length: int
    own_text: float
    """Characters outside links."""
    article: bool
    """Whether the page's metadata call it an article."""
    own_headline: bool
    """Whether the page has a title that is more than a name or a kind of page."""
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
        if self.lost and low and not self.described and page_class in _SHOW_WHAT_IS_THERE:
            return "redirected-elsewhere"
        doubts = (
            (page_class is not PageClass.DOCUMENT, "not-a-document"),
            (self.number_differs and (self.score or 0.0) >= 80.0, "number-differs"),
            (self.content == 0, "too-short"),
            (self.described, "described"),
            (not low, "other-headline"),
            (self.slug >= SLUG_AGREES, "other-headline"),
            (self.foreign, "language"),
            (self.too_short, "too-short"),
            (not self.own_headline, "no-headline"),
            (not self.enough_text, "too-little-text"),
        )
        return next((reason for doubtful, reason in doubts if doubtful), "title-differs")

    @property
    def described(self) -> bool:
        """Whether the page speaks of what the cited title names."""
        by_chance = self.vocabulary >= LARGE_VOCABULARY and (self.score or 0.0) < UNLIKE and not self.slug
        return self.coverage >= (WELL_COVERED if by_chance else COVERED)

    @property
    def too_short(self) -> bool:
        """Whether the cited title says too little: fewer than three words are enough only if none of them
        is anywhere on the page or in its address."""
        return self.content < ENOUGH_WORDS and (self.content == 0 or self.coverage + self.slug > 0.0)

    @property
    def enough_text(self) -> bool:
        """Whether the page shows enough to be another document."""
        cut = self.article and self.coverage < HARDLY_COVERED and self.text_length >= ENOUGH_ARTICLE
        unlike = self.own_text >= ENOUGH_OWN_TEXT and self.coverage < HARDLY_COVERED
        return cut or unlike or self.text_length >= ENOUGH_TEXT

    def sentences(self) -> tuple[str, ...]:
        """What was measured."""
        likeness = (
            ""
            if self.score is None
            else f"The likest title ({self.field}) resembles it by {self.score:.0f} of 100. "
        )
        text = f"of the cited title's words stand on the page ({self.text_length} characters)"
        return (f"{likeness}{self.coverage:.0%} {text}, and its address agrees by {self.slug:.0%}.",)


def gather(contest: Contest, observation: Observation, page: Page, weights: TitleWeights) -> Evidence:
    """Measure what a page says about a cited title beside its own titles."""
    content, closest, exchange = contest.cited.content, contest.closest, observation.exchange
    telling = [word for word in content if word not in DESCRIBING]
    covered = coverage(telling if len(telling) >= ENOUGH_WORDS else content, page.words, weights)
    return Evidence(
        score=closest.score if closest else None,
        field=closest.title.field if closest else None,
        coverage=covered,
        slug=slug_agreement(content, exchange.final_url, weights),
        vocabulary=len(page.words),
        text_length=page.text_length,
        own_text=page.own_text,
        article=page.rich,
        own_headline=any(_is_headline(contender) for contender in contest.contenders),
        content=len(content),
        number_differs=contest.number_differs,
        foreign=_is_foreign(contest, page, covered),
        lost=named_document_lost(exchange, content, weights),
    )


def _is_headline(contender: Contender) -> bool:
    if contender.title.field in HEADING_FIELDS or contender.title.field == "text:start":
        return False
    return contender.content > 0 and not is_generic(contender.title.text[:200])


def _is_foreign(contest: Contest, page: Page, covered: float) -> bool:
    """Whether the cited title may be a translation of the page's.

    A corpus in English cites pages in other scripts by English titles; between languages of one script
    names or numbers of the title then stand on the page. An unrelated title in another language is
    simply another title.
    """
    cited_script, page_script = script_of(contest.cited.key), script_of(squeeze(page.lead))
    if cited_script and page_script and cited_script != page_script:
        return cited_script == "latin" and may_be("en", contest.cited.words)
    cited, found = language_of(contest.cited.words, least=2), _language(page)
    return covered >= _NAMES_COVER and cited is not None and found is not None and cited != found


def _language(page: Page) -> str | None:
    """What the page declares, else what its text gives away."""
    declared = (page.language or "").replace("_", "-").partition("-")[0].lower()
    return declared if declared in SMALL_WORDS else language_of(tokens(page.lead), least=5)
