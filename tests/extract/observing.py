"""Observations of pages made up on the spot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from verifier.extract.page import read_page
from verifier.model.observation import Exchange, Failure, FailureKind, Hop, Observation, Page

URL = "https://news.example.net/2021/03/harbour-bridge-reopens"
HTML = "text/html; charset=utf-8"
TEXT = "The harbour bridge carries trams and bicycles again, the city council said on Monday. " * 25
"""2,150 characters: enough for a document."""


def html_page(head: str = "", body: str = "") -> Page:
    """The page that this markup makes."""
    page = read_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), HTML, URL)
    assert page is not None
    return page


def article(title: str, text: str = TEXT, head: str = "") -> Page:
    """A plain document with a headline."""
    return html_page(f"<title>{title}</title>{head}", f"<h1>{title}</h1><p>{text}</p>")


def observed(
    page: Page | None,
    *,
    url: str = URL,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    redirects: tuple[tuple[int, str], ...] = (),
    at: datetime = datetime(2026, 1, 2, tzinfo=UTC),
) -> Observation:
    """An answer; `redirects` are statuses and targets in order."""
    hops: list[Hop] = []
    here = url
    for redirect, target in redirects:
        hops.append(Hop(here, redirect, target))
        here = target
    hops.append(Hop(here, status))
    return Observation(Exchange(url, at, 0.1, tuple(hops), headers=headers or {}), page)


def cut(observation: Observation) -> Observation:
    """The same answer, with a body that was longer than what is read."""
    return replace(observation, exchange=replace(observation.exchange, body_complete=False))


def failed(kind: FailureKind, detail: str = "something broke") -> Observation:
    """A fetch without an answer."""
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    return Observation(Exchange(URL, moment, 0.1, failure=Failure(kind, detail)))
