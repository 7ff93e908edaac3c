"""JSON as a tree of values with places. The library decodes strings and numbers; the structure is ours,
because the library's own is recursive, forgets the places and lets duplicate keys pass.

`NaN` and `Infinity` are taken as text, numbers of any length too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from verifier.corpus.nodes import ListNode, MapNode, Node, Scalar, Tree, Unparsable, clean

_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_BLANK = re.compile(r"[ \t\n\r]*")
_VALUE, _KEY, _END = "a value", 'a key in "…"', "the end of the file"


class _Token(NamedTuple):
    mark: str
    """One of "{}[],:" or the first character of a string, number or word."""
    scalar: Scalar


def read_json(text: str) -> Node:
    """The tree of a JSON text. Raises `Unparsable`."""
    tree, expected, before = Tree(), _VALUE, None
    for token in _tokens(text):
        if before is not None and before.mark == "," and token.mark in "}]":
            message = f'is not valid JSON: the comma before the closing "{token.mark}" has to go'
            raise Unparsable(message, before.scalar.start)
        expected = _take(token, tree, expected)
        before = token
    if tree.root is None or not tree.is_complete:
        raise Unparsable(f"is not valid JSON: it ends where {expected} should be", len(text))
    return tree.root


def _tokens(text: str) -> Iterator[_Token]:
    at = _skip_blank(text, 0)
    while at < len(text):
        if text[at] in "{}[],:":
            end = at + 1
            yield _Token(text[at], Scalar(text[at], at, end))
        else:
            token = _read_scalar(text, at)
            end = token.scalar.end
            yield token
        at = _skip_blank(text, end)


def _skip_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _read_scalar(text: str, at: int) -> _Token:
    try:
        value, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise Unparsable(f"is not valid JSON: {error.msg}", error.pos) from None
    if text[at] == '"':
        return _Token('"', Scalar(clean(value), at, end))
    return _Token(text[at], Scalar(text[at:end], at, end, null=value is None))


def _take(token: _Token, tree: Tree, expected: str) -> str:
    """Put one token into the tree; what may follow it."""
    mark, scalar = token
    if mark in "}]" and mark in expected:
        tree.close()
        return _after_value(tree)
    if mark in ",:" and mark in expected:
        return _KEY if mark == "," and tree.in_map else _VALUE
    if expected.startswith(_VALUE) and mark not in "}],:":
        return _take_value(mark, scalar, tree)
    if expected.startswith(_KEY) and mark == '"':
        tree.add(scalar)
        return '":"'
    raise Unparsable(f"is not valid JSON: {expected} should be here", scalar.start)


def _take_value(mark: str, scalar: Scalar, tree: Tree) -> str:
    if mark == "{":
        tree.open(MapNode(scalar.start))
        return f'{_KEY} or "}}"'
    if mark == "[":
        tree.open(ListNode(scalar.start))
        return f'{_VALUE} or "]"'
    tree.add(scalar)
    return _after_value(tree)


def _after_value(tree: Tree) -> str:
    if tree.is_complete:
        return _END
    return '"," or "}"' if tree.in_map else '"," or "]"'
