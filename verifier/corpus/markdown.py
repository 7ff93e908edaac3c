"""Where the front matter of a Markdown file is, and what it holds.

python-frontmatter finds the fences; it loads nothing (its loader is unguarded), and what it passes over
in silence (a fence that is never closed, TOML, a list) is an error with a place here.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from frontmatter.default_handlers import JSONHandler, YAMLHandler

from verifier.corpus.nodes import MapNode, Scalar, Unparsable
from verifier.corpus.yaml_events import read_yaml

_TOML_FENCE = re.compile(r"\+{3,}\s*$", re.MULTILINE)
_ODD_FENCE = re.compile(r"---[ \t]*([#!|>&{\[].*|[a-z]+)$", re.MULTILINE)
"""A first line that YAML or another tool takes for a fence, and python-frontmatter does not."""
_CLOSING_FENCE = re.compile(r"^---\s*$", re.MULTILINE)
_KEY_LINE = re.compile(r"[A-Za-z_][\w-]*:(\s|$)")


class FenceFinder(YAMLHandler):
    """python-frontmatter's YAML handler, with the place of the block and without silence."""

    def block(self, text: str) -> tuple[str, int] | None:
        """The YAML between the fences and its offset in `text`; None where there is no front matter.

        White space before the opening fence is passed over. Raises `Unparsable`.
        """
        start = len(text) - len(text.lstrip())
        body = text[start:]
        opening = self.FM_BOUNDARY.match(body) if self.FM_BOUNDARY else None
        if opening is None:
            _refuse_other_fences(body, start)
            return None
        try:
            block, _ = self.split(body)
        except ValueError:
            message = 'is never closed; end it with a line that holds only "---"'
            raise Unparsable(message, start) from None
        return block, start + opening.end()

    def body_start(self, text: str) -> int:
        """The offset of what follows the front matter in `text`; 0 where there is none."""
        start = len(text) - len(text.lstrip())
        if self.FM_BOUNDARY is None or not self.FM_BOUNDARY.match(text, start):
            return 0
        _, body = self.split(text[start:])
        return len(text) - len(body)


_FINDER = FenceFinder()
_JSON_FINDER = JSONHandler()


def read_front_matter(text: str, lists: Collection[str]) -> MapNode | None:
    """The tree of a Markdown file's front matter, None where it has none (or an empty one).

    `lists` are the keys of citation lists: a file that has one at its top without an opening fence is
    refused instead of being taken for one without citations. Raises `Unparsable`.
    """
    found = _FINDER.block(text)
    if found is None:
        _refuse_missing_fence(text, lists)
        return None
    block, offset = found
    tree = read_yaml(block, offset)
    if tree is None or isinstance(tree, MapNode):
        return tree
    if isinstance(tree, Scalar) and tree.null:
        return None
    kind = "plain text" if isinstance(tree, Scalar) else "a list"
    raise Unparsable(f'is {kind} where keys and values ("title: …") should be', tree.start)


def body_start(text: str) -> int:
    """Where the body of a Markdown file begins that `read_front_matter` could read."""
    return _FINDER.body_start(text)


def front_matter_span(text: str) -> tuple[int, int] | None:
    """Where the YAML of a Markdown file begins and ends; None where there is none. Raises `Unparsable`."""
    found = _FINDER.block(text)
    return None if found is None else (found[1], found[1] + len(found[0]))


def _refuse_other_fences(body: str, start: int) -> None:
    if _TOML_FENCE.match(body):
        raise Unparsable('is TOML ("+++"), which is not read; write it as YAML between "---" lines', start)
    if _JSON_FINDER.detect(body):
        raise Unparsable('is JSON, which is not read here; write it as YAML between "---" lines', start)
    if _ODD_FENCE.match(body):
        raise Unparsable('begins with a line that is not just "---"; leave only the three dashes', start)


def _refuse_missing_fence(text: str, lists: Collection[str]) -> None:
    start = len(text) - len(text.lstrip())
    fence = _CLOSING_FENCE.search(text)
    if fence is None or not _KEY_LINE.match(text, start):
        return
    if any(re.search(rf"^{re.escape(key)}:", text[: fence.start()], re.MULTILINE) for key in lists):
        raise Unparsable('has no opening line; put "---" before it', start)
