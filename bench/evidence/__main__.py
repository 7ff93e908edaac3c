"""What our own copies weigh, and what keeping them costs a run."""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean, median

from bench.fetch.pages import Page, load_pages
from bench.fetch.polite import run_verifier, write_corpus
from bench.fetch.targets import cited_urls, targets_of
from bench.fetch.web import PORT, loopback_web
from bench.measuring import machine
from verifier.config import EvidenceConfig
from verifier.evidence.folder import WarcFolder
from verifier.model.evidence import EvidenceKind, EvidenceRecord, Head, HeaderField, Visit

_PAGES = 17_500
"""Pages of a whole corpus."""
_ASKED: tuple[HeaderField, ...] = (
    (b"Host", b"news.example.org"),
    (b"User-Agent", b"verifier (citation checker) (+mailto:keeper@example.org)"),
    (b"Accept", b"text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"),
    (b"Accept-Language", b"en;q=0.9,*;q=0.5"),
    (b"Accept-Encoding", b"gzip"),
    (b"Connection", b"close"),
)
_ANSWERED: tuple[HeaderField, ...] = (
    (b"Date", b"Sun, 01 Mar 2026 03:17:21 GMT"),
    (b"Content-Type", b"text/html; charset=utf-8"),
    (b"Content-Encoding", b"gzip"),
    (b"Transfer-Encoding", b"chunked"),
    (b"Connection", b"close"),
    (b"Server", b"nginx"),
    (b"Cache-Control", b"public, max-age=60"),
    (b"ETag", b'W/"5f2b-19c1e7a4b60"'),
    (b"Vary", b"Accept-Encoding, Cookie"),
    (b"Strict-Transport-Security", b"max-age=31536000; includeSubDomains; preload"),
    (b"X-Content-Type-Options", b"nosniff"),
    (b"Content-Security-Policy", b"upgrade-insecure-requests; frame-ancestors 'self' https://*.example.org"),
    (b"Set-Cookie", b"session=b1946ac92492d2347c6235b4d2611184; path=/; secure; HttpOnly"),
)
_NOW = datetime(2026, 3, 1, 3, 17, tzinfo=UTC)


def main() -> None:
    """See `--help`."""
    parser = argparse.ArgumentParser(prog="python -m bench.evidence", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("..", "shared", "data"), help="the shared data")
    parser.add_argument("--limit", type=int, default=4000, help="sources of the runs")
    parser.add_argument("--write", type=Path, help="write the tables to this file, too")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(Path.cwd())
    data = options.data.resolve()
    pages = load_pages(data)
    with tempfile.TemporaryDirectory(prefix="bench-evidence-") as name:
        lines = [f"{machine('warcio')}.", "", *_weights(Path(name) / "weights", pages), ""]
        lines += _runs(data, Path(name), pages, options.limit)
    print("\n".join(lines))
    if options.write:
        options.write.write_text("\n".join([*lines, ""]))


def _weights(folder: Path, pages: Sequence[Page]) -> Iterator[str]:
    """What the records of each visit add to the files, requests included."""
    keeper = WarcFolder(folder, EvidenceConfig(mode="warc"))
    keeper.open({})
    kept: list[EvidenceRecord] = []
    yield f"{len(pages)} real pages, {mean(len(page.body) for page in pages) / 1000:.0f} kB on average."
    yield ""
    yield f"| written | mean bytes | median | largest | ms a page | {_PAGES:,} pages |"
    yield "|---|---|---|---|---|---|"
    for day, kind in enumerate(EvidenceKind):
        weights, begun = [], time.perf_counter()
        for number, page in enumerate(pages):
            before = _weight(folder)
            same_as = kept[number] if day else None
            record = keeper.write(_visit(number, page, day, kind), kind, same_as, _NOW)
            assert record is not None
            if not day:
                kept.append(replace(record, id=number))
            weights.append(_weight(folder) - before)
        keeper.sync()
        took = 1000 * (time.perf_counter() - begun) / len(pages)
        row = (kind, f"{mean(weights):,.0f}", f"{median(weights):,.0f}", f"{max(weights):,}", f"{took:.1f}")
        yield f"| {' | '.join(row)} | {mean(weights) * _PAGES / 1e6:,.0f} MB |"
    keeper.close()


def _weight(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.warc.gz"))


def _visit(number: int, page: Page, day: int, kind: EvidenceKind) -> Visit:
    unchanged = kind is EvidenceKind.NOT_MODIFIED
    url = f"https://news.example.org/2026/03/01/a-story-of-some-length-{number}"
    head = Head(url, _ASKED, 304 if unchanged else 200, b"OK", _ANSWERED)
    body = b"" if unchanged else page.body
    digest = hashlib.sha256(page.body).hexdigest()
    return Visit(url, _NOW + timedelta(days=day), (head,), body, digest, complete=True)


def _runs(data: Path, folder: Path, pages: Sequence[Page], limit: int) -> Iterator[str]:
    """Whole runs with and without, without manners: what keeping costs."""
    urls = cited_urls(data, 1, limit)
    targets = [target for target in targets_of(urls, pages, PORT) if not target.dead]
    yield f"{len(targets):,} sources; the whole `verifier run` without manners, reports included."
    yield ""
    yield "| evidence.mode | night | wall s | CPU s | peak MB: main, all | files MB |"
    yield "|---|---|---|---|---|---|"
    for mode in ("off", "warc"):
        home = folder / mode
        home.mkdir()
        write_corpus(home / "seeds", targets)
        with loopback_web(data, latency=False):
            for night in ("first", "second, all unchanged"):
                settings = ("check.every=0s", "fetch.concurrency=32", f"evidence.mode={mode}")
                used, _ = run_verifier(home, 0.0, *settings)
                memory = f"{used.peak_main / 1e6:.0f}, {used.peak / 1e6:.0f}"
                files = f"{_weight(home / 'evidence') / 1e6:.0f}"
                yield f"| {mode} | {night} | {used.wall:.1f} | {used.cpu:.1f} | {memory} | {files} |"


if __name__ == "__main__":
    main()
