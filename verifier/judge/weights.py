"""How much a word of a title tells: the rarer in the corpus' own titles, the more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from verifier.judge.languages import STOPWORDS
from verifier.model.text import tokens


class TitleWeights:
    """Weights of words by inverse document frequency (Spärck Jones 1972) in the corpus' own titles, each
    title once per spelling. They are counted when the first one is asked for."""

    def __init__(self, titles: Iterable[str] = ()) -> None:
        self._titles = frozenset(titles)
        self._frequency: Counter[str] | None = None

    def of(self, word: str) -> float:
        """At least 1; the same for every word where there are no titles."""
        if not self._titles:
            return 1.0
        if self._frequency is None:
            self._frequency = Counter()
            for title in self._titles:
                self._frequency.update(set(tokens(title[:500])))
        return 1.0 + math.log((1 + len(self._titles)) / (1 + self._frequency[word]))


def content_words(words: Iterable[str]) -> tuple[str, ...]:
    """The distinct words that say what a title is about, in order: no small words, no single letters."""
    return tuple(
        dict.fromkeys(
            word
            for word in words
            if word not in STOPWORDS and (len(word) > 1 or not word.isascii() or word.isdigit())
        )
    )
