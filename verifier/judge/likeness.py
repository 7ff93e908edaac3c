"""How one cited title and one title of a page are alike. Knows neither pages nor citations.

`token_set_ratio` gives 100 to any subset, so a resemblance counts only with enough words on both sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from verifier.judge.numbers import numbers_in
from verifier.judge.weights import content_words
from verifier.model.text import fold, squeeze, tokens

ENOUGH_WORDS = 3
"""Content words below which a title is too short to be told by a part of it (identity.md)."""
KINDS = ("exact", "affix", "truncated", "small-edit", "similar")
"""Ways of being alike, best first."""

_REMEMBERED = 256
"""Titles: a page says the same one in several fields."""
_PARTS = re.compile(r"\s*[|·•»«]\s*|\s+[–—-]+\s*|\s*::\s*|:\s+|\s+[(\[](?=[^()\[\]]{1,40}[)\]]\s*$)")
"""Where a title falls into parts; a bracket at its end opens one too."""
_LONGEST_AFFIX = 5
"""Words of a part that may be a publisher's name."""
_HALF = 0.5
_LEAST_KEPT = 4
"""Content words of what is kept: fewer may be a newspaper's name, which stands on each of its pages."""
_KEPT = 0.6
"""Share of the letters that has to stay when the part before is taken off; of what comes first, half."""
_MOST = 0.75
"""Share of the letters at which a part is the title in all but name."""
_RUN = 5
"""Words in a row, small ones counted, that stand in two titles by no chance."""
_LONG_BEGINNING = 12
"""Letters from which four words at a title's beginning are not there by chance."""
_SMALL_EDIT = 0.88
_REORDERED = 92.0
"""Likeness of two titles' words in alphabetical order, 0 to 100: some changed places, one is misspelt."""
_SHORTEST_EDITED = 6
"""Letters: a changed one in fewer makes another word."""
_LONGEST_WITHOUT_PLURAL = 4
"""Letters: an "s" at the end of fewer is a part of the word ("gas", "news")."""
_COMPARED = 600
"""Characters of a title that are compared; the longest real one in the corpora has 300."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One title, prepared for comparison."""

    text: str
    key: str
    """Letters and digits alone."""
    words: tuple[str, ...]
    content: tuple[str, ...]
    numbers: frozenset[str]
    whole: bool = True
    """False where a part was taken off."""

    @staticmethod
    @lru_cache(_REMEMBERED)
    def of(text: str, *, whole: bool = True) -> Wording:
        """Prepare a title as written; character references left in it are read."""
        cut = unescape(unescape(text[:_COMPARED])) if "&" in text else text[:_COMPARED]
        words = tuple(tokens(cut))
        return Wording(cut, squeeze(cut), words, content_words(words), numbers_in(fold(cut)), whole)


def variants(text: str, names: frozenset[str]) -> list[Wording]:
    """A title whole, and without the part at either end that is a name.

    `names` are squeezed names of the site and the publisher. A part that is none of them is taken
    off only if it is short and most of the title stays: "X - The New York Times" must not leave the
    newspaper's name.
    """
    whole = Wording.of(text)
    return [whole, *_shortened(whole, names)]


def undoubled(title: str) -> str:
    """The title without a part that says what the part before it said: "Acme - Acme", "Acme (Acme)"."""
    cuts = list(_PARTS.finditer(title[:_COMPARED]))
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(title)]
    keys = [squeeze(title[start:end]) for start, end in zip(starts, ends, strict=True)]
    for second in range(1, len(keys)):
        if keys[second] and keys[second] == keys[second - 1]:
            return title[: ends[second - 1]] + title[ends[second] :].lstrip(")]")
    return title


def is_first_part(cited: str, title: str) -> bool:
    """Whether a cited title of two content words or more is what another title says first."""
    cut, one = _PARTS.search(title[:_COMPARED]), Wording.of(cited)
    return cut is not None and squeeze(title[: cut.start()]) == one.key and len(one.content) > 1


def _shortened(whole: Wording, names: frozenset[str]) -> Iterator[Wording]:
    cuts = list(_PARTS.finditer(whole.text))
    if not cuts:
        return
    for kept, removed, share in (
        (whole.text[: cuts[-1].start()], whole.text[cuts[-1].end() :], _HALF),
        (whole.text[cuts[0].end() :], whole.text[: cuts[0].start()], _KEPT),
    ):
        rest = squeeze(kept)
        named = squeeze(removed) in names
        one = Wording.of(kept, whole=False)
        enough = len(one.content) >= _LEAST_KEPT and len(rest) >= share * len(whole.key)
        short = enough and len(tokens(removed)) <= _LONGEST_AFFIX
        if rest and rest not in names and (named or short):
            yield one


def resemblance(cited: Wording, found: Wording) -> float:
    """0 to 100: the order-free similarity of the content words.

    With fewer than three of them on a side a subset proves nothing, and order and length count.
    """
    one, other = " ".join(cited.content), " ".join(found.content)
    if min(len(cited.content), len(found.content)) < ENOUGH_WORDS:
        return fuzz.token_sort_ratio(one, other)
    return fuzz.token_set_ratio(one, other)


def liken(cited: Wording, found: Wording, *, addressed: bool = False) -> str | None:
    """The way in which two titles are the same title (`KINDS`), None where they are not.

    `addressed`: the page's address vouches for the cited title, so that a short part is enough.
    """
    if not cited.key or not found.key:
        return None
    if cited.key == found.key:
        return "exact" if cited.whole and found.whole else "affix"
    if _is_part(cited, found, addressed):
        return "truncated"
    if _is_part(found, cited, short_is_enough=False) and _is_most(found, cited):
        return "affix"
    if _slightly_different(cited, found):
        return "small-edit"
    return "similar" if _much_in_common(cited, found) else None


def _is_part(part: Wording, whole: Wording, short_is_enough: bool) -> bool:
    """Whether a title of enough words stands unbroken in another; a beginning may end inside a word."""
    begins = whole.key.startswith(part.key)
    if begins and len(part.words) > ENOUGH_WORDS and len(part.key) >= _LONG_BEGINNING:
        return True
    inside = f" {' '.join(part.words)} " in f" {' '.join(whole.words)} "
    if inside and len(part.words) >= _RUN:
        return True
    first, more = whole.content[: len(part.content)], len(whole.content) > len(part.content)
    if first == part.content and more and len(first) >= ENOUGH_WORDS:
        return True
    if not short_is_enough and len(part.content) < ENOUGH_WORDS and len(part.key) < _MOST * len(whole.key):
        return False
    return begins or inside


def _is_most(found: Wording, cited: Wording) -> bool:
    """Whether a page's title is so much of the cited one that the rest is a name; the name of a big
    newspaper is half of many a short title, and stands on each of its pages."""
    share = len(found.key) / len(cited.key)
    return share >= (_HALF if len(found.content) >= _LEAST_KEPT else _MOST)


def _slightly_different(cited: Wording, found: Wording) -> bool:
    if min(len(cited.key), len(found.key)) < _SHORTEST_EDITED:
        return False
    if Levenshtein.normalized_similarity(cited.key, found.key) >= _SMALL_EDIT:
        return True
    one, other = Counter(cited.words), Counter(found.words)
    changed = (one - other).total() + (other - one).total()
    if min(len(cited.words), len(found.words)) <= ENOUGH_WORDS:
        return one == other
    sorted_alike = fuzz.token_sort_ratio(" ".join(cited.words), " ".join(found.words))
    return changed <= 1 or sorted_alike >= _REORDERED


def _much_in_common(cited: Wording, found: Wording) -> bool:
    common = len(set(map(_singular, cited.content)) & set(map(_singular, found.content)))
    return common >= 4 and common >= 0.8 * len(cited.content) and common >= 0.6 * len(found.content)


def _singular(word: str) -> str:
    """Without the "s" of a plural or a possessive, where more than a few letters are left."""
    return word[:-1] if len(word) > _LONGEST_WITHOUT_PLURAL and word.endswith("s") else word
