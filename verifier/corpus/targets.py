"""Which part of a document an edit means: the entry, the key of the field, the key to put it after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from verifier.config import FieldsConfig
from verifier.corpus.fields import Entry, EntryReader
from verifier.corpus.nodes import ListNode, MapNode, Node, Scalar
from verifier.corpus.parsed import Parsed
from verifier.model.repair import EditedField

Path = tuple[str | int, ...]
"""Keys and positions that lead from the document's data to a value."""


class NotEditable(Exception):
    """An edit cannot be made; the message is a clause that says why, and what to do where that is not
    plain."""


class Target(NamedTuple):
    """A citation that can be edited."""

    entry: Entry
    path: Path
    """Where its node is."""
    in_flow: bool
    """Whether it stands between brackets ("[…]", "{…}"), as everything in JSON does."""


class Pair(NamedTuple):
    """A key of a citation and its value."""

    key: Scalar
    value: Scalar


class Targets:
    """The citations of one document, by list and position."""

    def __init__(self, parsed: Parsed, lists: Sequence[str], fields: FieldsConfig) -> None:
        self._text, tree = parsed.text, parsed.tree
        self._spellings: Mapping[EditedField, Sequence[str]] = {
            "url": fields.url,
            "archive_url": fields.archive_url,
            "archive_date": fields.archive_date,
        }
        there = [name for name in lists if name in tree.entries]
        reader = EntryReader(parsed.text, fields)
        self.entries = {name: list(reader.read(tree.entries[name])) for name in there}
        """Every citation, whether it can be edited or not."""
        self._places = {id(node): place for name in there for node, place in _nodes(name, tree)}
        nodes = [entry.node for entries in self.entries.values() for entry in entries]
        self._used = {key for node in nodes if isinstance(node, MapNode) for key in node.entries}

    def find(self, name: str, index: int) -> Target:
        """The citation that stands there. Raises `NotEditable`."""
        entries = self.entries.get(name, [])
        if not 0 <= index < len(entries):
            raise NotEditable(f'the list "{name}" has no entry {index + 1}; read the document again')
        entry = entries[index]
        found = self._places.get(id(entry.node))
        if found is None:
            raise NotEditable("the citation stands in a list inside its list; edit it by hand")
        starts = (found.holder.start, entry.node.start)
        in_flow = any(self._text[start : start + 1] in ("{", "[") for start in starts)
        return Target(entry, found.path, in_flow)

    def pair(self, node: MapNode, name: EditedField) -> Pair | None:
        """The key that says a field, as `fields` reads it: the first spelling that says something, else the
        first that is not null, else the first. None where there is none; raises `NotEditable`."""
        values = [(key, node.entries[key]) for key in self._spellings[name] if key in node.entries]
        pairs = [Pair(node.keys[key], value) for key, value in values if isinstance(value, Scalar)]
        if len(pairs) < len(values):
            raise NotEditable(f'the value of "{name}" is a list or mapping; make it one value')
        ranked = sorted(
            pairs, key=lambda pair: (not pair.value.text.strip() or pair.value.null, pair.value.null)
        )
        return ranked[0] if ranked else None

    def spelling(self, name: EditedField) -> str:
        """How the document writes a field that a citation lacks: as another one does, else as is usual."""
        spellings = self._spellings[name]
        if not spellings:
            raise NotEditable(f'fields.{name} has no spelling; put one into "[fields]"')
        return next((spelling for spelling in spellings if spelling in self._used), spellings[0])

    def anchor(self, node: MapNode, name: EditedField) -> Pair:
        """The pair that a new one is put after. Raises `NotEditable`."""
        before: Sequence[EditedField] = ("archive_url", "url") if name == "archive_date" else ("url",)
        found = next((pair for each in before if (pair := self.pair(node, each))), None)
        if found is not None:
            return found
        for key, value in node.entries.items():
            if isinstance(value, Scalar):
                return Pair(node.keys[key], value)
        raise NotEditable("the citation has no simple value to put the new one after; edit it by hand")


class _Place(NamedTuple):
    path: Path
    holder: Node


def _nodes(name: str, tree: MapNode) -> Iterator[tuple[Node, _Place]]:
    """Every node of a list that can be edited, its path, and the node that holds it."""
    value = tree.entries[name]
    yield value, _Place((name,), tree)
    yield from _values(value, (name,))
    for index, item in enumerate(value.items if isinstance(value, ListNode) else ()):
        yield item, _Place((name, index), value)
        yield from _values(item, (name, index))


def _values(node: Node, path: Path) -> Iterator[tuple[Node, _Place]]:
    for key, value in node.entries.items() if isinstance(node, MapNode) else ():
        yield value, _Place((*path, key), node)
