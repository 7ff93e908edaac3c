"""Numbers and years in titles: every similarity accepts "50 Million" for "15 Million", we do not."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_LONGEST = 40
"""Digits of a number that are read."""


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text, thousands separators removed: "1,000 of 4.80" → {"1000", "4", "80"}."""
    found: set[str] = set()
    for match in _NUMBER.finditer(text):
        written = match[0][:_LONGEST]
        if _THOUSANDS.fullmatch(written):
            written = re.sub(r"[.,]", "", written)
        # Digits of any script.
        found.update(str(int(part)) for part in re.split(r"[.,]", written) if part)
    return frozenset(found)


def contradict(cited: frozenset[str], found: frozenset[str]) -> bool:
    """Whether each side has a number that the other lacks."""
    return bool(cited - found) and bool(found - cited)
