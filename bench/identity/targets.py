"""The targets of design/identity.md, and what is reached of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.identity.open_data import load_pages, load_pairs, load_specials
from verifier.judge.titles import compare
from verifier.model.citation import Claim
from verifier.model.verdict import Identity, PageClass

PLAIN = (
    "exact",
    "publisher_affix",
    "case",
    "typography",
    "entities",
    "small_edit",
    "truncated",
    "truncated_chars",
)
_LABELLED_MIX = (
    (0.60, (*PLAIN, "subtitle_dropped")),
    (0.17, ("real_headline_variant",)),
    (0.23, ("llm_description",)),
)
"""How real citations are distributed over the kinds (design/identity.md)."""
_NO_DOCUMENTS = frozenset(PageClass) - {PageClass.DOCUMENT, PageClass.HOME_PAGE}


@dataclass(frozen=True, slots=True)
class Target:
    """One demand and what was measured."""

    what: str
    share: float
    """0 to 1."""
    n: int
    demand: float
    """0 to 1."""
    at_least: bool
    """Whether `demand` is a floor; else it is a ceiling."""

    @property
    def holds(self) -> bool:
        """Whether the demand is met."""
        return self.share >= self.demand if self.at_least else self.share <= self.demand


class Said:
    """What was said of all pairs."""

    def __init__(self, titles: Path) -> None:
        """Judge the pairs of the data in `titles`."""
        self._counts: dict[str, Counter[Identity]] = {}
        for pair in load_pairs(titles):
            self._counts.setdefault(pair.kind, Counter())[pair.judged().identity] += 1

    def share(self, identity: Identity, *kinds: str) -> tuple[float, int]:
        """How often it was said of pairs of these kinds, and how many there are."""
        counts = [self._counts[kind] for kind in kinds]
        n = sum(count.total() for count in counts)
        return sum(count[identity] for count in counts) / n, n

    def at_most(self, what: str, demand: float, identity: Identity, *kinds: str) -> Target:
        """The demand that it is said at most so often."""
        return Target(what, *self.share(identity, *kinds), demand, at_least=False)

    def at_least(self, what: str, demand: float, identity: Identity, *kinds: str) -> Target:
        """The demand that it is said at least so often."""
        return Target(what, *self.share(identity, *kinds), demand, at_least=True)


def targets(titles: Path) -> list[Target]:
    """All of them, over the data in the folder `titles`."""
    return [*_pairs(Said(titles)), *_walls(titles), _documents(titles)]


def _pairs(said: Said) -> Iterable[Target]:
    match, mismatch = Identity.MATCH, Identity.MISMATCH
    weighted = sum(weight * said.share(mismatch, *kinds)[0] for weight, kinds in _LABELLED_MIX)
    n = sum(said.share(mismatch, *kinds)[1] for _, kinds in _LABELLED_MIX)
    return (
        said.at_most(
            "mismatch said of a correct citation, plain kinds", 0.001, mismatch, *PLAIN, "subtitle_dropped"
        ),
        said.at_most("… another real headline", 0.02, mismatch, "real_headline_variant"),
        said.at_most("… a description", 0.03, mismatch, "llm_description"),
        Target("… weighted to the labelled mix (60/17/23)", weighted, n, 0.01, at_least=False),
        said.at_least("mismatch found, random title", 0.95, mismatch, "random"),
        said.at_least("… of the same host", 0.85, mismatch, "same_host"),
        said.at_least("… nearest title of the corpus", 0.55, mismatch, "corpus_title_nearest"),
        said.at_least("… invention on the same topic", 0.40, mismatch, "hallucination_same_topic"),
        said.at_least("match found, plain kinds", 0.99, match, *PLAIN),
        said.at_most("match said of a random title", 0.005, match, "random"),
        said.at_most("… of a title of the same host", 0.01, match, "same_host"),
        said.at_most("… of another number or year", 0.10, match, "number_changed"),
    )


def _walls(titles: Path) -> Iterable[Target]:
    specials = [page for _, page in load_specials(titles)]
    said = Counter(
        compare(Claim(page.url, page.title), page.observation, page.page_class).identity for page in specials
    )
    n, classed = len(specials), sum(page.page_class in _NO_DOCUMENTS for page in specials)
    return (
        Target("walls and error pages called match", said[Identity.MATCH] / n, n, 0.0, at_least=False),
        Target("… called mismatch", said[Identity.MISMATCH] / n, n, 0.03, at_least=False),
        Target("… classed as what they are", classed / n, n, 0.92, at_least=True),
    )


def _documents(titles: Path) -> Target:
    pages = load_pages(titles).values()
    wrong = sum(page.page_class in _NO_DOCUMENTS for page in pages)
    what = "real documents classed as a wall or an error page"
    return Target(what, wrong / len(pages), len(pages), 0.002, at_least=False)


def table(found: Sequence[Target]) -> list[str]:
    """As a Markdown table."""
    lines = ["| what | reached | n | demand | |", "|---|---|---|---|---|"]
    for target in found:
        sign = "≥" if target.at_least else "≤"
        reached = f"{target.share:.1%} | {target.n:,} | {sign} {target.demand:.1%}"
        lines.append(f"| {target.what} | {reached} | {'holds' if target.holds else '**missed**'} |")
    return lines
