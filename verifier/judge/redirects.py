"""Whether a request that named a document ended somewhere else: told by the addresses alone."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.judge.coverage import share_of_slug
from verifier.judge.weights import TitleWeights
from verifier.model.address import host_of, leads_elsewhere, names_more_than_a_path, segments
from verifier.model.observation import Exchange

SLUG_AGREES = 0.35
"""design/identity.md."""


def ended_above(exchange: Exchange) -> list[str]:
    """The parts of the requested path that the final one lacks, where it ended at the site's entrance
    or at a page above the requested one; [] where it did not."""
    requested, final = segments(exchange.url), segments(exchange.final_url)
    if leads_elsewhere(exchange.url, exchange.final_url):
        return requested
    if names_more_than_a_path(exchange.final_url):
        return []
    same_site = host_of(exchange.url) == host_of(exchange.final_url)
    if same_site and len(final) < len(requested) and requested[: len(final)] == final:
        return requested[len(final) :]
    return []


def named_document_lost(exchange: Exchange, title: Sequence[str], weights: TitleWeights) -> bool:
    """Whether the part of the address that was lost on the way named the document: it agrees with the
    content words of the cited `title`."""
    return any(share_of_slug(title, part, weights) >= SLUG_AGREES for part in ended_above(exchange)[-2:])
