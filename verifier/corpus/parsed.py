"""The text of one file and the tree of its data: what a document is read from, and patched in."""

from __future__ import annotations

import codecs
from collections.abc import Collection
from typing import NamedTuple

from verifier.corpus.json_events import read_json
from verifier.corpus.markdown import front_matter_span, read_front_matter
from verifier.corpus.nodes import MapNode, Unparsable
from verifier.corpus.places import Lines, unify_lone_returns
from verifier.model.citation import Unreadable

_BYTE_ORDER_MARK = "\ufeff"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Parsed(NamedTuple):
    """A file that could be read. Offsets in `raw`, `text` and `tree` are the same ones."""

    path: str
    mark: str
    """The byte order mark it begins with, mostly none."""
    raw: str
    """What stands behind the mark, as it is."""
    text: str
    """`raw` with every lone CR written LF."""
    is_json: bool
    tree: MapNode

    @property
    def span(self) -> tuple[int, int]:
        """Where the data begins and ends: the YAML between the fences, or the whole JSON text."""
        whole = (0, len(self.text))
        return whole if self.is_json else front_matter_span(self.text) or (0, 0)


def is_json_path(path: str) -> bool:
    """Whether a path is that of a JSON document; all others are Markdown with front matter."""
    return path.lower().endswith(".json")


def parse(path: str, data: bytes, lists: Collection[str]) -> Parsed | Unreadable:
    """The tree of a file's bytes, or what is wrong with them and where; nothing is raised."""
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _undecodable(path, data, error)
    raw = decoded.lstrip(_BYTE_ORDER_MARK)
    text, is_json = unify_lone_returns(raw), is_json_path(path)
    try:
        tree = (_read_object(text) if is_json else read_front_matter(text, lists)) or MapNode(0)
    except Unparsable as error:
        subject = "the file" if is_json else "the front matter"
        return Unreadable(path, Lines(text).place(error.offset), f"{subject} {error}")
    return Parsed(path, decoded[: len(decoded) - len(raw)], raw, text, is_json, tree)


def _undecodable(path: str, data: bytes, error: UnicodeDecodeError) -> Unreadable:
    before = unify_lone_returns(data[: error.start].decode("utf-8").lstrip(_BYTE_ORDER_MARK))
    place = Lines(before).place(len(before))
    found = "looks like UTF-16" if data.startswith(_UTF16) else f"byte 0x{data[error.start]:02X} is not"
    return Unreadable(path, place, f"the file is not valid UTF-8 ({found}); save it as UTF-8")


def _read_object(text: str) -> MapNode:
    tree = read_json(text)
    if not isinstance(tree, MapNode):
        raise Unparsable('is not a JSON object; put the event in "{ … }"', tree.start)
    return tree
