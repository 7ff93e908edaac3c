"""Whether the command says the same: all pairs through `verifier inspect --batch`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.identity.open_data import Pair, load_pairs


def agreement(titles: Path) -> str:
    """One line: how many of the command's answers are those of the library."""
    pairs = load_pairs(titles)
    rows = "".join(json.dumps(_row(number, pair)) + "\n" for number, pair in enumerate(pairs))
    command = [sys.executable, "-m", "verifier", "inspect", "--batch", "-"]
    done = subprocess.run(command, input=rows, capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    same = sum(
        (answer["id"], answer["identity"], answer["reason"]) == (number, judged.identity.value, judged.reason)
        for number, (pair, answer) in enumerate(zip(pairs, said, strict=True))
        for judged in [pair.judged()]
    )
    return f"`verifier inspect --batch` gives the same answer for {same:,} of {len(pairs):,} pairs."


def _row(number: int, pair: Pair) -> dict[str, object]:
    row: dict[str, object] = {
        "id": number,
        "html": str(pair.page.file.resolve()),
        "url": pair.page.url,
        "title": pair.cited,
        "headers": {"content-type": "text/html; charset=utf-8"},
    }
    return row if pair.titles is None else {**row, "cands": pair.titles}
