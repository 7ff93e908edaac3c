"""The public timeline corpus through a loopback world that answers every host, over real sockets.

Without the documents of 2025; with them, too, by `--whole`.
"""

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
from verifier.model.citation import Claim
from verifier.model.source import parse_source

pytestmark = pytest.mark.slow
VOLATILE = ("checked_at", "first_seen")


@pytest.fixture(scope="module")
def corpus() -> Path:
    return shared_data("corpora", "timeline-2025-11")


@pytest.fixture(scope="module")
def claims(corpus: Path) -> dict[str, Claim]:
    return claims_of(corpus)


@pytest.fixture(scope="module")
def proxy(claims: dict[str, Claim]) -> Iterator[ProxyWorld]:
    with ProxyWorld(world_of(claims, fault_of)) as world:
        yield world


@pytest.fixture(scope="module")
def is_whole(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--whole"))


@pytest.fixture(scope="module")
def options(corpus: Path, proxy: ProxyWorld, is_whole: bool) -> list[str]:
    left_out = [] if is_whole else ["corpus.exclude=2025-*"]
    return ["run", *through(proxy, f"corpus.root={corpus}", *left_out)]


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory, options: list[str]) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    code, out, err = verifier(folder, *options, timeout=400)
    assert (code, out) == (0, ""), err
    return folder


def comparable(folder: Path) -> list[dict[str, Any]]:
    rows = report(folder)["citations"]
    return [{key: value for key, value in row.items() if key not in VOLATILE} for row in rows]


def test_every_citation_is_in_the_report_and_every_fault_is_found(
    uninterrupted: Path, claims: dict[str, Claim], is_whole: bool
) -> None:
    rows = report(uninterrupted)["citations"]

    titles: dict[str | None, set[str | None]] = defaultdict(set)
    for row in rows:
        titles[row["source"]].add(row["title"])
    assert len(rows) == (9_739 if is_whole else 6_267)
    for row in rows:
        url = parse_source(row["source"]).request_url if row["source"] else ""
        fault = fault_of(url) if url else None
        if fault is NOT_FOUND:
            assert (row["verdict"], row["access"]) == ("problem", "gone")
        elif fault is WALL:
            assert (row["verdict"], row["access"]) == ("unconfirmed", "blocked") or "CIT003" in row["codes"]
        elif fault is None and url and titles[row["source"]] == {claims[url].title}:
            # Of a URL that is cited under several titles the world serves one only.
            assert row["verdict"] != "problem", row
    verdicts = Counter(row["verdict"] for row in rows)
    assert verdicts["verified"] > 0.82 * len(rows)


def test_the_page_for_people_stays_below_ten_megabytes(uninterrupted: Path) -> None:
    assert (uninterrupted / "reports" / "index.html").stat().st_size < 10_000_000


def test_killed_then_interrupted_and_started_again_it_says_the_same(
    tmp_path: Path, options: list[str], uninterrupted: Path, proxy: ProxyWorld, is_whole: bool
) -> None:
    before = len(proxy.asked)
    for number, asked, expected in ((signal.SIGKILL, 1_200, -9), (signal.SIGINT, 2_400, 130)):
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
    assert len(proxy.asked) - before < (10_000 if is_whole else 6_700)
    assert comparable(tmp_path) == comparable(uninterrupted)


def wait_for_requests(proxy: ProxyWorld, count: int, process: subprocess.Popen[str]) -> None:
    """Until the world was asked so often; fails where the command ends before."""
    while len(proxy.asked) < count:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
