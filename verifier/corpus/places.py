"""From offsets in a text to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right

from verifier.model.citation import Place

_LONE_RETURN = re.compile(r"\r(?!\n)")


def unify_lone_returns(text: str) -> str:
    """`text` with the line ends of old Macs (a lone CR) written LF; every offset stays what it was."""
    return _LONE_RETURN.sub("\n", text) if "\r" in text else text


class Lines:
    """The lines of one text; they end with LF (or CR LF), as editors and git count them."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        """Line and column of the character at `offset`, both from 1."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)
