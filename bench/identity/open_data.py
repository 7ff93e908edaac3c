"""The open data of design/identity.md: real pages with cited titles, real walls and error pages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from verifier.extract.page import read_page
from verifier.extract.page_class import classify
from verifier.judge.titles import compare
from verifier.model.citation import Claim
from verifier.model.observation import Exchange, Hop, Observation, TitleCandidate
from verifier.model.verdict import IdentityJudgement, PageClass

HTML = "text/html; charset=utf-8"
DEEP = "https://news.example.net/2021/03/48213"
"""Where a wall or an error page is said to have been found: the files have no address."""
ANY_TITLE = "Harbour bridge reopens after two years of repairs"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One file, read and classed."""

    file: Path
    url: str
    title: str
    observation: Observation
    page_class: PageClass | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A cited title, and the page that answers."""

    page: SavedPage
    cited: str
    kind: str
    """"exact", "truncated", "llm_description", "random", "same_host", …"""
    same: bool
    """Whether the page is the document that is cited: what a person said."""
    titles: tuple[tuple[str, str], ...] | None
    """Field and text of the titles to judge by, instead of the page's own."""

    @property
    def observation(self) -> Observation:
        """The page as it is to be judged."""
        observation = self.page.observation
        if self.titles is None or observation.page is None:
            return observation
        titles = tuple(TitleCandidate(field, text) for field, text in self.titles)
        return replace(observation, page=replace(observation.page, titles=titles))

    def judged(self) -> IdentityJudgement:
        """What is said of it."""
        return compare(Claim(self.page.url, self.cited), self.observation, self.page.page_class)


def observe(body: bytes, url: str) -> Observation:
    """A page as it comes from a server at `url` that says 200 and HTML."""
    exchange = Exchange(url, _LONG_AGO, 0.0, (Hop(url, 200),), None, {"content-type": HTML}, len(body))
    return Observation(exchange, read_page(body, HTML, url))


@cache
def load_pages(titles: Path) -> dict[str, SavedPage]:
    """The documents in the folder `titles`, by id."""
    return {
        row["id"]: _saved(titles / "pages" / f"{row['id']}.html.gz", row["url"] or "", row["true_title"])
        for row in _rows(titles / "pages.jsonl")
    }


@cache
def load_specials(titles: Path) -> list[tuple[str, SavedPage]]:
    """Walls and error pages with their kinds; a home page is told by the addresses, which they lack."""
    return [
        (row["kind"], _saved(titles / "special" / f"{row['id']}.html.gz", DEEP, row["title"] or ANY_TITLE))
        for row in _rows(titles / "special.jsonl")
        if row["kind"] != "homepage"
    ]


@cache
def load_pairs(titles: Path) -> list[Pair]:
    """All pairs of a page and a cited title."""
    pages = load_pages(titles)
    return [
        Pair(
            pages[row["page"]],
            row["cited"],
            row["kind"],
            row["label"] == 1,
            tuple((field, text) for field, text in row["cands"]) if "cands" in row else None,
        )
        for row in _rows(titles / "pairs.jsonl")
    ]


def _saved(file: Path, url: str, title: str) -> SavedPage:
    observation = observe(gzip.decompress(file.read_bytes()), url)
    return SavedPage(file, url, title, observation, classify(observation)[0])


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text().splitlines():
        yield json.loads(line)
