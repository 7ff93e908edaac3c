"""An HTML page to facts about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from verifier.extract.attributes import too_many_attributes
from verifier.extract.clean import one_line, optional
from verifier.extract.fingerprint import text_digest
from verifier.extract.jsonld import LinkedData, read_linked_data
from verifier.extract.nesting import too_deep
from verifier.extract.sightings import LIMIT, sightings
from verifier.extract.signs.notices import NOTICES
from verifier.extract.signs.phrases import spoken
from verifier.extract.signs.source import SOURCE_MARKERS
from verifier.extract.title_fields import title_candidates
from verifier.model.observation import Page
from verifier.model.text import words

MAX_TEXT = 1_000_000
"""Characters of visible text that are read."""
LEAD = 600
_SHORT = 5_000
"""Walls are shorter: in a longer page's source a vendor's script means nothing."""
_UNSEEN = ["script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head"]
_REFRESH = re.compile(
    r"\s*+(\d{0,4}+)[\d.]{0,9}+\s*+[;,]?\s*+url\s*+=\s*+[\"']?\s*+([^\"'>\s]{1,2000})", re.IGNORECASE
)
_SCRIPTED = re.compile(
    r"\blocation(?:\.href)?\s*(?:=|\.replace\(|\.assign\()\s*[\"']([^\"'\s]{1,2000})[\"']", re.IGNORECASE
)
_SLOWEST_REFRESH = 15
"""Seconds: a page that goes on later is meant to be read (or reloads itself)."""


def read_html(html: str, url: str, quotations: Sequence[str] = ()) -> Page | None:
    """What the page says of itself; `url` resolves relative addresses. None where parsing is refused.

    `quotations` are looked for in its text and description.
    """
    if too_deep(html) or too_many_attributes(html):
        return None
    tree = LexborHTMLParser(html)
    metas = _metas(tree)
    linked = read_linked_data((node.text() for node in tree.css('script[type*="ld+json" i]')), url)
    titles = title_candidates(tree, metas, linked.titles, url)
    declared = _refresh(tree, url)
    scripts = [node.text()[:20_000] for node in tree.css("script")[:100]]
    canonical, language = _canonical(tree, url), _language(tree, metas)
    published, rich = linked.published or _published(tree, metas), _is_rich(metas, linked)
    password = tree.css_first('input[type="password" i]') is not None
    text, density, whole = _visible(tree)
    description = _first(metas, "description", "og:description", "twitter:description")
    said = f"{description or ''} {text}"
    return Page(
        kind="html",
        titles=titles,
        site_name=_first(metas, "og:site_name", "application-name", "twitter:app:name:iphone"),
        publisher=optional(linked.publisher)
        or _first(metas, "citation_publisher", "dc.publisher", "publisher"),
        published=optional(published, 100),
        language=language,
        description=description,
        canonical=canonical,
        refresh=declared or _scripted(scripts, text, url),
        text_length=len(text),
        lead=text[:LEAD],
        words=words(said),
        link_density=density,
        rich=rich,
        password_field=password,
        script_count=len(scripts),
        markers=_markers(html, text),
        sightings=sightings(quotations, said),
        searched_whole=len(said) <= LIMIT,
        text_digest=text_digest(titles, description, text) if whole else "",
    )


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """Contents of `<meta>` by name, property or itemprop in lower case."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:500]:
        attributes = node.attributes
        content = attributes.get("content")
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name and content:
            found.setdefault(name.strip().lower()[:100], []).append(content)
    return found


def _first(metas: dict[str, list[str]], *names: str) -> str | None:
    return next((text for name in names for text in map(optional, metas.get(name, ())) if text), None)


def _canonical(tree: LexborHTMLParser, url: str) -> str | None:
    node = tree.css_first('link[rel~="canonical" i][href]')
    return None if node is None else _absolute(url, node.attributes.get("href"))


def _absolute(base: str, target: str | None) -> str | None:
    """`target` seen from `base`, at most 2,000 characters; None for what is no address."""
    text = one_line(target, 2_000)
    try:
        return urljoin(base, text) if text else None
    except ValueError:
        return None


def _language(tree: LexborHTMLParser, metas: dict[str, list[str]]) -> str | None:
    node = tree.css_first("html")
    declared = None if node is None else optional(node.attributes.get("lang"), 35)
    return declared or _first(metas, "content-language", "og:locale", "dc.language")


def _published(tree: LexborHTMLParser, metas: dict[str, list[str]]) -> str | None:
    said = _first(
        metas,
        "article:published_time",
        "citation_publication_date",
        "datepublished",
        "dc.date",
        "dc.date.issued",
        "parsely-pub-date",
        "sailthru.date",
        "date",
    )
    node = None if said else tree.css_first("time[datetime]")
    return said if node is None else node.attributes.get("datetime")


def _is_rich(metas: dict[str, list[str]], linked: LinkedData) -> bool:
    kind = (_first(metas, "og:type") or "").lower()
    own = any(name in metas for name in ("article:published_time", "citation_title", "parsely-title"))
    return linked.article or kind.startswith("article") or own


def _refresh(tree: LexborHTMLParser, url: str) -> str | None:
    """Where `<meta http-equiv=refresh>` leads at once; not the one for readers without scripts."""
    for node in tree.css('meta[http-equiv="refresh" i][content]')[:5]:
        match = _REFRESH.match(node.attributes.get("content") or "")
        parent = node.parent
        if match and int(match[1] or 0) <= _SLOWEST_REFRESH and (parent is None or parent.tag != "noscript"):
            return _absolute(url, match[2])
    return None


def _scripted(scripts: list[str], text: str, url: str) -> str | None:
    """Where the script of an almost empty page leads."""
    if len(text) > 200 or len(scripts) > 3:
        return None
    match = next((found for found in map(_SCRIPTED.search, scripts) if found), None)
    return _absolute(url, match[1]) if match else None


def _visible(tree: LexborHTMLParser) -> tuple[str, float, bool]:
    """The visible text, white space folded, the share of it that stands in links, and whether it is whole."""
    tree.strip_tags(_UNSEEN)
    body = tree.body
    if body is None:
        return "", 0.0, True
    raw = body.text(separator=" ")
    text = one_line(raw, MAX_TEXT)
    linked = sum(len(node.text().strip()) for node in body.css("a")[:3_000])
    density = round(min(1.0, linked / len(text)), 3) if text else 0.0
    return text, density, len(raw) <= MAX_TEXT


def _markers(html: str, text: str) -> tuple[str, ...]:
    if len(text) > _SHORT:
        return ()
    source, said = html[:MAX_TEXT].lower(), spoken(text)
    marked = [name for name, needles in SOURCE_MARKERS if any(needle in source for needle in needles)]
    return (*marked, *(name for name, sentence in NOTICES if sentence.search(said)))
