"""Loopback webs for whole runs: the right page for each citation, and known faults among them."""

from __future__ import annotations

import hashlib

from bench.identity.world import HTML, NOT_FOUND
from verifier.demo.pages import article, short_page
from verifier.demo.world import Answer

WALL = Answer(
    403, {**HTML, "cf-mitigated": "challenge"}, short_page("Just a moment...", "Checking your browser.")
)
OTHER = Answer(200, HTML, article("Fire brigade trains with a new ladder truck", "Elsewhere"))


def fault_of(url: str) -> Answer | None:
    """The planted fault of a URL, the same in every process: 3 % gone, 2 % walled, 2 % another page."""
    lot = int(hashlib.sha256(url.encode()).hexdigest(), 16) % 100
    return NOT_FOUND if lot < 3 else WALL if lot < 5 else OTHER if lot < 7 else None
