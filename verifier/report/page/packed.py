"""How a row of the page's data is laid out. The script reads the field names from the data.

Unless a field says otherwise it points into the list of strings, where 0 is "nothing". Folded: the
string holds placeholders for what other columns say (`strings.fold_in`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class PackedClaim(NamedTuple):
    """What a citation says, and where."""

    document: int
    """Position in the documents."""
    line: int
    """A number."""
    column: int
    """A number."""
    list: int
    position: int
    """A number: the entry's index in its list."""
    url: int
    source: int
    """0 also where it is the URL as written."""
    host: int
    title: int
    publisher: int
    date: int
    tier: int
    archive_url: int
    seen: int | None
    """Seconds from the first sight of the citation to the report."""
    key: str
    """The first `KEY_LENGTH` characters of the citation key."""


class PackedConclusion(NamedTuple):
    """What was concluded."""

    verdict: int
    access: int
    page_class: int
    identity: int
    reason: int
    score: int | None
    """A number, 0 to 100."""
    matched_field: int
    found_title: int
    """Folded."""
    preservation: int
    memento: int
    """Folded."""
    findings: Sequence[int]
    """Position of the rule (a number) and message (folded) by turns."""
    reasons: Sequence[int]
    """Folded."""


class PackedCheck(NamedTuple):
    """The last check; missing at the end of the row where there was none."""

    final_url: int
    """Folded; 0 also where it is the source."""
    status: int | None
    """A number."""
    failure: int
    hops: Sequence[int]
    """URL (folded) and status (a number) by turns; empty where one request was answered, or none."""
    checked: int
    """Seconds from the check to the report."""
    seconds: float
    body_bytes: int
    language: int
    site_name: int
    published: int


class PackedDocument(NamedTuple):
    """One document and how it stands; the counts are numbers."""

    path: int
    title: int
    date: int
    importance: int | None
    """A number."""
    verified: int
    problems: int
    unconfirmed: int
    attention: int
    rank: int | None
    """A number: its place in the order of attention, from 0; None where it needs none."""
    findings: Sequence[int]
    """As in a citation, with nothing folded."""
    quotations: Sequence[int]
    """Line (a number), text, standing, passage, and URL as cited, by turns."""


COLUMNS = PackedClaim._fields + PackedConclusion._fields + PackedCheck._fields
"""The names of a citation row's places."""

QUOTED = ("url", "title", "host", "archive_url", "final_url", "found_title", "memento")
"""The columns whose texts a folded text may quote, by the position that its placeholder names."""

PLAIN = 4
"""How many of them are not folded themselves. Folded columns quote only these; sentences quote all."""

KEY_LENGTH = 12
"""Hexadecimal characters of a citation key that a link names: 48 bits."""
