"""The saved real pages that the loopback web serves."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready to be sent."""

    title: str
    """What its own site calls it."""
    body: bytes
    answer: bytes
    """The whole HTTP answer, gzipped."""
    etag: bytes
    """Its entity tag."""
    unchanged: bytes
    """The answer to who has it already."""


def load_pages(data: Path) -> list[Page]:
    """The pages of `data`/titles, in the order of their list."""
    rows = [json.loads(line) for line in (data / "titles" / "pages.jsonl").read_text().splitlines()]
    return [_page(data / "titles" / "pages", row) for row in rows]


def _page(folder: Path, row: dict[str, str]) -> Page:
    (file,) = folder.glob(f"{row['id']}.*")
    packed = file.read_bytes()
    body = gzip.decompress(packed) if file.suffix == ".gz" else packed
    compressed = gzip.compress(body, 6)
    tag = f'"{zlib.crc32(body):x}"'
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
        f"ETag: {tag}\r\nContent-Length: {len(compressed)}\r\n\r\n"
    )
    unchanged = f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n"
    return Page(row["true_title"], body, head.encode() + compressed, tag.encode(), unchanged.encode())
