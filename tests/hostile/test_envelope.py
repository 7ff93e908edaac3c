"""Whole runs over a hostile source and a good one: time, memory, the right word, the good one's verdict."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.fetch.asking import config
from tests.hostile.cases import CASES, PAGE, TITLE, Case, page
from tests.hostile.table import TABLE, Row
from tests.loopback.servers import LoopbackServer
from tests.runs.builders import write_document
from verifier.clock import SystemClock
from verifier.config import Config
from verifier.fetch.client import HttpFetcher
from verifier.model.exitcode import ExitCode
from verifier.runs.neighbours import Neighbours
from verifier.runs.nightly import nightly
from verifier.runs.reader import BoxedReader
from verifier.runs.stopping import Stop
from verifier.store.database import Database

DEADLINE = 1.0
GROWTH = 64 << 20
"""Bytes that the process may grow by over all cases."""


def highest() -> int:
    """Bytes of memory that the process had at most so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


@pytest.fixture(scope="module", autouse=True)
def envelope() -> Iterator[None]:
    # The server and the pages to be sent are this process's, too.
    before = highest()
    yield
    assert highest() - before <= GROWTH


async def run_over(case: Case, folder: Path) -> list[dict[str, Any]]:
    async with LoopbackServer({"/good": page(PAGE), "*": case.play}) as server:
        urls = [(server.url("/", "bad.demo"), TITLE), (server.url("/good", "good.demo"), TITLE)]
        write_document(folder / "corpus", "doc", urls)
        fetch = config(server, deadline=DEADLINE, retries=0, host_interval=0)
        settings = Config.model_validate({"check": {"confirm_after": 0}, "archive": {"mode": "off"}})
        settings = settings.model_copy(update={"fetch": fetch})
        clock, reader = SystemClock(), BoxedReader(os.environ)
        fetcher = HttpFetcher(fetch, clock, lookup=lambda host: ["127.0.0.1"])

        async def online() -> bool:
            return True

        with closing(Database.open("sqlite:///hostile.db", folder)) as database:
            reports = folder / "reports"
            world = Neighbours(
                settings, folder / "corpus", reports, database, fetcher, None, online, clock, reader
            )
            assert await nightly(world, Stop(), lambda event: None) is ExitCode.PASS
        await fetcher.close()
        await reader.close()
    rows: list[dict[str, Any]] = json.loads((reports / "report.json").read_text())["citations"]
    return rows


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_source_gets_its_word_and_harms_nothing(case: Case, tmp_path: Path) -> None:
    before, begun = highest(), time.perf_counter()
    bad, good = asyncio.run(run_over(case, tmp_path))
    seconds = time.perf_counter() - begun
    TABLE.append(Row(case.name, bad["access"], seconds, highest() - before))

    assert (bad["access"], bad["verdict"]) == (case.access, case.verdict), bad["reasons"]
    assert good["verdict"] == "verified"
    assert seconds < 2 * (DEADLINE + 1) + 3
