"""How a page of Markdown is read by those who show it."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark").enable("table")
GITHUBS_CELL = re.compile(r"(?:\\[!-/:-@\[-`{-~]|[^|\\]|\\(?![!-/:-@\[-`{-~]))+")
"""How GitHub's parser reads a table cell: a backslash takes the next sign with it."""


def inline(text: str) -> list[Token]:
    """Everything inline in a page, in order."""
    tokens = PARSER.parse(text)
    return [child for token in tokens if token.type == "inline" for child in token.children or ()]
