"""A made-up address beside a cited one: a site that answers it with the same page answers anything so.

After Bar-Yossef, Broder, Kumar and Tomkins, "Sic transit gloria telae" (2004). Pure: somebody else asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from verifier.model.check import PastCheck
from verifier.model.observation import Exchange, Page
from verifier.model.text import squeeze
from verifier.model.verdict import Access, Identity, PageClass, PageJudgement

_ENOUGH_TEXT = 250
"""Characters outside links: less is the shell of a page that scripts fill, the same for every document."""
_AGAIN = 30
"""Days."""
_ALIKE = 0.9
"""Share of the words that both pages have: dates, teasers and the address itself may differ."""
_SETTLED = frozenset(
    {"described", "number-differs", "no-cited-title", "title-is-host", "generic-title", "language"}
)
"""Reasons for "cannot tell" with which the page says enough of itself, or the citation too little."""


def sibling_of(url: str, day: str) -> str | None:
    """An address beside the page at `url` that nobody ever gave to a document, the same all `day`; None
    for an entrance or an address that is told by its query."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    if not name or parts.query:
        return None
    made_up = hashlib.sha256(f"{parts.netloc}{folder}{day}".encode(errors="surrogatepass")).hexdigest()[:20]
    return f"{parts.scheme}://{parts.netloc}{folder}/{made_up}"


def is_in_doubt(exchange: Exchange, page: Page | None, said: Iterable[PageJudgement]) -> bool:
    """Whether a made-up address could tell more: a page that answered as a document where it was asked
    for, of which no citation could be told whether it is the one."""
    judgements = list(said)
    if page is None or page.own_text < _ENOUGH_TEXT or len(exchange.hops) != 1 or not judgements:
        return False
    return all(
        judgement.access is Access.OK
        and judgement.page_class is PageClass.DOCUMENT
        and judgement.identity.identity is Identity.CANNOT_TELL
        and judgement.identity.reason not in _SETTLED
        for judgement in judgements
    )


def is_news(url: str, history: Iterable[PastCheck], day: int) -> bool:
    """Whether a page in doubt is worth a request more: at first sight, and once in thirty days.

    `history` are the earlier checks, `day` is the date's ordinal.
    """
    known = any(check.conclusive and check.page_class is PageClass.DOCUMENT for check in history)
    turn = int.from_bytes(hashlib.sha256(url.encode(errors="surrogatepass")).digest()[:4])
    return not known or (day + turn) % _AGAIN == 0


def is_same_page(one: Page, other: Page) -> bool:
    """Whether two pages are one page: the same titles, and nearly the same words."""
    if not one.titles or _titles(one) != _titles(other):
        return False
    return len(one.words & other.words) >= _ALIKE * len(one.words | other.words)


def _titles(page: Page) -> set[tuple[str, str]]:
    return {(title.field, squeeze(title.text)) for title in page.titles}
