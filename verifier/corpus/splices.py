"""Pieces of text in place of pieces of text: how one value is replaced, how a new pair is put after another.

Everything else of the document stays byte for byte what it is; nothing is written anew from data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from verifier.corpus.nodes import Scalar
from verifier.corpus.parsed import Parsed
from verifier.corpus.places import Lines
from verifier.corpus.scalars import (
    DATE,
    escaped,
    json_string,
    quote_of,
    quoted,
    yaml_key,
    yaml_value,
)
from verifier.corpus.targets import NotEditable, Pair

_COMMA = re.compile(r"[ \t]*,")
_REST_OF_LINE = re.compile(r"[ \t]*,?[ \t]*(?:#[^\n]*|\r)?\n")
"""Nothing but a comma and a comment behind a pair (in JSON, a comment was refused before)."""


class Splice(NamedTuple):
    """Text that takes the place of what stands between two offsets."""

    start: int
    end: int
    text: str


def spliced(raw: str, splices: Iterable[Splice]) -> str:
    """The text with all splices made; those at one offset in the order given."""
    parts, at = [], 0
    for splice in sorted(splices, key=lambda splice: splice.start):
        parts += [raw[at : splice.start], splice.text]
        at = splice.end
    return "".join((*parts, raw[at:]))


class Splicer:
    """Makes the splices of one document."""

    def __init__(self, parsed: Parsed) -> None:
        self._raw, self._text, self._is_json = parsed.raw, parsed.text, parsed.is_json
        self._ascii_only = parsed.raw.isascii()
        self._lines_of = Lines(parsed.text)

    def replace(self, old: Scalar, value: str, *, in_flow: bool) -> tuple[Splice, str]:
        """The splice that gives a value another text, and what is then read there. Raises `NotEditable`."""
        written = self._written(old)
        if self._is_json:
            return Splice(old.start, old.end, self._json(value)), value
        if written.startswith(("|", ">")):
            return self.replace_within(old, old.text.strip(), value)
        if "\n" in written:
            raise NotEditable("the value to replace is written over several lines; put it on one line")
        glue = "" if written or self._text[old.start - 1 : old.start].isspace() else " "
        return Splice(old.start, old.end, glue + _in_the_same_style(value, written, in_flow)), value

    def replace_within(self, old: Scalar, part: str, value: str) -> tuple[Splice, str]:
        """The same for a part of a value that is written there once, without escapes."""
        written = self._written(old)
        if not part or written.count(part) != 1 or old.text.count(part) != 1:
            raise NotEditable(
                "what is to be replaced does not stand there once as it is read; edit it by hand"
            )
        start = old.start + written.index(part)
        quote = None if self._is_json else quote_of(written)
        new = self._json(value)[1:-1] if self._is_json else escaped(value, quote)
        return Splice(start, start + len(part), new), old.text.replace(part, value)

    def insert(
        self, after: Pair, pairs: Sequence[tuple[str, str]], indent: int, *, in_flow: bool
    ) -> list[Splice]:
        """New pairs directly after one: on lines of their own where that has one, else beside it.

        `indent` is the column of the entry's keys, from 0.
        """
        texts, end = [self._pair(after, key, value, in_flow) for key, value in pairs], after.value.end
        if not in_flow:
            return [self._lines(end, [" " * indent + text for text in texts])]
        margin = self._margin(after)
        if margin is None:
            is_tight = self._is_json and not self._text[after.key.end : after.value.start].endswith(" ")
            comma = "," if is_tight else ", "
            return [Splice(end, end, "".join(comma + text for text in texts))]
        texts = [margin + text for text in texts]
        if self._has_comma(after):
            return [self._lines(end, [f"{text}," for text in texts])]
        lines = [*(f"{text}," for text in texts[:-1]), texts[-1]]
        return [Splice(end, end, ","), self._lines(end, lines)]

    def _pair(self, after: Pair, key: str, value: str, in_flow: bool) -> str:
        written = self._written(after.key)
        if self._is_json:
            colon = self._text[after.key.end : after.value.start]
            return self._json(key) + colon + self._json(value)
        quote = quote_of(self._written(after.value))
        return f"{yaml_key(key, quote_of(written))}: {yaml_value(value, quote, in_flow=in_flow)}"

    def _lines(self, offset: int, lines: Iterable[str]) -> Splice:
        """Whole lines behind the one that holds what ends at `offset`, with its line end."""
        behind = offset if self._text[offset - 1] == "\n" else self._text.find("\n", offset) + 1
        if not behind:
            raise NotEditable("nothing ends the citation's line; add a line end")
        end = "\r\n" if self._raw.startswith("\r\n", behind - 2) else self._raw[behind - 1]
        return Splice(behind, behind, "".join(line + end for line in lines))

    def _margin(self, pair: Pair) -> str | None:
        """What stands before a pair that has its line alone; None where it has not."""
        start = pair.key.start
        margin = self._text[start - self._lines_of.place(start).column + 1 : start]
        is_alone = _REST_OF_LINE.match(self._text, pair.value.end) is not None
        return margin if is_alone and not margin.strip(" \t") else None

    def _has_comma(self, pair: Pair) -> bool:
        return _COMMA.match(self._text, pair.value.end) is not None

    def _written(self, scalar: Scalar) -> str:
        written = self._text[scalar.start : scalar.end]
        if written.startswith("!"):
            raise NotEditable("the citation carries a YAML tag; remove it")
        return written

    def _json(self, value: str) -> str:
        return json_string(value, ascii_only=self._ascii_only)


def _in_the_same_style(value: str, written: str, in_flow: bool) -> str:
    """A value quoted as the one it replaces; a date that was a date for every loader stays one."""
    if quote := quote_of(written):
        return quoted(value, quote)
    both_dates = DATE.fullmatch(written) and DATE.fullmatch(value)
    return value if both_dates else yaml_value(value, None, in_flow=in_flow)
