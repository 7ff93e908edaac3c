"""How far a page and an address speak of what a title speaks of, whatever their words' order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from verifier.judge.weights import TitleWeights, content_words
from verifier.model.address import segments
from verifier.model.text import tokens

ENOUGH_WORDS = 3
"""Content words below which a slug proves little."""
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def coverage(title: Sequence[str], page: Collection[str], weights: TitleWeights) -> float:
    """The weighted share, 0 to 1, of a title's content words that stand on the page.

    1.0 for a title without content words: nothing is missing.
    """
    return _share(title, lambda word: word in page or _other_form(word) in page, weights)


def slug_agreement(title: Sequence[str], url: str, weights: TitleWeights) -> float:
    """How far the last two parts of an address' path speak of a title, 0 to 1."""
    return max((share_of_slug(title, part, weights) for part in segments(url)[-2:]), default=0.0)


def share_of_slug(title: Sequence[str], part: str, weights: TitleWeights) -> float:
    """How far one part of a path speaks of a title's content words.

    The better of both directions, so that a short slug and a short title both count; a slug of fewer
    than three words counts against the title only. Plain numbers and file endings do not count.
    """
    written = part.rpartition(".")[0] or part
    slug = {_plain(word) for word in content_words(tokens(written[:300])) if not word.isdigit()}
    if not slug or not title:
        return 0.0
    said = {_plain(word) for word in title}
    forward = _share(title, lambda word: _plain(word) in slug, weights)
    return forward if len(slug) < ENOUGH_WORDS else max(forward, len(slug & said) / len(slug))


def _share(title: Sequence[str], found: Callable[[str], bool], weights: TitleWeights) -> float:
    total = sum(weights.of(word) for word in title)
    return sum(weights.of(word) for word in title if found(word)) / total if total else 1.0


def _other_form(word: str) -> str:
    """Singular for plural and the other way about, where that is an "s"."""
    return word[:-1] if word.endswith("s") else word + "s"


def _plain(word: str) -> str:
    """German slugs write umlauts out: "groesstes" is "grosstes" folded."""
    for written, plain in _UMLAUTS:
        word = word.replace(written, plain)
    return word
