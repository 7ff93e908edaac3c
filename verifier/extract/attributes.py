"""A guard before parsing: a tag with so many attributes that it would cost seconds is not parsed.

The parser compares each attribute of an element with all the others (HTML Standard 13.2.5.33: the
first of one name counts). Measured on lexbor through selectolax 1.0.2: 10,000 in one tag (59 KB) take
0.15 s, 80,000 (550 KB) 9.5 s. The scan over-estimates in scripts and comments; the busiest of real
pages makes 3 million comparisons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_COMPARISONS = 20_000_000
"""Of attribute names: about 0.03 s."""

_LONG = 400
"""Characters of a tag below which its attributes are too few to matter."""
_SPACE = r" \t\n\f\r"
"""HTML's white space and no other: a no-break space before a quotation mark would hide what follows."""
_ATTRIBUTE = (
    rf"[{_SPACE}/]*+[^{_SPACE}/>][^{_SPACE}/>=]*+"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^{_SPACE}>]*+))?+"
)
_FOUND = re.compile(_ATTRIBUTE)
_START = re.compile(r"<[a-z]", re.IGNORECASE)
_TAG = re.compile(rf"<([a-z][^{_SPACE}/>]*+)((?:{_ATTRIBUTE})*+)", re.IGNORECASE)
"""A start tag but for its end. Every part is possessive and optional, so each character is read once."""
_MOST_READ = 16
"""Times a page's length: more is read where tags seem to stand inside tags everywhere, and nowhere else."""
_MERGED = frozenset({"html", "body"})
"""Later tags of these add their attributes to the one element."""


def too_many_attributes(html: str) -> bool:
    """Whether the attributes in `html` could take the parser far more time than its size; linear."""
    tags: list[tuple[str, str]] = _TAG.findall(html)
    if _comparisons(tags) > MAX_COMPARISONS:
        return True
    if not any("<" in attributes for _, attributes in tags):
        return False
    unread = _MOST_READ * len(html)
    for tag in _hidden_tags(html):
        tags.append((tag[1], tag[2]))
        unread -= len(tag[2])
        if unread < 0:
            return True
    return _comparisons(tags) > MAX_COMPARISONS


def _hidden_tags(html: str) -> Iterator[re.Match[str]]:
    """What could be a tag within what looks like another one's attribute: that other one may stand in a
    comment or a script, and this one on the page."""
    for tag in _TAG.finditer(html):
        if "<" in tag[2]:
            starts = _START.finditer(html, *tag.span(2))
            yield from filter(None, (_TAG.match(html, start.start()) for start in starts))


def _comparisons(tags: list[tuple[str, str]]) -> int:
    counts = [len(_FOUND.findall(attributes)) for _, attributes in tags if len(attributes) >= _LONG]
    merged = [attributes for name, attributes in tags if len(name) == 4 and name.lower() in _MERGED]
    return sum(count**2 for count in counts) + len(_FOUND.findall(" ".join(merged))) ** 2
