"""Hostile text made fit to be shown. Titles, URLs and file names come from strangers.

Controls become visible signs, white space that breaks lines becomes a space; everything else stays
as it is. Escaping for HTML, Markdown or CSV is the format's own business and comes after this.
"""

from __future__ import annotations

import re

_LINE_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"
# Bidirectional embeddings, overrides and isolates: they show a text in another order than it has.
_REORDERING = "\u202a-\u202e\u2066-\u2069"
_PRIVATE = "\ue000-\uf8ff"
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)
LOG_COMMAND = "(?i:(?<=##)|(?<=##vso)|(?<=##teamcity))"
"""A regular expression: the place before the bracket of what the log readers of CI services take for a
command anywhere in a line ("##[error]", "##vso[…]", "##teamcity[…]")."""
_UNFIT = re.compile(
    rf"[\x00-\x1f\x7f-\x9f\u2028\u2029{_REORDERING}\ud800-\udfff{_PRIVATE}{_NONCHARACTERS}]|{LOG_COMMAND}\["
)
_REPLACEMENT = "\ufffd"


def visible(text: str) -> str:
    """`text` on one line, encodable, and without a character that acts on a terminal or on its neighbours.

    C0 controls become their pictures (ESC "␛", U+2400 and up); C1 controls, bidirectional overrides,
    lone surrogates, private-use characters and noncharacters become U+FFFD. "##[" gets a space (see
    `LOG_COMMAND`).
    """
    if text.isprintable() and "##" not in text:
        return text
    return _UNFIT.sub(lambda match: _sign(match[0]), text)


def _sign(character: str) -> str:
    if character == "[":
        return " ["
    if character in _LINE_BREAKS:
        return " "
    if character < " ":
        return chr(0x2400 + ord(character))
    return "\u2421" if character == "\x7f" else _REPLACEMENT


def clip(text: str, limit: int) -> str:
    """`visible(text)`, with "…" for what goes beyond `limit` characters (at least 1)."""
    # Cutting first keeps the cost of a text of many megabytes small.
    shown = visible(text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def web_link(url: str | None) -> str | None:
    """`url` where it may become a link: http or https, nothing unfit to be shown in it; else None."""
    if url is None or not re.match(r"https?://[^\s/]", url, re.IGNORECASE):
        return None
    return url if visible(url) == url else None
