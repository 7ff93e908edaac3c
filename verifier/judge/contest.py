"""The contest of a page's titles: which of them is most like the cited one, and how.

A number of the cited title that the page's titles contradict rules every likeness out but the exact one.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from verifier.judge.likeness import ENOUGH_WORDS, KINDS, Wording, liken, resemblance, variants
from verifier.judge.numbers import contradict
from verifier.judge.weights import content_words
from verifier.model.observation import Page, TitleCandidate
from verifier.model.text import squeeze, tokens

TEXT_FIELDS = frozenset({"pdf:page1", "text:start"})
"""Fields that hold the beginning of a text, in which a title may stand."""
HEADING_FIELDS = frozenset({"block", "h2"})
"""Fields that may be headings of anything on the page: they can be the cited title, but no evidence
that the page has another one."""
_HEADING_WORDS = {"exact": 2, "affix": 3, "truncated": 4, "small-edit": 3, "similar": 5}
"""Content words that the cited title needs to be found in such a heading."""
_RESEMBLES = 80.0
_SHORTEST_IN_TEXT = 15
"""Letters: shorter titles stand in a text by chance."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One title of the page against the cited one."""

    title: TitleCandidate
    score: float
    """0 to 100, `likeness.resemblance`."""
    kind: str | None
    """`likeness.KINDS` or "in-text"; None where they are not the same title."""
    numbers: frozenset[str]
    needed: frozenset[str]
    """The numbers of the cited title, or of that part of it that is alike."""
    content: int
    """Content words."""

    @property
    def rank(self) -> tuple[int, float]:
        """For sorting, best first."""
        order = (*KINDS, "in-text")
        return (order.index(self.kind) if self.kind else len(order), -self.score)


@dataclass(frozen=True, slots=True)
class Contest:
    """All titles of a page against one cited title."""

    cited: Wording
    contenders: tuple[Contender, ...]
    """Best first."""
    contradicted: bool
    """True where a title very like the cited one has other numbers."""
    missing: frozenset[str]
    """Numbers of the cited title that stand neither on the page nor in its titles."""

    @property
    def winner(self) -> Contender | None:
        """The title that is the cited one; None where there is none, or where numbers differ."""
        best = self.contenders[0] if self.contenders else None
        if best is None or best.kind is None:
            return None
        if self.contradicted and not self.cited.numbers <= best.numbers:
            return None
        return None if self.missing & best.needed else best

    @property
    def number_differs(self) -> bool:
        """Whether a number or year speaks against the page."""
        return self.contradicted or bool(self.missing)

    @property
    def closest(self) -> Contender | None:
        """The page's own title with the highest score, whatever it means."""
        own = [contender for contender in self.contenders if contender.title.field not in HEADING_FIELDS]
        return max(own or self.contenders, key=lambda contender: contender.score, default=None)


def hold(cited: str, page: Page, names: frozenset[str], *, addressed: bool = False) -> Contest:
    """Let every title of `page` contend; `names` are squeezed names of the site.

    `addressed` says that the page's address speaks of all of the cited title: a short one is then
    told by a part of a title too.
    """
    mine = variants(cited, names)
    contenders = sorted(
        (
            _contend(mine, title, names, addressed)
            for title in page.titles
            if squeeze(title.text[:200]) not in names
        ),
        key=lambda contender: contender.rank,
    )
    contradicted = any(_contradicted(mine[0], contender) for contender in contenders)
    return Contest(mine[0], tuple(contenders), contradicted, _missing(mine[0], contenders, page))


def _contend(mine: list[Wording], title: TitleCandidate, names: frozenset[str], addressed: bool) -> Contender:
    if title.field in TEXT_FIELDS:
        return _contend_text(mine[0], title)
    theirs = variants(title.text, names)
    heading = title.field in HEADING_FIELDS
    likes = [
        (kind, one)
        for one in mine
        for other in theirs
        if (kind := liken(one, other, addressed=addressed)) is not None
    ]
    if heading:
        likes = [(kind, one) for kind, one in likes if len(one.content) >= _HEADING_WORDS[kind]]
    score = max(resemblance(mine[0], other) for other in theirs)
    kind, one = min(likes, key=lambda like: KINDS.index(like[0])) if likes else (None, mine[0])
    score = 100.0 if kind == "exact" else score
    return Contender(title, round(score, 1), kind, theirs[0].numbers, one.numbers, len(theirs[0].content))


def _contend_text(mine: Wording, title: TitleCandidate) -> Contender:
    words = content_words(tokens(title.text))
    inside = len(mine.content) >= ENOUGH_WORDS and len(mine.key) >= _SHORTEST_IN_TEXT
    kind = "in-text" if inside and mine.key in squeeze(title.text) else None
    score = fuzz.token_set_ratio(" ".join(mine.content), " ".join(words))
    return Contender(title, 100.0 if kind else round(score, 1), kind, mine.numbers, mine.numbers, len(words))


def _missing(cited: Wording, contenders: list[Contender], page: Page) -> frozenset[str]:
    there = {word.lstrip("0") or "0" for word in page.words if word.isdigit()}
    return cited.numbers.difference(there, *(contender.numbers for contender in contenders))


def _contradicted(cited: Wording, contender: Contender) -> bool:
    like = contender.kind is not None or contender.score >= _RESEMBLES
    heading = contender.title.field in HEADING_FIELDS | TEXT_FIELDS
    return like and not heading and contradict(cited.numbers, contender.numbers)
