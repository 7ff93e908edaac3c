"""What a process used, and on what machine. Linux only: reads /proc."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Used:
    """One finished command."""

    code: int
    out: str
    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, children that were waited for included."""
    peak: int
    """Bytes of resident memory of the command and its children, at the worst of the looks taken."""
    peak_main: int
    """Bytes of the command itself."""


def own_usage() -> dict[str, float]:
    """Processor seconds of this process and of the children it waited for."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"cpu": sum(one.ru_utime + one.ru_stime for one in usage)}


def measure(command: Sequence[str], folder: Path, every: float = 0.2) -> Used:
    """Run `command` in `folder`, looking at its memory every so many seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    out = folder / "stdout.txt"
    with out.open("wb") as stdout, (folder / "stderr.txt").open("wb") as stderr:
        process = subprocess.Popen(command, cwd=folder, stdout=stdout, stderr=stderr)
        peak = peak_main = 0
        while True:
            try:
                code = process.wait(every)
                break
            except subprocess.TimeoutExpired:
                main, children = _resident(process.pid)
                peak, peak_main = max(peak, main + children), max(peak_main, main)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Used(code, out.read_text(), time.perf_counter() - begun, cpu, peak, peak_main)


def _resident(process: int) -> tuple[int, int]:
    """Bytes of a process and of its children."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0, 0
    return _pages_of(process), sum(_pages_of(int(child)) for child in children)


def _pages_of(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def machine(*packages: str) -> str:
    """One line for a table of results: day, cores, system, Python, and the versions of packages."""
    parts = [
        time.strftime("%Y-%m-%d", time.gmtime()),
        f"{os.cpu_count()} cores",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        *(f"{package} {version(package)}" for package in packages),
    ]
    return ", ".join(parts)
