"""Column types: Python values in columns that SQLite's STRICT tables accept (Integer, Text, Real, Blob).

Everything is text or an integer below, on every database, so that a dump can be read by eye and no
driver's own idea of dates, booleans or JSON comes between.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from verifier.store import codec

T = TypeVar("T")
W = TypeVar("W", bound=StrEnum)

_UNSTORABLE = re.compile("[\\\\\0\ud800-\udfff]")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def storable(text: str) -> str:
    r"""The text as a database takes it: UTF-8 holds no lone surrogates, PostgreSQL no NUL.

    Nearly every text is stored as it is. One that holds such a character (a JSON document may well
    say `"title": "\ud800"`), or begins with a backslash, is stored as a backslash and the text with
    these characters and every backslash written `\uXXXX`; `restored` is the exact inverse.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return _escaped(text)
    return _escaped(text) if "\0" in text or text.startswith("\\") else text


def restored(text: str) -> str:
    """The text that `storable` was given."""
    if not text.startswith("\\"):
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text[1:])


def _escaped(text: str) -> str:
    return "\\" + _UNSTORABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment as ISO 8601 text in UTC (`codec.utc_text`), so that text order is time order.

    SQLAlchemy's own `DateTime(timezone=True)` drops the offset on SQLite. A naive value is refused
    with ValueError.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To the column."""
        return None if value is None else codec.utc_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """From the column: aware, UTC."""
        return None if value is None else datetime.fromisoformat(value)


class AnyText(TypeDecorator[str]):
    """Text from a page, a document or an archive, whatever characters it holds (`storable`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """To the column."""
        return None if value is None else storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """From the column."""
        return None if value is None else restored(value)


class AnyInteger(TypeDecorator[int]):
    """A number that somebody else wrote, whatever its size, as decimal text: an `importance` of 10**30
    must not cost the whole corpus (an Integer column raises OverflowError)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """To the column."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        """From the column."""
        return None if value is None else int(value)


class Flag(TypeDecorator[bool]):
    """Yes or no as 1 or 0; STRICT tables know no BOOLEAN."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """To the column."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """From the column."""
        return None if value is None else bool(value)


class Word(TypeDecorator[W]):
    """A word of one of the model's enums, stored as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[W]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: W | None, dialect: Dialect) -> str | None:
        """To the column."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> W | None:
        """From the column."""
        return None if value is None else self.kind(value)


class Json(TypeDecorator[T]):
    """A model type as JSON text (`codec`)."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[T]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:
        """To the column."""
        return None if value is None else storable(codec.encode(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:
        """From the column."""
        return None if value is None else codec.decode(self.kind, restored(value))
