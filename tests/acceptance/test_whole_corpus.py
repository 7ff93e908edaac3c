"""The public timeline corpus through a loopback world that answers every host, over real sockets."""

from __future__ import annotations

import signal
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.identity.world import NOT_FOUND, claims_of, through, world_of
from tests.acceptance.command import finish, report, start, verifier
from tests.acceptance.worlds import WALL, fault_of
from tests.shared_data import shared_data
from verifier.demo.world import ProxyWorld
from verifier.model.source import parse_source

pytestmark = pytest.mark.slow
VOLATILE = ("checked_at", "first_seen")


@pytest.fixture(scope="module")
def corpus() -> Path:
    return shared_data("corpora", "timeline-2025-11")


@pytest.fixture(scope="module")
def proxy(corpus: Path) -> Iterator[ProxyWorld]:
    with ProxyWorld(world_of(claims_of(corpus), fault_of)) as world:
        yield world


@pytest.fixture(scope="module")
def options(corpus: Path, proxy: ProxyWorld) -> list[str]:
    return ["run", *through(proxy, f"corpus.root={corpus}")]


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory, options: list[str]) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    code, out, err = verifier(folder, *options, timeout=400)
    assert (code, out) == (0, ""), err
    return folder


def comparable(folder: Path) -> list[dict[str, Any]]:
    rows = report(folder)["citations"]
    return [{key: value for key, value in row.items() if key not in VOLATILE} for row in rows]


def test_every_citation_is_in_the_report_and_every_fault_is_found(uninterrupted: Path) -> None:
    rows = report(uninterrupted)["citations"]

    titles: dict[str | None, set[str | None]] = defaultdict(set)
    for row in rows:
        titles[row["source"]].add(row["title"])
    assert len(rows) == 9_739
    for row in rows:
        fault = fault_of(parse_source(row["source"]).request_url) if row["source"] else None
        if fault is NOT_FOUND:
            assert (row["verdict"], row["access"]) == ("problem", "gone")
        elif fault is WALL:
            assert (row["verdict"], row["access"]) == ("unconfirmed", "blocked") or "CIT003" in row["codes"]
        elif fault is None and row["source"] is not None and len(titles[row["source"]]) == 1:
            # Of a URL that is cited under several titles the world serves one only.
            assert row["verdict"] != "problem", row
    verdicts = Counter(row["verdict"] for row in rows)
    assert verdicts["verified"] > 8_000


def test_the_page_for_people_stays_below_ten_megabytes(uninterrupted: Path) -> None:
    assert (uninterrupted / "reports" / "index.html").stat().st_size < 10_000_000


def test_killed_then_interrupted_and_started_again_it_says_the_same(
    tmp_path: Path, options: list[str], uninterrupted: Path, proxy: ProxyWorld
) -> None:
    before = len(proxy.asked)
    for number, asked, expected in ((signal.SIGKILL, 1_500, -9), (signal.SIGINT, 3_000, 130)):
        process = start(tmp_path, *options)
        wait_for_requests(proxy, before + asked, process)
        process.send_signal(number)
        code, _, err = finish(process, timeout=30)
        assert code == expected
    assert report(tmp_path)["complete"] is False
    assert "Resume with: verifier run" in err

    code, _, err = verifier(tmp_path, *options, timeout=400)

    assert code == 0
    assert "Resuming run 1" in err
    assert len(proxy.asked) - before < 10_000
    assert comparable(tmp_path) == comparable(uninterrupted)


def wait_for_requests(proxy: ProxyWorld, count: int, process: subprocess.Popen[str]) -> None:
    """Until the world was asked so often; fails where the command ends before."""
    while len(proxy.asked) < count:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
