"""Where quotations stand in the text of a page.

Compared are letters and digits alone, folded (`model.text.squeeze`): quotation marks, dashes, spaces and
accents make no difference. What a quotation leaves out ("…", "[…]", "[the company]") parts it, and every part
has to be there. Nothing here says whether that is near enough.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice, pairwise

from verifier.model.quotation import Sighting
from verifier.model.text import MAX_PIECE, squeeze

LIMIT = 300_000
"""Characters of a text that are looked through."""
_MOST, _MOST_LETTERS = 100, 20_000
"""Quotations, and characters of them, that are looked for in one page: where a hostile one nearly repeats
them without end, a piece takes 4 ms."""
_LEFT_OUT = re.compile(r"\[[^\[\]]{0,60}\]|\(…\)|\(\.\.\.\)|…|\.(?: ?\.){2,}")
_LEAST_PART = 6
"""Letters: a shorter part stands anywhere."""
_LONGEST_PART = 160
"""Letters that are compared at once; what is longer is compared piece by piece."""
_NEAR = 70.0
"""A part with a lower score does not stand there at all."""


def sightings(quotations: Sequence[str], text: str) -> tuple[Sighting, ...]:
    """For each quotation, which have to be `searchable`, the passage that comes nearest."""
    if not quotations:
        return ()
    searched = _Searched(text[:LIMIT])
    return tuple(map(searched.sighting, quotations))


def searchable(quotations: Iterable[str]) -> tuple[str, ...]:
    """As many of the first ones as can be looked for in one page."""
    some = list(islice(quotations, _MOST))
    lengths = accumulate(map(len, some))
    return tuple(text for text, length in zip(some, lengths, strict=True) if length <= _MOST_LETTERS)


class _Searched:
    """A text, and its letters with the way back to it."""

    def __init__(self, text: str) -> None:
        self._runs = [run[start : start + MAX_PIECE] for run in text.split() for start in _starts(run)]
        known = {run: squeeze(run) for run in set(self._runs)}
        squeezed = [known[run] for run in self._runs]
        self._ends = list(accumulate(map(len, squeezed)))
        self._letters = "".join(squeezed)

    def sighting(self, quotation: str) -> Sighting:
        """The part that fits worst tells: its score, and what stands in its place."""
        found = [self._find(part) for part in _parts(quotation)]
        score, start, end = min(found, default=(0.0, 0, 0))
        passage = self._passage(start, end) if score else ""
        return Sighting(quotation, round(score, 1), passage)

    def _find(self, part: str) -> tuple[float, int, int]:
        at = self._letters.find(part)
        if at >= 0:
            return 100.0, at, at + len(part)
        if len(part) > len(self._letters):
            return 0.0, 0, 0
        from rapidfuzz.fuzz import partial_ratio_alignment  # noqa: PLC0415 - who looks for nothing does without

        near = partial_ratio_alignment(part, self._letters, score_cutoff=_NEAR)
        return (0.0, 0, 0) if near is None else (near.score, near.dest_start, near.dest_end)

    def _passage(self, start: int, end: int) -> str:
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, max(start, end - 1))
        return " ".join(self._runs[first : last + 1])


def _starts(run: str) -> range:
    return range(0, len(run), MAX_PIECE)


def _parts(quotation: str) -> list[str]:
    """The letters of what stands between omissions, cut into pieces."""
    parts = [squeeze(part) for part in _LEFT_OUT.split(quotation)]
    telling = [part for part in parts if len(part) >= _LEAST_PART] or [part for part in parts if part]
    return [piece for part in telling for piece in _pieces(part)]


def _pieces(part: str) -> list[str]:
    """Pieces of about the same length, so that none is a short rest."""
    number = -(-len(part) // _LONGEST_PART)
    bounds = [len(part) * i // number for i in range(number + 1)]
    return [part[start:end] for start, end in pairwise(bounds)]
