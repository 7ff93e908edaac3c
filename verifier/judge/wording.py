"""How findings speak of what documents say: quoted, and never at a stranger's length."""

from __future__ import annotations

_LONGEST = 120


def quote(text: str) -> str:
    """`text` in quotation marks on one line, cut at 120 characters."""
    words = " ".join(text[: 2 * _LONGEST].split())
    return f"“{words}”" if len(words) <= _LONGEST else f"“{words[: _LONGEST - 1]}…”"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 gives "1 day", 1204 "1,204 days"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
