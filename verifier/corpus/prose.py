"""Citations written as plain text: "Reuters — Title (Jun 9, 2025): https://…".

The URL is never cut: where the whole text is one, it is kept whole; inside prose only what closes the
prose (a full stop, a bracket that was opened before the URL) is left to the prose.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.judge.dates import parse_date

_WHOLE_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_URL_IN_PROSE = re.compile(r"https?://[^\s<>\"“”|`]+", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{", "»": "«"}
_AROUND = frozenset({"()", "[]", '""', "“”", "«»", "''", "``"})
_SENTENCE_END = ".,;:!?'’…"
_ABBREVIATION = re.compile(r"(?:[/_.,+-](?:Inc|Corp|Co|Ltd|Bros|Jr|Sr|St|Dr|vs?|No)|\.[A-Z])\.$")
"""A URL may end with the full stop of one of these (Wikipedia: …/Apple_Inc., …/Washington,_D.C.)."""
_LONGEST_ABBREVIATION = 6
_SEPARATORS = " \t\r\n-–—:|,;<>*•"


class ProseCitation(NamedTuple):
    """What a text says of a source."""

    url: str | None
    title: str | None
    date: str | None


def read_prose(text: str) -> ProseCitation:
    """URL, title and date of a citation written as text; without a URL all of it is the title."""
    text = text.strip()
    if _WHOLE_URL.fullmatch(text):
        return ProseCitation(text, None, None)
    found = _URL_IN_PROSE.search(text)
    if found is None:
        return ProseCitation(None, text or None, None)
    url = _without_prose(found[0])
    title = _title(text[: found.start()], text[found.start() + len(url) :])
    return ProseCitation(url, *split_date(title))


def split_date(title: str) -> tuple[str | None, str | None]:
    """A title and the date in parentheses at its end; where that is no date, it stays in the title."""
    at = title.rfind("(")
    if title.endswith(")") and at >= 0 and parse_date(title[at + 1 : -1]) is not None:
        return title[:at].strip(_SEPARATORS) or None, title[at + 1 : -1].strip()
    return title or None, None


def _without_prose(url: str) -> str:
    url = url[: _first_unopened(url)]
    bare = url.rstrip(_SENTENCE_END)
    with_stop = url[: len(bare) + 1]
    return with_stop if _ABBREVIATION.search(with_stop[-_LONGEST_ABBREVIATION:]) else bare


def _first_unopened(url: str) -> int:
    """Where a bracket closes that the URL did not open: the prose goes on there."""
    opened = dict.fromkeys(_CLOSING.values(), 0)
    for at, character in enumerate(url):
        if character in opened:
            opened[character] += 1
        elif opener := _CLOSING.get(character):
            opened[opener] -= 1
            if opened[opener] < 0:
                return at
    return len(url)


def _title(before: str, after: str) -> str:
    """What is left around a URL, without the quotes or brackets that held it."""
    if before.endswith("](") and after.startswith(")") and "[" in before:
        start = before.rindex("[")
        before, after = before[:start] + before[start + 1 : -2], after[1:]
    elif before and after and before[-1] + after[0] in _AROUND:
        before, after = before[:-1], after[1:]
    parts = (before.strip(_SEPARATORS), after.lstrip(".").strip(_SEPARATORS))
    return " ".join(part for part in parts if part)
