"""The floor: raw asyncio streams and gzip, with the same extraction and judgement in the same process.

No guard, no limits, no records, no pacing: what any Python program pays at least for knowing *what* a
page is. Run by `bench.fetch`: `python -m bench.fetch.floor TARGETS CONCURRENCY [CA-FILE]`.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import ssl
import sys
from pathlib import Path
from urllib.parse import urlsplit

from bench.fetch.targets import Target, citation_of, read_targets
from bench.measuring import own_usage
from verifier.clock import SystemClock
from verifier.extract.page import read_page
from verifier.extract.page_class import classify
from verifier.judge.statistics import CorpusStatistics
from verifier.judge.verdicts import judge_page
from verifier.model.observation import Exchange, Hop, Observation

Headers = dict[str, str]


async def ask(url: str, context: ssl.SSLContext | None) -> tuple[Headers, bytes]:
    """Headers and decoded body."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, ssl=context, limit=2**20)
    writer.write(
        f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: floor\r\n"
        "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode()
    )
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lines = [line.partition(":") for line in head.split("\r\n")[1:] if line]
    headers = {name.lower(): value.strip() for name, _, value in lines}
    body = await reader.readexactly(int(headers["content-length"]))
    writer.transport.abort()
    return headers, gzip.decompress(body)


def judge(target: Target, headers: Headers, body: bytes, statistics: CorpusStatistics) -> None:
    """The calls that a run makes for each page."""
    page = read_page(body, headers.get("content-type", ""), target.url)
    digest = hashlib.sha256(body).hexdigest()
    hops = (Hop(target.url, 200),)
    exchange = Exchange(target.url, SystemClock().now(), 0.1, hops, None, headers, len(body), True, digest)
    observation = Observation(exchange, page)
    page_class, evidence = classify(observation)
    judge_page(citation_of(target), observation, page_class, evidence, (), statistics)


async def ask_all(targets: list[Target], concurrency: int, context: ssl.SSLContext | None) -> None:
    """So many at once."""
    statistics = CorpusStatistics.of(citation_of(target).claim for target in targets)
    slots = asyncio.Semaphore(concurrency)

    async def one(target: Target) -> None:
        async with slots:
            judge(target, *await ask(target.url, context), statistics)

    await asyncio.gather(*(one(target) for target in targets))


def main() -> None:
    """Ask all targets; print what it took."""
    targets = read_targets(Path(sys.argv[1]))
    context = ssl.create_default_context(cafile=sys.argv[3]) if sys.argv[3:] else None
    asyncio.run(ask_all(targets, int(sys.argv[2]), context))
    print(json.dumps({"done": len(targets), **own_usage()}))


if __name__ == "__main__":
    main()
