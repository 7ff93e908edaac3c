"""Pages that may repeat any title they are asked for: results of a search, and "not found" with a name in it.

Their titles agree with whatever was cited, so that agreement proves nothing. And the other way about: the
document that is called like such a page.
"""

from __future__ import annotations

import re

from verifier.judge.contest import HEADING_FIELDS, TEXT_FIELDS
from verifier.judge.evidence import ENOUGH_ARTICLE, ENOUGH_TEXT
from verifier.judge.likeness import ENOUGH_WORDS
from verifier.judge.weights import content_words
from verifier.model.address import is_search
from verifier.model.observation import Page
from verifier.model.text import squeeze, tokens

_PARTS = re.compile(r"\s*[|·•»«\"“”„‘:]\s*|\s+[–—-]+\s+|[.!?…]+(?:\s|$)")
_THING = r"(?:page|article|story|post|content|document)"
_ALONE = re.compile(
    rf"(?:oops |sorry |error )?(?:(?:404|410)(?: error)?(?: {_THING})?(?: not found)?"
    rf"|{_THING} (?:was |is |could )?(?:not |no longer )(?:be )?(?:found|available)"
    rf"|{_THING} (?:removed|deleted|unavailable|missing)|not found|nothing found|no results(?: found)?"
    r"|no longer available|search|(?:your )?search results?|suche|suchergebnisse|seite nicht gefunden"
    r"|page introuvable|pagina no encontrada|resultats de recherche|resultados de busqueda)(?: for)?"
)
"""What a part of such a title says, beside what was asked for; folded."""
_BEFORE = re.compile(
    r"(?:(?:your )?search results?|you(?: have)? searched|your search|showing results"
    r"|(?:nothing|no (?:results?|matches|posts|articles))(?: was| were)?(?: found)?"
    r"|suchergebnisse) (?:for|fur) "
)
"""How a title begins that goes on with what was asked for."""
_MISSING_WORDS = frozenset(
    "page article story post content document site website url error oops sorry http 404 410 found available"
    " longer exist exists removed deleted unavailable missing nothing".split()
)
_CALLED_BY = frozenset({"title", "og:title", "twitter:title", "ld:headline", "h1"})


def only_repeats(cited: str, final_url: str, page: Page) -> bool:
    """Whether the page speaks of a search or of a missing page where the cited title does not."""
    if is_search(final_url):
        return True
    own = [title.text for title in page.titles if title.field not in HEADING_FIELDS | TEXT_FIELDS]
    said = " ".join(tokens(cited))
    return any(phrase not in said for title in own for phrase in _phrases(title))


def _phrases(title: str) -> list[str]:
    """What a title says of a search or a missing page, beside something else."""
    parts = [part for part in (" ".join(tokens(part)) for part in _PARTS.split(title[:300])) if part]
    alone = [part for part in parts if len(parts) > 1 and _ALONE.fullmatch(part)]
    before = _BEFORE.match(" ".join(parts))
    return [*alone, before[0].strip()] if before else alone


def is_called_so(cited: str, page: Page, names: frozenset[str]) -> bool:
    """Whether a page that was taken for a missing one is the cited document all the same: everything that
    it calls itself is the cited title, which says more than that a page is missing, and it has a text."""
    key = squeeze(cited)
    titles = [squeeze(title.text) for title in page.titles if title.field in _CALLED_BY]
    same = key in titles and all(title.replace(key, "", 1) in names | {""} for title in titles)
    enough = page.own_text >= ENOUGH_TEXT or (page.rich and page.own_text >= ENOUGH_ARTICLE)
    return same and enough and _telling(cited) >= ENOUGH_WORDS


def may_be_called_so(cited: str, page: Page) -> bool:
    """Whether a page that carries the cited title may be called so: no other title of it says just that
    something is missing, and the cited one says more than that."""
    key = squeeze(cited)
    others = (title.text for title in page.titles if title.field in _CALLED_BY)
    if any(not _telling(other) for other in others if key not in squeeze(other)):
        return False
    return _telling(cited) >= (1 if page.own_text >= ENOUGH_TEXT else ENOUGH_WORDS)


def _telling(cited: str) -> int:
    return len(set(content_words(tokens(cited))) - _MISSING_WORDS)
