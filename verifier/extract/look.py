"""One look at a page: which signs it shows, where, and what speaks against them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from verifier.extract.signs.leads import LEADS, REFUSAL
from verifier.extract.signs.phrases import spoken
from verifier.extract.signs.source import (
    HTTP_NUMBERS,
    NOT_FOUND_NUMBERS,
    NUMBER_COMPANIONS,
    REFUSED_NUMBERS,
)
from verifier.extract.signs.titles import TITLES
from verifier.model.address import host_of
from verifier.model.observation import Observation, Page, TitleCandidate
from verifier.model.verdict import PageClass

SHORT = 1_500
"""Characters of visible text: walls have less (identity.md)."""
VERY_SHORT = 600

_REMEMBERED = 256
"""Titles: a page says the same one in several fields."""

_OWN_FIELDS = frozenset({"title", "og:title", "twitter:title", "ld:headline", "h1"})
_PARTS = re.compile(r"\s*[|·•»«]\s*|\s+[–—-]+\s+|\s*::\s*")
_CLAUSES = re.compile(r":\s+|[.!?…]+(?:\s|$)|,\s+")
_LONGEST_NAME = 5
"""Words that may stand beside a sign in a title, set apart: a site's name."""
_LONGEST_CLAUSE = 2
"""Words that may stand beside a sign in one part of a title: "Oops!", not the rest of a headline."""
_MISSING = re.compile(
    r"(?:page|site|url|content|article|file|document|resource|story|post|link|address|listing|item|product|video)\b"
    r".{0,45}\b(?:not|no longer|cannot|cant|couldnt|doesnt|isnt|wasnt|never)\b.{0,12}\b"
    r"(?:found|exist|exists|available|here|there|located|valid|active)\b(?P<rest>.*)"
)
_LONGEST_REST = 3
"""Words after such a sentence: "on this site", not the rest of a headline."""


@dataclass(frozen=True, slots=True)
class Look:
    """What `page_kinds` decides by."""

    page: Page
    status: int
    requested: str
    final: str
    headers: Mapping[str, str]
    titles: Mapping[PageClass, tuple[str, ...]]
    """Titles that are signs, as written, by the class that they are a sign of."""
    leads: Mapping[PageClass, tuple[str, ...]]
    """Phrases found near the top, by class."""
    agreed: frozenset[PageClass]
    """Classes that both the `<title>` and an `<h1>` are signs of."""
    contradicted: bool
    """True where a title of the page's own, four words or more, is no sign of anything."""
    own_headline: bool
    """True where such a title stands in another field than `<title>`."""

    @staticmethod
    def at(observation: Observation, page: Page) -> Look:
        """Look at the page of an observation."""
        exchange = observation.exchange
        signs = [(title, title_sign(title.text)) for title in page.titles if title.field in _OWN_FIELDS]
        plain = _headlines(
            page, [title for title, sign in signs if sign is None], host_of(exchange.final_url)
        )
        opening = spoken(" ".join([title.text[:300] for title in page.titles[:2]] + [page.lead]))
        leads = {kind: tuple(p for p in phrases if p in opening) for kind, phrases in LEADS.items()}
        refusal = REFUSAL.search(opening) if page.text_length < VERY_SHORT else None
        if refusal:
            leads[PageClass.BOT_WALL] += (refusal[0],)
        return Look(
            page=page,
            status=exchange.status or 200,
            requested=exchange.url,
            final=exchange.final_url,
            headers=exchange.headers,
            titles=_by_class(signs),
            leads=leads,
            agreed=_classes(signs, "title") & _classes(signs, "h1"),
            contradicted=bool(plain),
            own_headline=any(field != "title" for field in plain),
        )

    @property
    def short(self) -> bool:
        """Whether the page has as little text as a wall, and no article's metadata."""
        return self.page.text_length < SHORT and not self.page.rich

    @property
    def little_of_its_own(self) -> bool:
        """Whether hardly any text stands outside links, which lead to other pages."""
        return self.page.own_text < VERY_SHORT

    @property
    def very_short(self) -> bool:
        """Whether it has hardly any text, and no article's metadata."""
        return self.page.text_length < VERY_SHORT and not self.page.rich


_Signs = list[tuple[TitleCandidate, PageClass | None]]


def _by_class(signs: _Signs) -> dict[PageClass, tuple[str, ...]]:
    found: dict[PageClass, tuple[str, ...]] = {}
    for title, sign in signs:
        if sign is not None:
            found[sign] = (*found.get(sign, ()), title.text[:100])
    return found


def _classes(signs: _Signs, field: str) -> frozenset[PageClass]:
    return frozenset(sign for title, sign in signs if sign is not None and title.field == field)


def _headlines(page: Page, titles: list[TitleCandidate], host: str) -> list[str]:
    """The fields of those titles that read like a headline: four words or more that are no name of
    the site and no phrase of a wall."""
    names = set(spoken(f"{page.site_name or ''} {host}").split())
    found = [(title.field, spoken(title.text[:300])) for title in titles if not _holds_a_sign(title.text)]
    return [
        field
        for field, said in found
        if len(set(said.split()) - names) >= 4
        and not any(phrase in said for phrase in LEADS[PageClass.BOT_WALL])
    ]


@lru_cache(_REMEMBERED)
def title_sign(title: str) -> PageClass | None:
    """The class that a title is a sign of: where one part of it is a known phrase and the rest is a
    name at most."""
    parts = [part for part in _PARTS.split(title[:300]) if part]
    for position, part in enumerate(parts):
        others = parts[:position] + parts[position + 1 :]
        rest = [word for other in others for word in spoken(other).split()]
        sign = _part_sign(part, rest)
        if sign is not None and len(rest) <= _LONGEST_NAME:
            return sign
    return _phrase_sign(spoken(title[:300]), [])


def _part_sign(part: str, rest: list[str]) -> PageClass | None:
    """The class of one part of a title: as a whole, or of its clauses but for a word or two."""
    whole = _phrase_sign(spoken(part), rest)
    if whole is not None:
        return whole
    clauses = [spoken(clause) for clause in _CLAUSES.split(part) if clause]
    signs = [_phrase_sign(clause, rest) for clause in clauses]
    unsaid = sum(len(clause.split()) for clause, sign in zip(clauses, signs, strict=True) if sign is None)
    return next(filter(None, signs), None) if unsaid <= _LONGEST_CLAUSE else None


@lru_cache(_REMEMBERED)
def _holds_a_sign(title: str) -> bool:
    """Whether one part of a title is a known phrase, whatever the rest is."""
    return any(_part_sign(part, []) for part in _PARTS.split(title[:300]) if part)


def _phrase_sign(part: str, rest: list[str]) -> PageClass | None:
    without_name = " ".join(word for word in part.split() if word not in rest)
    for kind, phrases in _TITLE_SETS:
        if part in phrases or (without_name and without_name in phrases):
            return kind
    return _number_sign(part) or (PageClass.SOFT_404 if _says_missing(part) else None)


def _says_missing(part: str) -> bool:
    missing = _MISSING.search(part) if len(part) < 90 else None
    return missing is not None and len(missing["rest"].split()) <= _LONGEST_REST


def _number_sign(part: str) -> PageClass | None:
    """Fits "404", "Error 404", "404 - Page not found", but not "The 404" and not "Peugeot 404"."""
    said = set(part.split())
    numbers = said & HTTP_NUMBERS
    if len(numbers) != 1 or said - numbers - NUMBER_COMPANIONS:
        return None
    if numbers & NOT_FOUND_NUMBERS:
        return PageClass.SOFT_404
    return PageClass.BOT_WALL if numbers & REFUSED_NUMBERS else PageClass.ERROR_PAGE


_TITLE_SETS = tuple((kind, frozenset(phrases)) for kind, phrases in TITLES.items())
