"""What the body of a Markdown document puts between quotation marks.

Straight, curly, low and angle marks; a quotation ends in its paragraph. Code holds none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from verifier.corpus.places import Lines
from verifier.model.citation import Quotation
from verifier.model.text import tokens

MOST = 200
"""Quotations of one document that are kept."""
_LONGEST = 1_500
"""Characters: what is longer comes from a mark that nobody closed."""
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n")
_FENCED = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_CODE_OR_MARKUP = re.compile(
    r"(?<!`)(`++)[^`]++\1(?!`)|<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>]{0,2000}>", re.DOTALL
)
_QUOTED = re.compile(
    f"“([^“”]{{1,{_LONGEST}}})”"
    f"|„([^„“”]{{1,{_LONGEST}}})[“”]"
    f"|«([^«»]{{1,{_LONGEST}}})»"
    rf'|(?<![\w"])"(?![\s"])([^"]{{1,{_LONGEST}}})(?<!\s)"(?!\w)'
)
_LINK = re.compile(r"!?\[([^\[\]]{1,500})\]\([^()\s]{0,2000}(?: [^()]{0,300})?\)")
_LINE_PREFIX = re.compile(r"\n[ \t]*(?:>[ \t]?)+")


def quotations_in(text: str, start: int, lines: Lines, least_words: int) -> tuple[Quotation, ...]:
    """The quotations of at least `least_words` words in `text` from `start` on, at most `MOST`; one that
    is repeated counts once."""
    found: dict[str, Quotation] = {}
    for at, quoted in _all_quoted(text, start):
        said = " ".join(_LINK.sub(r"\1", _LINE_PREFIX.sub("\n", quoted)).split())
        if said not in found and len(tokens(said)) >= least_words:
            found[said] = Quotation(said, lines.place(at))
        if len(found) == MOST:
            break
    return tuple(found.values())


def _all_quoted(text: str, start: int) -> Iterator[tuple[int, str]]:
    body = _CODE_OR_MARKUP.sub(_blank, _FENCED.sub(_blank, text[start:]))
    ends = [0, *(end.start() for end in _PARAGRAPH_END.finditer(body)), len(body)]
    for paragraph in pairwise(ends):
        for match in _QUOTED.finditer(body, *paragraph):
            yield start + match.start(match.lastindex or 0), match[match.lastindex or 0]


def _blank(match: re.Match[str]) -> str:
    """As long as what was there, and with its lines."""
    return re.sub(r"[^\n]", " ", match[0])
