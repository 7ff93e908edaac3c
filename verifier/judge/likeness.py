"""How one cited title and one title of a page are alike. Knows neither pages nor citations.

`token_set_ratio` gives 100 to any subset, so a resemblance counts only with enough words on both sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import accumulate

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from verifier.judge.languages import NEGATIONS, STOPWORDS
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
_RUN = 6
"""Words in a row, small ones counted and two that are not, that stand in two titles by no chance."""
_LONG_BEGINNING = 12
"""Letters from which four words at a title's beginning are not there by chance."""
_CUT_TITLE = 30
"""Letters from which a title may be cut within a word."""
_ROMAN = re.compile(r"(?:x{0,3}(?:ix|iv|vi{0,3}|i{1,3})|x{1,3})")
_SMALL_EDIT = 0.88
_SHORTEST_SLIP = 6
"""Letters of a word in which a slip may be: "Iran" is no misspelt "Iraq"."""
_TWO_SLIPS = 10
"""Letters of a word in which there may be two."""
_SHORTEST_EDITED = 6
"""Letters: a changed one in fewer makes another word."""
_LONGEST_WITHOUT_PLURAL = 4
"""Letters: an "s" at the end of fewer is a part of the word ("gas", "news")."""
_REVERSING = frozenset(
    "retraction retracted retractionto fake hoax false satire parody debunked withdrawn erratum correction"
    " corrigendum rumor rumour factcheck".split()
)
"""What, before a title, makes it the title of another document."""
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
    cut: str = ""
    """The letters of a part that was taken off and is no known name."""
    reversing: frozenset[str] = frozenset()
    """Parts, one that was taken off too, which make it the title of another document."""

    @property
    def negations(self) -> frozenset[str]:
        """The words that turn a title into its opposite."""
        return NEGATIONS.intersection(self.words)

    @property
    def marks(self) -> frozenset[str]:
        """Letters and Roman numerals that tell one of a series from the others ("Hepatitis B", "Part II")."""
        marks = (word for word in self.words if len(word) == 1 or _ROMAN.fullmatch(word))
        return frozenset(mark for mark in marks if not mark.isdigit()) - STOPWORDS - {"i"}

    @staticmethod
    @lru_cache(_REMEMBERED)
    def of(text: str, *, whole: bool = True, cut: str = "") -> Wording:
        """Prepare a title as written; character references left in it are read."""
        read = unescape(unescape(text[:_COMPARED])) if "&" in text else text[:_COMPARED]
        words = tuple(tokens(read))
        parts = {cut, *map(squeeze, _PARTS.split(read))} if cut or _PARTS.search(read) else set()
        return Wording(
            read,
            squeeze(read),
            words,
            content_words(words),
            numbers_in(fold(read)),
            whole,
            cut,
            _REVERSING & parts,
        )


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
    parts = [fold(title[start:end].strip(" ()[]")) for start, end in zip(starts, ends, strict=True)]
    for second in range(1, len(parts)):
        if parts[second] and parts[second] == parts[second - 1]:
            return title[: ends[second - 1]] + title[ends[second] :].lstrip(")]")
    return title


def is_first_part(cited: str, title: str, names: Collection[str]) -> bool:
    """Whether a cited title of two content words or more is what another title says first, and the rest of
    that is one of the squeezed `names`."""
    cut, one = _PARTS.search(title[:_COMPARED]), Wording.of(cited)
    if cut is None or len(one.content) < 2:
        return False
    return squeeze(title[: cut.start()]) == one.key and squeeze(title[cut.end() :]) in names


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
        one = Wording.of(kept, whole=False, cut="" if named else squeeze(removed))
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


def liken(  # noqa: PLR0911 - one for each way
    cited: Wording, found: Wording, *, addressed: bool = False
) -> str | None:
    """The way in which two titles are the same title (`KINDS`), None where they are not.

    `addressed`: the page's address vouches for the cited title, so that a short part is enough.
    """
    if not cited.key or not found.key or (cited.cut and found.cut and cited.cut != found.cut):
        return None
    if cited.reversing != found.reversing:
        return None
    if cited.key == found.key:
        return "exact" if cited.whole and found.whole else "affix"
    if cited.cut or found.cut:
        # "Report: Kenya" is not "Report: Nigeria"; but a slip may stand before "| Name of the site".
        nothing_more = not cited.cut and set(cited.content) <= set(found.content)
        return "small-edit" if nothing_more and _slightly_different(cited, found) else None
    if _is_part(cited, found, addressed):
        return "truncated"
    if _is_part(found, cited, short_is_enough=False) and _is_most(found, cited):
        return "affix"
    if _slightly_different(cited, found):
        return "small-edit"
    return "similar" if _much_in_common(cited, found) else None


def _is_part(part: Wording, whole: Wording, short_is_enough: bool) -> bool:
    """Whether a title of enough words stands unbroken in another; a long beginning may end inside a word."""
    begins = whole.key.startswith(part.key)
    inside = f" {' '.join(part.words)} " in f" {' '.join(whole.words)} "
    if begins and len(part.key) < _CUT_TITLE and not _ends_with_a_word(part, whole):
        return False
    if not begins and not short_is_enough and _stands_as_a_name(part, whole):
        return False
    if begins and len(part.words) > ENOUGH_WORDS and len(part.key) >= _LONG_BEGINNING:
        return True
    if inside and not begins and _is_denied(part, whole):
        return False
    return _is_telling_part(part, whole, inside) or (
        (begins or inside) and (short_is_enough or _is_much(part, whole))
    )


def _is_telling_part(part: Wording, whole: Wording, inside: bool) -> bool:
    """Whether a part says enough by itself."""
    if inside and len(part.words) >= _RUN and len(part.content) > 1:
        return True
    first, more = whole.content[: len(part.content)], len(whole.content) > len(part.content)
    return first == part.content and more and len(first) >= ENOUGH_WORDS and part.negations == whole.negations


def _is_much(part: Wording, whole: Wording) -> bool:
    return len(part.content) >= ENOUGH_WORDS or len(part.key) >= _MOST * len(whole.key)


def _stands_as_a_name(part: Wording, whole: Wording) -> bool:
    """Whether a part stands at the end, set apart, after what is longer: where the site's name stands."""
    cuts = list(_PARTS.finditer(whole.text))
    if not cuts or squeeze(whole.text[cuts[-1].end() :]) != part.key:
        return False
    return len(whole.key) > 2 * len(part.key)


def _ends_with_a_word(part: Wording, whole: Wording) -> bool:
    """Whether what a title begins with ends where one of its words does."""
    return any(len(part.key) == end for end in accumulate(len(word) for word in _runs(whole)))


def _runs(title: Wording) -> list[str]:
    return [squeeze(run) for run in re.split(r"[^\w'’]+", title.text) if run]


def _is_most(found: Wording, cited: Wording) -> bool:
    """Whether a page's title is so much of the cited one that the rest is a name; the name of a big
    newspaper is half of many a short title, and stands on each of its pages."""
    share = len(found.key) / len(cited.key)
    return share >= (_HALF if len(found.content) >= _LEAST_KEPT else _MOST)


def _is_denied(part: Wording, whole: Wording) -> bool:
    """Whether "no" stands right before a part of a title."""
    before, _, _ = f" {' '.join(whole.words)} ".partition(f" {' '.join(part.words)} ")
    return before.rpartition(" ")[2] in NEGATIONS


def _slightly_different(cited: Wording, found: Wording) -> bool:
    if min(len(cited.key), len(found.key)) < _SHORTEST_EDITED or cited.negations != found.negations:
        return False
    if cited.marks != found.marks:
        return False
    left, right = _unshared(cited.words, found.words)
    misspelt = _is_misspelt(left, right, more=min(len(cited.content), len(found.content)) > ENOUGH_WORDS)
    if misspelt and Levenshtein.normalized_similarity(cited.key, found.key) >= _SMALL_EDIT:
        return True
    if len(left) + len(right) <= 1 and min(len(cited.words), len(found.words)) > ENOUGH_WORDS:
        # One word more: what both have stands in the same order but for neighbours.
        return _in_order(cited.words, found.words, left, right)
    return (misspelt or not left + right) and _in_order(cited.words, found.words, left, right)


def _unshared(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that only one of two titles has."""
    mine, theirs = Counter(one), Counter(other)
    return list((mine - theirs).elements()), list((theirs - mine).elements())


def _is_misspelt(left: Sequence[str], right: Sequence[str], *, more: bool = False) -> bool:
    """Whether what only one of two titles has is the same but for slips, and one word where `more` may be;
    small words do not count."""
    one, other = list(content_words(left)), list(content_words(right))
    if _written_apart(one, other) or _written_apart(other, one):
        return True
    for word in list(one):
        slip = next((written for written in other if _is_slip(word, written)), None)
        if slip is not None:
            one.remove(word)
            other.remove(slip)
    return len(one) + len(other) <= (1 if more and len(left) + len(right) > 1 else 0)


def _written_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words are the same but for spaces between them, and one word more at most."""
    joined = "".join(one)
    without = ("".join([*other[:at], *other[at + 1 :]]) for at in range(len(other)))
    return joined == "".join(other) or (len(joined) >= _SHORTEST_SLIP and joined in without)


def _is_slip(one: str, other: str) -> bool:
    """Whether two words are one word, written differently; opposites differ at the beginning ("illegal")."""
    if _singular(one) == _singular(other):
        return True
    shortest, slips = min(len(one), len(other)), OSA.distance(one, other)
    if slips == 1 and sorted(one) == sorted(other):
        return shortest >= ENOUGH_WORDS
    allowed = 2 if shortest >= _TWO_SLIPS else 1
    return shortest >= _SHORTEST_SLIP and one[0] == other[0] and slips <= allowed


def _in_order(one: Sequence[str], other: Sequence[str], left: list[str], right: list[str]) -> bool:
    """Whether the words that both have stand in one order, two neighbours apart: "Israel attacks Iran" is
    not "Iran attacks Israel"."""
    mine = [word for word in one if word not in left]
    theirs = [word for word in other if word not in right]
    differ = [place for place, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]]
    return len(differ) in (0, 2) and (not differ or differ[1] == differ[0] + 1)


def _much_in_common(cited: Wording, found: Wording) -> bool:
    left, right = _unshared(cited.content, found.content)
    replaced = bool(left and right) and not _is_misspelt(left, right)
    if cited.negations != found.negations or replaced or not (left or right):
        return False
    common = len(set(map(_singular, cited.content)) & set(map(_singular, found.content)))
    return common >= 4 and common >= 0.8 * len(cited.content) and common >= 0.6 * len(found.content)


def _singular(word: str) -> str:
    """Without the "s" of a plural or a possessive, where more than a few letters are left."""
    return word[:-1] if len(word) > _LONGEST_WITHOUT_PLURAL and word.endswith("s") else word
