"""One list of strings for everything that a page shows."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.report.inert import clip

_PLACEHOLDERS = 0xE000
"""First of the private-use characters that stand for quoted texts; `visible` leaves none in a text."""
_WORTH_FOLDING = 8
"""Characters that a quoted text needs to be worth a placeholder."""


class StringTable:
    """Numbers for texts: the same text has the same number, 0 is "nothing"."""

    def __init__(self, limit: int) -> None:
        self.strings: list[str | None] = [None]
        self._limit = limit
        self._by_text: dict[str, int] = {}
        self._by_shown: dict[str, int] = {}

    def add(self, text: str | None) -> int:
        """The number of `text`, made visible and clipped."""
        if text is None:
            return 0
        number = self._by_text.get(text)
        if number is None:
            number = self._by_text[text] = self._number(self.shown(text))
        return number

    def add_folded(self, text: str | None, quoted: Sequence[str | None]) -> int:
        """The number of `text` with the texts `quoted`, which are `shown`, folded (`fold_in`)."""
        return 0 if text is None else self._number(fold_in(self.shown(text), quoted))

    def shown(self, text: str) -> str:
        """`text` as the page has it."""
        return clip(text, self._limit)

    def _number(self, shown: str) -> int:
        number = self._by_shown.get(shown)
        if number is None:
            number = self._by_shown[shown] = len(self.strings)
            self.strings.append(shown)
        return number


def fold_in(text: str, quoted: Sequence[str | None]) -> str:
    """`text` with each quoted text in it, longest first, replaced by the placeholder of its position.

    Texts that differ only in what they quote become one. The script puts the quoted texts back.
    """
    by_length = sorted(enumerate(quoted), key=lambda item: -len(item[1] or ""))
    for position, part in by_length:
        if part is not None and len(part) >= _WORTH_FOLDING:
            text = text.replace(part, chr(_PLACEHOLDERS + position))
    return text
