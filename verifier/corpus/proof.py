"""That a patched document says what the edits say, and everything else that it said before.

Two readers have to agree on it: our own, which the patch was made with, and the library's, which knows
types. Whatever is not proven is not written.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any, NamedTuple

import yaml

from verifier.config import FieldsConfig
from verifier.corpus.nodes import MapNode, Node, Scalar
from verifier.corpus.parsed import Parsed, parse
from verifier.corpus.splices import Splice
from verifier.corpus.targets import NotEditable, Path, Targets
from verifier.corpus.yaml_events import FAST_LOADER
from verifier.model.citation import Claim, Unreadable
from verifier.model.repair import Edit

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MISSING = object()
_TYPED = ("int", "float", "timestamp", "value", "merge")
"""Compared by type and spelling: making the value can fail (31 February), take hours (a sexagesimal number
of a megabyte), or is not known to PyYAML ("=" and "<<" as values)."""


class Change(NamedTuple):
    """What an edit does to the data."""

    edit: Edit
    path: Path
    """Where the value is."""
    value: str
    """What is read there afterwards."""
    said: str
    """What the citation says afterwards."""


def require_proof(
    before: Parsed,
    after: bytes,
    splices: Iterable[Splice],
    changes: Sequence[Change],
    lists: Sequence[str],
    fields: FieldsConfig,
) -> None:
    """Raises `NotEditable` unless `after` differs from `before` by the changes alone."""
    patched = parse(before.path, after, lists)
    if isinstance(patched, Unreadable):
        raise NotEditable(f"with the edit, {patched.message}; edit it by hand")
    _require_the_same_around(before, patched)
    _require_only_added_lines(before, patched, splices)
    _require_changes(_plain(before.tree), _plain(patched.tree), changes)
    _require_changes(_loaded(before), _loaded(patched), changes)
    _require_claims(before, patched, changes, lists, fields)


def _require_the_same_around(before: Parsed, after: Parsed) -> None:
    (start, end), (new_start, new_end) = before.span, after.span
    head, new_head = before.mark + before.raw[:start], after.mark + after.raw[:new_start]
    if head != new_head or before.raw[end:] != after.raw[new_end:]:
        raise NotEditable("the edit would change the text around the data; edit it by hand")


def _require_only_added_lines(before: Parsed, after: Parsed, splices: Iterable[Splice]) -> None:
    """Every line that no splice touches has to be there still, in the same order, and none less."""
    old, new = _LINE.findall(before.raw), _LINE.findall(after.raw)
    starts = list(accumulate(map(len, old), initial=0))
    touched = {index for splice in splices for index in _touched(splice, starts)}
    rest = iter(new)
    kept = all(line in rest for index, line in enumerate(old) if index not in touched)
    if not kept or len(new) < len(old):
        raise NotEditable("the edit would change other lines than its own; edit it by hand")


def _touched(splice: Splice, starts: Sequence[int]) -> range:
    first, last = bisect_right(starts, splice.start) - 1, bisect_right(starts, splice.end) - 1
    is_new_line = splice.start == splice.end == starts[first]
    return range(0) if is_new_line else range(first, last + 1)


def _require_changes(old: Any, new: Any, changes: Iterable[Change]) -> None:  # noqa: ANN401
    """Take the changes back out of `new`: what is left has to be `old`, in the same order."""
    for change in changes:
        was, found = _at(old, change.path), _at(new, change.path)
        same_type = isinstance(found, tuple) and isinstance(was, tuple) and found[0] == was[0]
        if (found[1] if same_type else found) != change.value:
            raise NotEditable(
                f"the new value of {change.edit.name} would be read as another; edit it by hand"
            )
        holder = _at(new, change.path[:-1])
        if was is _MISSING:
            del holder[change.path[-1]]
        else:
            holder[change.path[-1]] = was
    if repr(old) != repr(new):
        raise NotEditable("the edit would change more than its own value; edit it by hand")


def _at(data: Any, path: Path) -> Any:  # noqa: ANN401
    for step in path:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return _MISSING
    return data


def _plain(node: Node) -> Any:  # noqa: ANN401
    """A tree without its places (the readers bound its depth); None is null, all else is text."""
    if isinstance(node, Scalar):
        return None if node.null else node.text
    if isinstance(node, MapNode):
        return {key: _plain(value) for key, value in node.entries.items()}
    return [_plain(item) for item in node.items]


def _loaded(parsed: Parsed) -> Any:  # noqa: ANN401
    """The data as the library loads it; our reader has refused what would harm it (depth, anchors)."""
    start, end = parsed.span
    try:
        return _load_json(parsed.raw) if parsed.is_json else yaml.load(parsed.raw[start:end], _TYPED_LOADER)  # noqa: S506
    except (yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError) as error:
        problem = getattr(error, "problem", None) or error
        raise NotEditable(
            f"a YAML or JSON library cannot load the document ({problem}); correct it"
        ) from None


def _load_json(text: str) -> Any:  # noqa: ANN401
    return json.loads(text, parse_int=_typed_number, parse_float=_typed_number, parse_constant=_typed_number)


def _typed_number(text: str) -> tuple[str, str]:
    return "number", text


def _typed_scalar(loader: Any, node: Any) -> tuple[str, str]:  # noqa: ANN401
    return node.tag, loader.construct_scalar(node)


def _typed_loader() -> Any:  # noqa: ANN401
    loader: Any = type("TypedLoader", (FAST_LOADER,), {})
    for name in _TYPED:
        loader.add_constructor(f"tag:yaml.org,2002:{name}", _typed_scalar)
    return loader


_TYPED_LOADER = _typed_loader()


def _require_claims(
    before: Parsed, after: Parsed, changes: Iterable[Change], lists: Sequence[str], fields: FieldsConfig
) -> None:
    """Every citation has to be read as before, and the edited ones as edited."""
    expected = {(name, index): claim for name, index, claim in _claims(before, lists, fields)}
    for change in changes:
        # The date of a copy is no part of a claim.
        if change.edit.name == "url":
            expected[change.edit.citation] = replace(expected[change.edit.citation], url=change.said)
        elif change.edit.name == "archive_url":
            expected[change.edit.citation] = replace(expected[change.edit.citation], archive_url=change.said)
    if expected != {(name, index): claim for name, index, claim in _claims(after, lists, fields)}:
        raise NotEditable("with the edit, the citations would be read otherwise; edit it by hand")


def _claims(parsed: Parsed, lists: Sequence[str], fields: FieldsConfig) -> Iterator[tuple[str, int, Claim]]:
    for name, entries in Targets(parsed, lists, fields).entries.items():
        for index, entry in enumerate(entries):
            yield name, index, entry.claim
