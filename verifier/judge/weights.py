"""How much a word of a title tells: the rarer in the corpus' own titles, the more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from verifier.judge.languages import STOPWORDS
from verifier.model.text import tokens


@dataclass(frozen=True, slots=True)
class TitleWeights:
    """Weights of words by inverse document frequency (Spärck Jones 1972)."""

    documents: int = 0
    """Titles counted."""
    frequency: Mapping[str, int] = field(default_factory=dict)
    """Titles in which a word stands."""

    @staticmethod
    def from_titles(titles: Iterable[str]) -> TitleWeights:
        """Count the words of the corpus' own titles, each title once per spelling."""
        frequency: Counter[str] = Counter()
        documents = 0
        for title in set(titles):
            documents += 1
            frequency.update(set(tokens(title[:500])))
        return TitleWeights(documents, dict(frequency))

    def of(self, word: str) -> float:
        """At least 1; the same for every word where no titles were counted."""
        if not self.documents:
            return 1.0
        return 1.0 + math.log((1 + self.documents) / (1 + self.frequency.get(word, 0)))


def content_words(words: Iterable[str]) -> tuple[str, ...]:
    """The distinct words that say what a title is about, in order: no small words, no single letters."""
    return tuple(
        dict.fromkeys(
            word
            for word in words
            if word not in STOPWORDS and (len(word) > 1 or not word.isascii() or word.isdigit())
        )
    )
