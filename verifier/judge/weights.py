"""How much a word of a title tells: the rarer in the corpus' own titles, the more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from verifier.judge.languages import STOPWORDS
from verifier.model.text import token_lists


class TitleWeights:
    """Weights of words by inverse document frequency (Spärck Jones 1972) in the corpus' own titles, each
    title once per spelling. They are gone through when the first one is asked for."""

    def __init__(self, titles: Iterable[str] = ()) -> None:
        self._titles = titles

    def of(self, word: str) -> float:
        """At least 1; the same for every word where there are no titles."""
        documents, frequency = self._counted
        return 1.0 + math.log((1 + documents) / (1 + frequency[word])) if documents else 1.0

    @cached_property
    def _counted(self) -> tuple[int, Counter[str]]:
        """The number of titles, and in how many of them a word stands."""
        titles, frequency = frozenset(self._titles), Counter[str]()
        for words in token_lists([title[:500] for title in titles]):
            frequency.update(set(words))
        self._titles = ()
        return len(titles), frequency


def content_words(words: Iterable[str]) -> tuple[str, ...]:
    """The distinct words that say what a title is about, in order: no small words, no single letters."""
    return tuple(
        dict.fromkeys(
            word
            for word in words
            if word not in STOPWORDS and (len(word) > 1 or not word.isascii() or word.isdigit())
        )
    )
