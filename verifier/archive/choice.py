"""Which of several copies serves a citation. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from verifier.model.memento import Memento

_DATE = re.compile(r"([12]\d{3})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")
_TIMESTAMP = "%Y%m%d%H%M%S"


def reference(near: str | None) -> str | None:
    """The first second that a date names, as 14 digits: "2021-04" → "20210401000000".

    None where nothing is given, or nothing that begins like an ISO 8601 date.
    """
    match = _DATE.match((near or "").strip())
    if match is None:
        return None
    try:
        begin = datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1), tzinfo=UTC)
    except ValueError:
        return None
    return begin.strftime(_TIMESTAMP)


def is_timestamp(text: str) -> bool:
    """Whether `text` is 14 digits that name an instant."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        return False
    try:
        datetime.strptime(text, _TIMESTAMP).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def choose(copies: Sequence[Memento], near: str | None) -> Memento | None:
    """The copy to show for a citation of date `near`; None where no copy is of status 200.

    The earliest one on or after the date: what stood there soon after publication is what the author
    read, and "within 30 days, else the nearest after" (design: wayback) is that same copy. Where all
    are older, the last one before. Without a date, the latest.
    """
    good = sorted((copy for copy in copies if copy.status == 200), key=lambda copy: copy.timestamp)
    begin = reference(near)
    after = [copy for copy in good if begin is not None and copy.timestamp >= begin]
    if after:
        return after[0]
    return good[-1] if good else None
