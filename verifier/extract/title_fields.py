"""Every title that an HTML page gives itself, field by field. Does not judge which one is right.

Never scoped to `<head>`: a `<noscript><img>` closes it on 3 % of real pages (identity.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from verifier.extract.clean import MAX_TITLE, one_line
from verifier.model.address import document_key
from verifier.model.observation import TitleCandidate

MAX_TITLES = 60
"""Candidates that are kept, in the order of the fields below."""
_LOOKED_AT = 400
"""Elements of one kind that are looked at."""
_META_FIELDS = (
    ("og:title", "og:title"),
    ("twitter:title", "twitter:title"),
    ("citation_title", "citation_title"),
    ("dc.title", "dc.title"),
    ("dcterms.title", "dc.title"),
    ("parsely-title", "parsely-title"),
    ("sailthru.title", "sailthru.title"),
    ("title", "meta:title"),
    ("headline", "meta:title"),
)
_BLOCKS = ",".join(
    f'[class*="{name}" i]'
    for name in (
        "headline",
        "entry-title",
        "post-title",
        "article-title",
        "articletitle",
        "page-title",
        "story-title",
    )
)
_IN_ITS_OWN_NAMESPACE = frozenset({"svg", "math", "template", "noscript"})


def title_candidates(
    tree: LexborHTMLParser, metas: dict[str, list[str]], linked: Iterable[tuple[str, str]], url: str
) -> tuple[TitleCandidate, ...]:
    """The distinct titles of a parsed page, at most `MAX_TITLES`, each at most 4,096 code points."""
    distinct: dict[tuple[str, str], TitleCandidate] = {}
    for field, raw in _raw_titles(tree, metas, linked, url):
        text = one_line(raw)
        if text:
            distinct.setdefault((field, text), TitleCandidate(field, text))
        if len(distinct) == MAX_TITLES:
            break
    return tuple(distinct.values())


def _raw_titles(
    tree: LexborHTMLParser, metas: dict[str, list[str]], linked: Iterable[tuple[str, str]], url: str
) -> Iterator[tuple[str, str]]:
    yield from (("title", text_of(node)) for node in islice(_own(tree.css("title")), 3))
    for name, field in _META_FIELDS:
        yield from ((field, content) for content in metas.get(name, ())[:2])
    yield from islice(linked, 15)
    yield from (("h1", text_of(node)) for node in islice(_own(tree.css("h1")), 12))
    yield from (
        ("itemprop:headline", node.attributes.get("content") or text_of(node))
        for node in islice(_unlinked(tree.css('[itemprop~="headline"]'), url), 4)
    )
    yield from (("block", text_of(node)) for node in islice(_unlinked(tree.css(_BLOCKS), url), 8))
    yield from (("h2", text_of(node)) for node in islice(_unlinked(tree.css("h2"), url), 4))


def text_of(node: LexborNode) -> str:
    """The node's text, its elements set apart; a caller cuts it."""
    return node.text(separator=" ")[: MAX_TITLE * 4]


def _own(nodes: list[LexborNode]) -> Iterator[LexborNode]:
    """Those that are no part of a drawing, a formula or a template."""
    return (node for node in nodes[:_LOOKED_AT] if not _inside(node, _IN_ITS_OWN_NAMESPACE))


def _unlinked(nodes: list[LexborNode], url: str) -> Iterator[LexborNode]:
    """Those that neither stand in a link nor hold one: a linked headline names another page, unless
    the link leads to this very page."""
    for node in nodes[:_LOOKED_AT]:
        link = node.css_first("a[href]")
        if (link is None or _leads_here(link, url)) and not _inside(node, _IN_ITS_OWN_NAMESPACE | {"a"}):
            yield node


def _leads_here(link: LexborNode, url: str) -> bool:
    try:
        target = urljoin(url, (link.attributes.get("href") or "")[:2_000])
    except ValueError:
        return False
    return document_key(target) == document_key(url)


def _inside(node: LexborNode, tags: frozenset[str]) -> bool:
    parent = node.parent
    for _ in range(_LOOKED_AT):
        if parent is None:
            return False
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False
