"""Which paths are documents: the patterns of `corpus.include` and `corpus.exclude`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from verifier.errors import CorpusError

_TOKEN = re.compile(r"/\*\*$|\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)
_SUFFIX = re.compile(r"\.[A-Za-z0-9]+$")
_SPECIAL = {"/**": "(?:/.*)?", "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def matches(path: str, patterns: Iterable[str], where: str = "[corpus]") -> bool:
    """Whether a path ("a/b.md") matches one of the patterns.

    `*` and `?` stay within one part of the path, `**` spans directories ("**/*.md" is also "a.md"),
    `[…]` is a set of characters, a pattern that ends in "/" is everything below that directory. The case of
    a suffix does not count: "*.md" is also "A.MD".
    Raises CorpusError for a pattern that is none; `where` says where it stands.
    """
    return any(_compiled(pattern, where).fullmatch(path) for pattern in patterns)


@cache
def _compiled(pattern: str, where: str) -> re.Pattern[str]:
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "**"
    suffix = _SUFFIX.search(pattern)
    stem = pattern[: suffix.start()] if suffix else pattern
    translated = "".join(_translated(token[0]) for token in _TOKEN.finditer(stem))
    if suffix:
        translated += f"(?i:{re.escape(suffix[0])})"
    try:
        return re.compile(translated, re.DOTALL)
    except re.error:
        message = f'the pattern "{pattern}" in {where} is not a valid one'
        raise CorpusError(message, "Check the characters between its square brackets.") from None


def _translated(token: str) -> str:
    if token in _SPECIAL:
        return _SPECIAL[token]
    if token.startswith("[") and len(token) > 2:
        inner = token[1:-1].replace("\\", r"\\").replace("[", r"\[").replace("&&", r"&\&").replace("]", r"\]")
        return f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
    return re.escape(token)
