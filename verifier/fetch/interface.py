"""What the rest of the program knows of fetching: one call that never raises for the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from verifier.model.evidence import Head
from verifier.model.observation import Exchange, Validators
from verifier.model.source import Source

KEPT_HEADERS = frozenset(
    {
        "content-type",
        "content-language",
        "etag",
        "last-modified",
        "link",
        "retry-after",
        "server",
        "x-robots-tag",
        # By these a content delivery network's refusal is told from the origin's answer.
        "cf-mitigated",
        "cf-ray",
        "x-amzn-waf-action",
        "x-cache",
        "x-cdn",
        "x-datadome",
        "x-iinfo",
        "x-px-block",
        "x-sucuri-id",
        "x-sucuri-block",
    }
)
"""Response headers that an `Exchange` keeps, in lower case. Values are cut at 1,000 characters."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The facts of one attempt, and the bytes that it brought."""

    exchange: Exchange
    body: bytes = b""
    """The decoded body, at most `fetch.body_limit` bytes; empty where there is none."""
    crawl_delay: float = 0.0
    """Seconds that the site's robots.txt wants between two requests, where it was asked; at most 60."""
    heads: tuple[Head, ...] = ()
    """The head of every answer, whole, as `Exchange.hops` has their statuses."""


class Fetcher(Protocol):
    """The only client of cited hosts."""

    async def fetch(self, source: Source, validators: Validators | None = None) -> Fetched:
        """One attempt, redirects included, within `fetch.deadline`.

        With `validators` the answer may be 304 (`exchange.unchanged`), without a body. Whatever goes
        wrong on the wire is in `exchange.failure`; nothing but cancellation is raised. Pacing and
        retries are the caller's business (`plan.pacing`, `plan.retry`).
        """
        ...

    async def close(self) -> None:
        """Release connections and threads."""
        ...
