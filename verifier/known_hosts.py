"""Manners that some hosts are known to want. `[[host]]` in the configuration comes first.

Each with what it rests on. Data only; `config` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping

KNOWN_HOSTS: tuple[Mapping[str, object], ...] = (
    # arXiv's terms of use for programs: one connection, one request in three seconds.
    {"match": "*.arxiv.org", "interval": 3.0, "concurrency": 1, "together": True},
    # The Internet Archive blocks an address for an hour at about 15 requests a minute (design: wayback).
    {"match": "*.archive.org", "interval": 4.0, "concurrency": 1, "together": True},
    # MediaWiki, "API:Etiquette": one request after the other.
    {"match": "*.wikipedia.org", "concurrency": 1},
)
"""Members of a `[[host]]` table."""
