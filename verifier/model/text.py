"""Folding: what makes two spellings of the same words the same text.

Shared by `extract` (the words of a page) and `judge` (the words of a claim), which must not know
each other. Every function is linear in its input and total: any string has a folding. Nothing here
knows what a title or a page is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

MAX_PIECE = 64
"""Characters of a run without white space that are folded at once: normalisation is quadratic in the
combining marks of a run (400,000 of them took 140 s), so no run may be long."""

_SHORT = 512
"""Characters of a text that is folded once and remembered: titles are folded again and again."""
_LIGATURES = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        # Apostrophes join what they stand between: "Adelson's" is written "Adelsons" as well.
        "'": "",
        "’": "",
        "‘": "",
        "‛": "",
        "ʼ": "",
        "`": "",
        "´": "",
        "′": "",
        # Invisible: soft hyphen, joiners, direction marks, byte order mark.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0640", ""),
    }
)
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652]+")
_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
"""Scripts that write no space between words: Thai, Lao, Myanmar, Khmer, kana, Han."""
_INDIC = "\u0900-\u0dff"
"""Scripts whose vowel signs are marks, which `\\w` leaves out."""
_SPECIAL = re.compile(f"[{_NO_SPACES}{_INDIC}]")
_WORD = re.compile(f"[{_NO_SPACES}]+|(?:[^\\W_{_NO_SPACES}]|[{_INDIC}])+")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_SEPARATOR = "\x1f"
_FIRST_NO_SPACE = "\u0e00"


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and invisible characters; one space for white space.

    NFKC and case folding (Unicode Standard Annex 15), Latin ligatures written out, marks dropped.
    Other punctuation stays.
    """
    return _fold_again(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    runs = text.split()
    if text.isascii():
        return " ".join(" ".join(runs).lower().replace("'", "").replace("`", "").split())
    if max(map(len, runs), default=0) > MAX_PIECE:
        runs = ["".join(map(_fold_short, _pieces(run))) for run in runs]
        return " ".join(" ".join(runs).split())
    return " ".join(_fold_short(" ".join(runs)).split())


_fold_again = lru_cache(512)(_fold)


def tokens(text: str) -> list[str]:
    """The folded words of `text` in order; runs of scripts without spaces as overlapping pairs.

    "L’État, c’est moi" → ["letat", "cest", "moi"]; "北京大学" → ["北京", "京大", "大学"].
    """
    folded = fold(text)
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    if not _SPECIAL.search(folded):
        return _PLAIN_WORD.findall(folded)
    found: list[str] = []
    for word in _WORD.findall(folded):
        found.extend(_pairs(word) if _is_spaceless(word) else (word,))
    return found


def token_lists(texts: Iterable[str]) -> Iterator[list[str]]:
    """The tokens of each text, in no order: in half the time where most are of ASCII."""
    ascii_only: list[str] = []
    others: list[str] = []
    for text in texts:
        (ascii_only if text.isascii() and _SEPARATOR not in text else others).append(text)
    # White space parts words anyway, so all of them are folded as one.
    folded = _SEPARATOR.join(ascii_only).lower().replace("'", "").replace("`", "")
    yield from map(_ASCII_WORD.findall, folded.split(_SEPARATOR) if ascii_only else ())
    yield from map(tokens, others)


def squeeze(text: str) -> str:
    """The folded letters and digits of `text` alone: equal for titles that differ in typography only."""
    return "".join(_WORD.findall(fold(text)))


def words(text: str, limit: int = 12_000) -> frozenset[str]:
    """The distinct tokens of a long text, at most `limit` of them, each at most `MAX_PIECE` long."""
    pieces: Iterable[str] = dict.fromkeys(text.split())
    if max(map(len, pieces), default=0) > MAX_PIECE:
        pieces = chain.from_iterable(map(_pieces, pieces))
    read = list(islice(pieces, limit * 5))
    # The long way is for the few words that need it.
    plain = " ".join([piece for piece in read if piece.isascii()])
    others = " ".join([piece for piece in read if not piece.isascii()])
    found = dict.fromkeys(chain(tokens(plain), tokens(others)))
    return frozenset(token[:MAX_PIECE] for token in islice(found, limit))


def _fold_short(text: str) -> str:
    """Fold a text whose runs are at most `MAX_PIECE` long."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = _MARKS.sub("", decomposed.translate(_LIGATURES))
    return unicodedata.normalize("NFC", bare)


def _pieces(run: str) -> list[str]:
    if len(run) <= MAX_PIECE:
        return [run]
    return [run[start : start + MAX_PIECE] for start in range(0, len(run), MAX_PIECE)]


def _is_spaceless(word: str) -> bool:
    return word[0] >= _FIRST_NO_SPACE and re.match(f"[{_NO_SPACES}]", word) is not None


def _pairs(run: str) -> list[str]:
    if len(run) == 1:
        return [run]
    return [run[start : start + 2] for start in range(len(run) - 1)]
