"""Many documents of one host that end at one page: hardly any of them is that page. Costs no request.

The cheapest of the signs for "not found" pages that say 200 (Bar-Yossef et al. 2004 ask for made-up
addresses instead).
"""

from __future__ import annotations

from dataclasses import replace

from verifier.judge.reasons import REASONS
from verifier.model.address import document_key, host_of
from verifier.model.observation import Exchange
from verifier.model.verdict import IdentityJudgement, PageClass

ENOUGH = 3
"""Documents: two may be two addresses of one."""
_UNDECIDED = frozenset({"no-title", "no-headline", "too-little-text", "only-repeated", "not-a-document"})
"""Reasons for "cannot tell" by which nothing speaks for the page."""
_SHOWN = frozenset({PageClass.DOCUMENT, PageClass.HOME_PAGE})
"""Behind a wall or a login the document may still be there."""


class Crowds:
    """Where the documents of each host end: at an address, if they were redirected for good, or at a body."""

    def __init__(self) -> None:
        self._ends: dict[tuple[str, str], dict[str, bool]] = {}
        self._end_of: dict[str, tuple[str, str]] = {}

    def note(self, exchange: Exchange, *, matched: bool) -> None:
        """An exchange, and whether the page is the document that some citation names."""
        document, end = _way(exchange)
        if (before := self._end_of.pop(document, None)) is not None:
            del self._ends[before][document]
        if end is not None:
            self._end_of[document] = end
            self._ends.setdefault(end, {})[document] = matched

    def size(self, exchange: Exchange) -> int:
        """How many documents end where this one did, itself included; 0 where the page is one of them."""
        document, end = _way(exchange)
        if end is None:
            return 0
        there = self._ends.get(end, {})
        return 0 if any(there.values()) else len({*there, document})


def _way(exchange: Exchange) -> tuple[str, tuple[str, str] | None]:
    """The document that was asked for, and the host with the page where it ended.

    That is an address if it was sent elsewhere for good (walls, logins and questions for consent send there
    for now), the digest of the body if it was not sent elsewhere.
    """
    document, final = document_key(exchange.url), document_key(exchange.final_url)
    page = exchange.digest
    if final != document:
        page = final if exchange.redirected_for_good else None
    return document, None if page is None else (host_of(exchange.url), page)


def in_company(identity: IdentityJudgement, page_class: PageClass | None, crowd: int) -> IdentityJudgement:
    """The judgement, in the light of `crowd` documents of the host that end at the same page.

    It stays open: a gate for a country, an age or a browser looks just so, and is no proof against anybody.
    """
    if crowd < ENOUGH or identity.reason not in _UNDECIDED or page_class not in _SHOWN:
        return identity
    reason = "shared-page"
    together = f"{crowd} documents of this host end at the same page."
    return replace(identity, reason=reason, evidence=(REASONS[reason], together, *identity.evidence))
