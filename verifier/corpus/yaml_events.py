"""YAML as a tree of values with places: one pass over PyYAML's events, nothing is composed or typed.

No anchors and aliases (they make a kilobyte expand without end), no tags, no merge keys: `<<` is a
key like any other. Measured on 8,436 real files: no false rejection (design: trust.md).
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from verifier.corpus.nodes import TOO_DEEP, ListNode, MapNode, Node, Scalar, Tree, Unparsable, clean

FAST_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it, else the one in Python."""
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What YAML 1.1 section 5.1 does not let stand in a stream."""


def read_yaml(text: str, offset: int = 0, loader: Any = FAST_LOADER) -> Node | None:  # noqa: ANN401
    """The tree of one YAML document, or None where it holds nothing.

    `offset` is added to every place, for a block inside a longer text. Raises `Unparsable`.
    """
    if forbidden := _FORBIDDEN.search(text):
        message = f"holds the control character U+{ord(forbidden[0]):04X}; remove it"
        raise Unparsable(message, offset + forbidden.start())
    tree = Tree()
    try:
        for event in yaml.parse(text, Loader=loader):
            _take(event, tree, offset)
    except yaml.MarkedYAMLError as error:
        raise _unparsable(error, text, offset) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise Unparsable(f"is not valid YAML: {error}", offset) from None
    return tree.root


def _take(event: Any, tree: Tree, offset: int) -> None:  # noqa: ANN401
    """Put one event into the tree. (`Any`: the stubs do not say that a parser's events have marks.)"""
    if getattr(event, "anchor", None) is not None:
        _refuse_anchor(event, offset)
    start, end = event.start_mark.index + offset, event.end_mark.index + offset
    if isinstance(event, yaml.ScalarEvent):
        is_null = event.implicit[0] and event.value in _NULLS
        tree.add(Scalar(clean(event.value), start, end, is_null))
    elif isinstance(event, yaml.MappingStartEvent):
        tree.open(MapNode(start))
    elif isinstance(event, yaml.SequenceStartEvent):
        tree.open(ListNode(start))
    elif isinstance(event, yaml.CollectionEndEvent):
        tree.close()
    elif isinstance(event, yaml.DocumentStartEvent) and tree.root is not None:
        raise Unparsable("holds a second YAML document; keep one", start)


def _unparsable(error: yaml.MarkedYAMLError, text: str, offset: int) -> Unparsable:
    message = f"is not valid YAML: {error.problem or error.context}"
    mark = error.problem_mark or error.context_mark
    if mark is not None and text[mark.index : mark.index + 1] == "\t":
        message = "is not valid YAML: a tab stands where only spaces may; indent with spaces"
    if "nesting depth" in message:
        # PyYAML 6.0.4 has a limit of its own, and its scanner is ahead of the events.
        message = TOO_DEEP
    if "end of stream" in message and error.context_mark:
        # What is not closed began there; that the end was reached says nothing.
        mark, message = error.context_mark, f"{message} {error.context}"
    return Unparsable(message, offset + (mark.index if mark else 0))


def _refuse_anchor(event: Any, offset: int) -> None:  # noqa: ANN401
    message = f'uses the YAML anchor "{event.anchor[:80]}"; write the value out instead'
    raise Unparsable(message, offset + event.start_mark.index)
