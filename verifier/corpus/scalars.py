"""One value as YAML or JSON writes it. Knows no document; that the text is read as the value again is
proven by `proof`.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum

_PLAIN_URL = re.compile(r"https?://\S*[^\s:]")
"""Needs no quotes: it begins like no other type, and holds neither ": " nor " #"."""
_PLAIN_KEY = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_FLOW_MARKS = re.compile(r"[,?\[\]{}]")
"""What ends a plain value between brackets; "?" does for PyYAML's parser in Python alone."""
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Quote(StrEnum):
    """The mark around a value."""

    SINGLE = "'"
    DOUBLE = '"'


def quote_of(written: str) -> Quote | None:
    """The quote that a written value or key begins with."""
    return Quote(written[0]) if written[:1] in ("'", '"') else None


def yaml_value(value: str, quote: Quote | None, *, in_flow: bool) -> str:
    """A text of one line as YAML: plain where that is safe in every version of YAML, else in `quote`
    (single where it has none). A date is quoted, or loaders would make another type of it."""
    return value if is_plain_url(value, in_flow=in_flow) else quoted(value, quote or Quote.SINGLE)


def is_plain_url(value: str, *, in_flow: bool) -> bool:
    """Whether a text can stand without quotes (`in_flow`: between brackets, where commas end it)."""
    return _PLAIN_URL.fullmatch(value) is not None and not (in_flow and _FLOW_MARKS.search(value))


def yaml_key(key: str, quote: Quote | None) -> str:
    """A key as YAML, quoted where its neighbours are or where it has to be."""
    if quote is None and _PLAIN_KEY.fullmatch(key):
        return key
    return quoted(key, quote or Quote.SINGLE)


def quoted(value: str, quote: Quote) -> str:
    """A printable text between quotes in YAML."""
    return quote + escaped(value, quote) + quote


def escaped(value: str, quote: Quote | None) -> str:
    """What stands between those quotes; without quotes nothing is escaped."""
    if quote is Quote.SINGLE:
        return value.replace("'", "''")
    if quote is Quote.DOUBLE:
        return value.replace("\\", "\\\\").replace('"', '\\"')
    return value


def json_string(value: str, *, ascii_only: bool) -> str:
    """A text as JSON, as its document writes it: with or without escapes for other than ASCII."""
    return json.dumps(value, ensure_ascii=ascii_only)
