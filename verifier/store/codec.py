"""Model types to JSON text and back, exactly. Knows no table and touches no database.

An enum is written as its value, a moment as ISO 8601 in UTC, a set in sorted order, so that equal
values give equal text. Reading ignores keys that the type does not have and fills keys that the text
does not have with the field's default: a field that is added to a model type needs no migration.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Reader = Callable[[Any], Any]


def encode(value: object) -> str:
    """JSON text of a model type. Raises ValueError for a moment without a time zone.

    The text may hold lone surrogates where the value does: `types.AnyText` stores them.
    """
    return _ENCODER.encode(value)


def decode(kind: type[T], text: str) -> T:
    """The value of type `kind` that `encode` made the text from."""
    return cast("T", _reader(cast("Hashable", kind))(json.loads(text)))


def utc_text(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC with microseconds: 32 characters that sort as the moments do.

    Raises ValueError for a moment without a time zone: which instant it means is unknown.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; use an aware UTC datetime")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {name: getattr(value, name) for name in _field_names(cast("Hashable", type(value)))}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in the database")


_ENCODER = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":"))


@cache
def _field_names(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cast("type", kind)))


def _as_is(value: object) -> object:
    return value


@cache
def _reader(hint: Hashable) -> _Reader:
    """What turns a JSON value into a value of the annotated type `hint`."""
    if is_dataclass(hint):
        return _dataclass_reader(cast("type", hint))
    arguments = [argument for argument in get_args(hint) if argument not in (NoneType, Ellipsis)]
    if NoneType in get_args(hint):
        return _optional_reader(_reader(arguments[0]))
    origin = get_origin(hint)
    if origin in (tuple, frozenset):
        return _collection_reader(origin, arguments)
    if hint is datetime:
        return datetime.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _as_is


def _dataclass_reader(kind: type) -> _Reader:
    hints = get_type_hints(kind)
    readers = {name: _reader(hints[name]) for name in _field_names(kind)}
    return lambda data: kind(**{name: read(data[name]) for name, read in readers.items() if name in data})


def _optional_reader(inner: _Reader) -> _Reader:
    if inner is _as_is:
        return inner
    return lambda value: None if value is None else inner(value)


def _collection_reader(build: Callable[[Any], Any], arguments: list[Any]) -> _Reader:
    """For `tuple[X, ...]` and `frozenset[X]`."""
    item = _reader(arguments[0])
    if item is _as_is:
        return build
    return lambda values: build(item(value) for value in values)
