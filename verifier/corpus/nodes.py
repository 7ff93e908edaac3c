"""A document's data as a tree: every value as written, every value with the place it has in the text.

Both readers (YAML and JSON) build the tree through `Tree`, which holds the limits: whatever a file
contains, reading it is linear, takes no recursion, and never runs code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_DEPTH = 32
"""Levels of nesting (design: trust.md; no file of the measured corpora comes near)."""
TOO_DEEP = f"is nested more than {MAX_DEPTH} levels deep; flatten it"
MAX_EVENTS = 200_000
"""Values and ends of values in one file."""
_SURROGATES = re.compile("[\ud800-\udfff]")


class Unparsable(Exception):
    """The text cannot be read; the message is a clause ("is not valid JSON: …") that says what to do
    where that is not plain, `offset` says where."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Scalar(NamedTuple):
    """One value without parts."""

    text: str
    """As written, without quotes and escapes; numbers, dates and booleans are text too."""
    start: int
    """Offset of its first character, the quote included."""
    end: int
    """Offset behind its last character."""
    null: bool = False
    """Whether it says nothing: an unquoted null, `~`, or nothing at all."""


@dataclass(slots=True)
class ListNode:
    """Values in a row."""

    start: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MapNode:
    """Values by key, in the order written."""

    start: int
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    """The keys themselves, with their places."""


Node = Scalar | ListNode | MapNode


def clean(text: str) -> str:
    """`text` without lone surrogates (escapes can make them), which nothing could store or print."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


class Tree:
    """Puts a stream of values and ends together. Raises `Unparsable` beyond the limits."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[ListNode | MapNode] = []
        self._keys: list[Scalar | None] = []
        self._events = 0

    @property
    def in_map(self) -> bool:
        """Whether the innermost open value is a mapping."""
        return bool(self._open) and isinstance(self._open[-1], MapNode)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is open any more."""
        return not self._open

    def open(self, node: ListNode | MapNode) -> None:
        """A list or mapping begins."""
        self.add(node)
        if len(self._open) >= MAX_DEPTH:
            raise Unparsable(TOO_DEEP, node.start)
        self._open.append(node)
        self._keys.append(None)

    def close(self) -> None:
        """The innermost open value ends."""
        self._open.pop()
        self._keys.pop()
        self._count(0)

    def add(self, node: Node) -> None:
        """A value where the innermost open one expects it; in a mapping, key and value alternate."""
        self._count(node.start)
        inner = self._open[-1] if self._open else None
        if isinstance(inner, MapNode):
            self._add_to_map(inner, node)
        elif inner is None:
            self.root = node
        else:
            inner.items.append(node)

    def _add_to_map(self, inner: MapNode, node: Node) -> None:
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = _new_key(inner, node)
            return
        inner.entries[key.text] = node
        inner.keys[key.text] = key
        self._keys[-1] = None

    def _count(self, offset: int) -> None:
        self._events += 1
        if self._events > MAX_EVENTS:
            raise Unparsable(f"holds more than {MAX_EVENTS:,} values; split the file", offset)


def _new_key(inner: MapNode, node: Node) -> Scalar:
    if not isinstance(node, Scalar):
        raise Unparsable("has a list or mapping where a key should be; put the key in quotes", node.start)
    if node.text in inner.entries:
        raise Unparsable(f'has the key "{node.text[:80]}" twice in one mapping; keep one', node.start)
    return node
