"""Visits, and what a reader of WARC files finds in a folder."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from verifier.config import EvidenceConfig
from verifier.evidence.folder import WarcFolder
from verifier.model.evidence import EvidenceKind, EvidenceRecord, Head, HeaderField, Visit

archiveiterator = pytest.importorskip(
    "warcio.archiveiterator", reason="warcio is not installed: pip install 'verifier[evidence]'"
)

NOW = datetime(2026, 3, 1, 3, 17, 21, 654321, tzinfo=UTC)
URL = "https://gazette.example/story?id=7"
HTML: HeaderField = (b"Content-Type", b"text/html; charset=utf-8")
ASKED: tuple[HeaderField, ...] = ((b"Host", b"gazette.example"), (b"User-Agent", b"verifier"))


def head(
    url: str = URL,
    status: int = 200,
    *answered: HeaderField,
    reason: bytes = b"OK",
    asked: tuple[HeaderField, ...] = ASKED,
) -> Head:
    return Head(url, asked, status, reason, answered)


def visit(
    body: bytes = b"<p>Text.</p>",
    *heads: Head,
    at: datetime = NOW,
    complete: bool = True,
    text: str = "",
) -> Visit:
    digest = hashlib.sha256(body).hexdigest() if body else None
    return Visit(URL, at, heads or (head(URL, 200, HTML),), body, digest, complete, text)


def later(days: float) -> datetime:
    return NOW + timedelta(days=days)


def opened(path: Path, ends: Mapping[str, int] | None = None, **settings: Any) -> WarcFolder:
    folder = WarcFolder(path, EvidenceConfig(mode="warc", **settings))
    folder.open(ends or {})
    return folder


def write(folder: WarcFolder, one: Visit) -> EvidenceRecord:
    """Write the page of a visit, and have it on the disk."""
    record = folder.write(one, EvidenceKind.RESPONSE, None, one.at)
    assert record is not None
    folder.sync()
    return record


@dataclass(frozen=True)
class Found:
    """A record as warcio reads it."""

    kind: str
    fields: dict[str, str]
    status: str
    header: list[tuple[str, str]]
    body: bytes


def records_in(path: Path) -> list[Found]:
    """The records of a file."""
    with path.open("rb") as file:
        return [_found(record) for record in archiveiterator.ArchiveIterator(file)]


def _found(record: Any) -> Found:
    http = record.http_headers
    header = [] if http is None else [(name.lower(), value) for name, value in http.headers]
    status = "" if http is None else http.statusline
    return Found(
        record.rec_type, dict(record.rec_headers.headers), status, header, record.content_stream().read()
    )


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def require_sound(folder: Path) -> None:
    """Every file passes `warcio check`, which does not mind a torn record, and gzip, which does."""
    paths = files_of(folder)
    assert paths
    command = [sys.executable, "-c", "from warcio.cli import main; main()", "check", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    for path in paths:
        with gzip.open(path) as stream:
            assert stream.read(9) == b"WARC/1.1\r"
            while stream.read(1 << 20):
                pass


def extracted(path: Path, offset: int, *options: str) -> bytes:
    """What the command that `verifier show` names takes out."""
    command = [sys.executable, "-c", "from warcio.cli import main; main()", "extract", *options, str(path)]
    return subprocess.run([*command, str(offset)], capture_output=True, check=True).stdout
