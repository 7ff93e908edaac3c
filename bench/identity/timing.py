"""How long one page takes: in process, and through the reader's child processes."""

from __future__ import annotations

import asyncio
import gzip
import os
import time
from collections.abc import Sequence
from pathlib import Path

from bench.identity.open_data import DEEP, HTML, SavedPage, load_pages, observe
from verifier.extract.page_class import classify
from verifier.judge.titles import compare
from verifier.model.citation import Claim
from verifier.model.observation import Observation
from verifier.runs.reader import BoxedReader

_ROUNDS = 3
"""The shortest time of so many counts: the machine does other things, too."""


def table(titles: Path) -> list[str]:
    """As a Markdown table: decode, extract and judge, milliseconds a page."""
    pages = list(load_pages(titles).values())
    bodies = [gzip.decompress(page.file.read_bytes()) for page in pages]
    return [
        "| decode, extract and judge one page | n | median ms | p95 ms | demand |",
        "|---|---|---|---|---|",
        _row("in process", [_alone(page, body) for page, body in zip(pages, bodies, strict=True)], 10),
        _row("through the reader's processes", asyncio.run(_boxed(pages, bodies)), 15),
    ]


def _row(name: str, times: Sequence[float], demand: float) -> str:
    ordered = sorted(times)
    median, p95 = ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]
    return f"| {name} | {len(ordered)} | {median:.2f} | {p95:.2f} | p95 ≤ {demand} |"


def _alone(page: SavedPage, body: bytes) -> float:
    return min(_timed(page, body) for _ in range(_ROUNDS))


def _timed(page: SavedPage, body: bytes) -> float:
    begun = time.perf_counter()
    _judge(page, observe(body, page.url))
    return 1000 * (time.perf_counter() - begun)


def _judge(page: SavedPage, observation: Observation) -> None:
    compare(Claim(page.url, page.title), observation, classify(observation)[0])


async def _boxed(pages: Sequence[SavedPage], bodies: Sequence[bytes]) -> list[float]:
    times = []
    reader = BoxedReader(os.environ)
    try:
        await reader.read(bodies[0], HTML, DEEP)
        for page, body in zip(pages, bodies, strict=True):
            rounds = []
            for _ in range(_ROUNDS):
                begun = time.perf_counter()
                read = await reader.read(body, HTML, page.url)
                _judge(page, Observation(page.observation.exchange, read))
                rounds.append(1000 * (time.perf_counter() - begun))
            times.append(min(rounds))
    finally:
        await reader.close()
    return times
