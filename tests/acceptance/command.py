"""The real command in a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("VERIFIER_", "IA_")) and name.lower() not in ("http_proxy", "https_proxy")
}


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start `verifier` in `folder`, with these variables besides."""
    return subprocess.Popen(
        [sys.executable, "-m", "verifier", *arguments],
        cwd=folder,
        env={**ENVIRONMENT, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str], timeout: float = 120) -> tuple[int, str, str]:
    """Wait for the end: code, stdout, stderr. Kills what does not end."""
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        raise
    return process.returncode, out, err


def verifier(folder: Path, *arguments: str, timeout: float = 120, **environment: str) -> tuple[int, str, str]:
    """Run `verifier` to its end."""
    return finish(start(folder, *arguments, **environment), timeout)


def report(folder: Path) -> dict[str, Any]:
    """What reports/report.json says."""
    loaded: dict[str, Any] = json.loads((folder / "reports" / "report.json").read_text())
    return loaded
