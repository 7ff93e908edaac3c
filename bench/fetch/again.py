"""A first night, and a second one on which no page changed: `verifier run` without manners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.fetch.pages import Page
from bench.fetch.polite import run_verifier, write_corpus
from bench.fetch.targets import targets_of
from bench.fetch.web import PORT, loopback_web
from bench.measuring import machine


def table(data: Path, folder: Path, urls: Sequence[str], pages: Sequence[Page]) -> Iterator[str]:
    """The lines of the comparison."""
    targets = [target for target in targets_of(urls, pages, PORT) if not target.dead]
    write_corpus(folder / "seeds", targets)
    yield f"{machine('httpx', 'selectolax')}."
    yield f"{len(targets):,} sources; the whole `verifier run`, reports included."
    yield ""
    yield "| night | wall s | CPU s | share of the first night's CPU | peak MB: main, all |"
    yield "|---|---|---|---|---|"
    first = None
    with loopback_web(data, latency=False):
        for night in ("first", "second"):
            used, _ = run_verifier(folder, 0.0, "check.every=0s", "fetch.concurrency=32")
            first = first or used.cpu
            memory = f"{used.peak_main / 1e6:.0f}, {used.peak / 1e6:.0f}"
            yield f"| {night} | {used.wall:.1f} | {used.cpu:.1f} | {used.cpu / first:.0%} | {memory} |"
