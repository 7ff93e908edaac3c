"""Values of strangers as JSON that keeps them exactly and acts on nobody who prints the file.

Characters that act on a terminal, reorder text or are no text are written as JSON escapes; a lone
surrogate, which no UTF-8 file can hold, becomes U+FFFD.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from verifier.report.inert import LOG_COMMAND

_SURROGATES = re.compile("[\ud800-\udfff]")
_LOG_COMMAND = re.compile(rf"#([a-z]*){LOG_COMMAND}\[", re.IGNORECASE)


def encoded(value: object) -> str:
    """`value` as JSON on one line."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    if "##" in text:
        text = _LOG_COMMAND.sub(r"\\u0023\1[", text)
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _escaped(character) for character in text)


def _escaped(character: str) -> str:
    return json.dumps(_SURROGATES.sub("\ufffd", character))[1:-1]


def lines(records: Iterable[object]) -> Iterator[str]:
    """A JSON array of `records`, one a line, piece by piece."""
    before = "[\n"
    for record in records:
        yield before + encoded(record)
        before = ",\n"
    yield "[]" if before == "[\n" else "\n]"


def object_of(members: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    """A JSON object, piece by piece, one member a line; the values are the pieces of JSON texts."""
    before = "{\n"
    for name, value in members:
        yield f'{before}"{name}": '
        yield from value
        before = ",\n"
    yield "\n}\n"
