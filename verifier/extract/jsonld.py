"""JSON-LD as pages really carry it: lenient, bounded, and never deeper than the page's own subject.

Lists of other articles, authors, comments and organisations are not read: their names are no titles
of this page.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from verifier.model.address import segments

MAX_BLOCKS = 20
MAX_BLOCK = 300_000
"""Characters of one block that are read."""
MAX_NODES = 400
"""Objects that are visited."""

_DOCUMENT_TYPE = re.compile(
    r"Article|Posting|Report|Page|Document|Book|Recipe|Event|Video|Movie|Episode|Dataset|Thesis|Review"
    r"|CreativeWork|Legislation|Course|HowTo|Question|Product|Podcast|MediaObject|Audio|Presentation"
)
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report$|Recipe")
_SUBJECT_KEYS = ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf", "about")
_HEADLINE = re.compile(r'"headline"\s*:\s*"((?:[^"\\]|\\.){1,4096})"')
_TITLE_KEYS = (
    ("headline", "ld:headline"),
    ("alternativeHeadline", "ld:alternativeHeadline"),
    ("name", "ld:name"),
)


@dataclass(slots=True)
class LinkedData:
    """What a page's JSON-LD says of the page itself; texts as written."""

    titles: list[tuple[str, str]] = field(default_factory=list)
    """Field ("ld:headline", "ld:name", "ld:alternativeHeadline") and text."""
    publisher: str | None = None
    published: str | None = None
    article: bool = False
    """True where it describes an article."""


def read_linked_data(blocks: Iterable[str], url: str = "") -> LinkedData:
    """The facts in the JSON-LD `blocks` of the page at `url`. A block that does not parse still yields its
    headlines."""
    found = LinkedData()
    for number, block in enumerate(blocks):
        if number == MAX_BLOCKS:
            break
        _read_block(block[:MAX_BLOCK], found, url)
    return found


def _read_block(block: str, found: LinkedData, url: str) -> None:
    try:
        data = json.loads(block.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        headlines = [match[1] for match in _HEADLINE.finditer(block)][:1]
        found.titles.extend(("ld:headline", _unquoted(headline)) for headline in headlines)
        found.article = found.article or bool(headlines)
        return
    for node in _nodes(data):
        if not _is_elsewhere(node, url):
            _read_node(node, found)


def _unquoted(raw: str) -> str:
    try:
        text = json.loads(f'"{raw}"', strict=False)
    except ValueError:
        return raw
    return str(text)


def _nodes(data: object) -> Iterator[dict[str, object]]:
    """The objects that describe the page: the roots and what they name as graph or main entity."""
    waiting: deque[object] = deque([data])
    seen = 0
    while waiting and seen < MAX_NODES:
        item = waiting.popleft()
        seen += 1
        if isinstance(item, list):
            waiting.extend(item[:MAX_NODES])
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in _SUBJECT_KEYS if key in item)


def _read_node(node: dict[str, object], found: LinkedData) -> None:
    kind = _type(node)
    if not _DOCUMENT_TYPE.search(kind) and "headline" not in node:
        return
    for key, name in _TITLE_KEYS:
        found.titles.extend((name, text) for text in _texts(node.get(key)))
    found.article = found.article or bool(_ARTICLE_TYPE.search(kind))
    found.published = found.published or next(_texts(node.get("datePublished")), None)
    found.publisher = found.publisher or _name(node.get("publisher"))


def _is_elsewhere(node: dict[str, object], url: str) -> bool:
    """Whether an article says that it is at another address: the page only lists it. What a page is called
    at its end tells; before that, a site may have several ways to it."""
    said = node.get("url") or node.get("@id")
    if not url or not isinstance(said, str) or not _ARTICLE_TYPE.search(_type(node)):
        return False
    there, here = segments(said[:2_000]), segments(url)
    return bool(there and here) and said.startswith("http") and there[-1] != here[-1]


def _type(node: dict[str, object]) -> str:
    kind = node.get("@type")
    return " ".join(str(part) for part in kind[:10]) if isinstance(kind, list) else str(kind or "")


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return next(_texts(value), None)


def _texts(value: object) -> Iterator[str]:
    values = value[:3] if isinstance(value, list) else [value]
    for text in values:
        if isinstance(text, str) and text.strip():
            yield text
