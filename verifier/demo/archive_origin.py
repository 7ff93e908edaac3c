"""What the stand-in archive captures: the page itself, fetched through a proxy."""

from __future__ import annotations

import httpx

_DEADLINE = 5.0


class FetchedOrigin:
    """Captures hold the bytes that the page's own server sends at that time."""

    def __init__(self, proxy: str, ca_file: str) -> None:
        self._client = httpx.Client(proxy=proxy, verify=ca_file, trust_env=False, timeout=_DEADLINE)

    def __call__(self, url: str) -> tuple[int, str, bytes]:
        """Status, media type and bytes, redirects followed."""
        answer = self._client.get(url, follow_redirects=True)
        return answer.status_code, answer.headers.get("content-type", ""), answer.content

    def close(self) -> None:
        """Release connections."""
        self._client.close()
