"""The project's own way of the same pages: fetcher, reading in child processes, judgement; nothing stored.

Run by `bench.fetch`: `python -m bench.fetch.pipeline TARGETS CONCURRENCY [CA-FILE]`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.fetch.targets import Target, citation_of, read_targets
from bench.measuring import own_usage
from verifier.clock import SystemClock
from verifier.config import Config
from verifier.fetch.client import HttpFetcher
from verifier.runs.checking import Checking
from verifier.runs.events import Checked, Event
from verifier.runs.judging import corpus_statistics
from verifier.runs.neighbours import Neighbours
from verifier.runs.reader import BoxedReader
from verifier.runs.stopping import Stop
from verifier.runs.subjects import Subject
from verifier.runs.writer import CheckBatches
from verifier.store.database import Database


class Forgetful:
    """Takes every batch, writes nothing and knows nothing."""

    async def write(self, function: Callable[..., Any]) -> Any:  # noqa: ANN401 - nobody looks at it
        """Forget."""

    async def read(self, function: Callable[..., Any]) -> Any:  # noqa: ANN401 - nobody looks at it
        """Know nothing."""


async def ask_all(targets: list[Target], config: Config, database: Database) -> int:
    """As a run does it, without manners; how many were checked."""
    known = {target.url: Subject((citation_of(target),), ()) for target in targets}
    clock, here = SystemClock(), Path()
    done = 0

    def count(event: Event) -> None:
        nonlocal done
        done += isinstance(event, Checked)

    async def online() -> bool:
        return True

    reader, fetcher = BoxedReader(os.environ), HttpFetcher(config.fetch, clock)
    world = Neighbours(config, here, here, database, fetcher, None, online, clock, reader)
    async with CheckBatches(Forgetful()) as batches:
        checking = Checking(world, 1, known, corpus_statistics(known), batches, Stop(), count)
        await checking.ask(known, ())
    await reader.close()
    await fetcher.close()
    return done


def main() -> None:
    """Ask all targets; print what it took."""
    targets = read_targets(Path(sys.argv[1]))
    fetch = {
        "concurrency": int(sys.argv[2]),
        "host_interval": 0,
        "host_concurrency": 100,
        "allow_addresses": ["127.0.0.0/8"],
        "allow_ports": [urlsplit(targets[0].url).port],
        "ca_file": sys.argv[3] if sys.argv[3:] else "",
    }
    config = Config.model_validate({"fetch": fetch, "network": {"canaries": []}})
    with closing(Database.open("sqlite:///pipeline.db", Path.cwd())) as database:
        done = asyncio.run(ask_all(targets, config, database))
    print(json.dumps({"done": done, **own_usage()}))


if __name__ == "__main__":
    main()
