"""Text that was read in the wrong charset, or that its font alone knows how to read."""

from __future__ import annotations

import re

_READ_AS_WESTERN = re.compile("[\u00a1-\u00ff]")
_LETTER = re.compile(r"[^\W\d_]|[\u00a1-\u00bf]")
_MOST = 0.4
"""Share of letters outside ASCII: French has 0.04, Vietnamese in Latin-1's range 0.15; Russian read as
Latin-1 has 0.99."""
_LEAST = 20
"""Such letters in the beginning of a text: fewer are no text."""
_REPLACED = 5
"""Characters that no charset has: a page may show one or two."""


def is_garbled(lead: str) -> bool:
    """Whether the beginning of a page's text cannot be read."""
    if lead.count("\ufffd") >= _REPLACED:
        return True
    western, letters = len(_READ_AS_WESTERN.findall(lead)), len(_LETTER.findall(lead))
    return western >= _LEAST and western >= _MOST * letters
