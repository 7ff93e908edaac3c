"""What the stand-in archive captures: the page itself, fetched through a proxy."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from verifier.demo.archive_jobs import Origin

_DEADLINE = 5.0


@contextmanager
def fetched_origin(proxy: str, ca_file: str) -> Iterator[Origin]:
    """An origin for `StandInArchive`: captures hold the bytes that the page's server sends at that time."""
    trust = ssl.create_default_context(cafile=ca_file)
    with httpx.Client(proxy=proxy, verify=trust, trust_env=False, timeout=_DEADLINE) as client:

        def fetch(url: str) -> tuple[int, str, bytes]:
            answer = client.get(url, follow_redirects=True)
            return answer.status_code, answer.headers.get("content-type", ""), answer.content

        yield fetch
