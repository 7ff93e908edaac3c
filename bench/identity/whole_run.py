"""`verifier run` over the real corpus, in a web with planted faults: what is said of which."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.identity.open_data import load_specials
from bench.identity.world import HTML, claims_of, right_page, through, world_of
from bench.measuring import measure
from verifier.demo.world import Answer, ProxyWorld
from verifier.model.citation import Claim
from verifier.model.source import parse_source

_CORPUS = Path("corpora", "timeline-2025-11")
_WRONG, _WALL, _SOFT_404 = "another page", "a wall", "a soft 404"
_PER_HUNDRED = ((3, _WRONG), (10, _WALL), (2, _SOFT_404))
_WALLS = ("bot_block", "bot_challenge", "login_wall", "consent_wall")
_SOFT = ("soft_404", "soft_404_semisynthetic")
_VERDICTS = ("verified", "unconfirmed", "problem")
_CLAIM_CODES = "CIT0"
"""What is wrong with a citation whatever the page: no fault of a page, and no false alarm."""


@dataclass(frozen=True, slots=True)
class _Planted:
    """What a URL answers with instead of its page."""

    claims: Mapping[str, Claim]
    walls: Sequence[bytes]
    soft: Sequence[bytes]
    siblings: Mapping[str, Sequence[str]]
    """Cited URLs by host: another page is one of the same host where there is one."""

    def kind(self, url: str) -> str:
        """What is planted at the URL; "the right page" for most."""
        lot = _number(url) % 100
        for share, kind in _PER_HUNDRED:
            if lot < share:
                return kind
            lot -= share
        return "the right page"

    def answer(self, url: str) -> Answer | None:
        """What it answers; None for the right page."""
        kind, number = self.kind(url), _number(url) // 100
        if kind == _WALL:
            return Answer((403, 200)[number % 2], HTML, self.walls[number % len(self.walls)])
        if kind == _SOFT_404:
            return Answer(200, HTML, self.soft[number % len(self.soft)])
        return right_page(self._other(url, number)) if kind == _WRONG else None

    def _other(self, url: str, number: int) -> Claim:
        own = self.claims[url].title
        near = [one for one in self.siblings[_host(url)] if self.claims[one].title != own]
        others = near or [one for one in self.claims if self.claims[one].title != own]
        return self.claims[others[number % len(others)]]


def table(data: Path) -> Iterator[str]:
    """The confusion table in Markdown, and the rate of false problems."""
    planted = _plant(data)
    world = world_of(planted.claims, planted.answer)
    with tempfile.TemporaryDirectory(prefix="bench-identity-") as name, ProxyWorld(world) as proxy:
        rows = _run(Path(name), data / _CORPUS, proxy)
    titles: dict[str, set[str | None]] = defaultdict(set)
    for row in rows:
        titles[row["source"]].add(row["title"])
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        several = len(titles[row["source"]]) > 1
        kind = planted.kind(parse_source(row["source"]).request_url)
        said[f"{kind}, cited under several titles" if several else kind][_verdict(row)] += 1
    yield f"{len(rows):,} citations of the corpus; what the web serves, and what `verifier run` says."
    yield from ("", "| served | n | verified | unconfirmed | problem |", "|---|---|---|---|---|")
    for kind in sorted(said):
        counts = " | ".join(f"{said[kind][verdict]:,}" for verdict in _VERDICTS)
        yield f"| {kind} | {said[kind].total():,} | {counts} |"
    right = said["the right page"]
    share = right["problem"] / right.total()
    false = f"{right['problem']:,} of {right.total():,} right pages"
    yield from ("", f"False problems: {false}, {share:.2%} (demanded: at most 0.5 %).")


def _verdict(row: Mapping[str, Any]) -> str:
    """The verdict, a problem of the claim alone left aside."""
    by_page = [code for code in row["codes"] if not code.startswith(_CLAIM_CODES)]
    if row["verdict"] == "problem" and not by_page:
        return "verified" if row["identity"] == "match" else "unconfirmed"
    return str(row["verdict"])


def _plant(data: Path) -> _Planted:
    claims = claims_of(data / _CORPUS)
    siblings: dict[str, list[str]] = defaultdict(list)
    for url in claims:
        siblings[_host(url)].append(url)
    specials = load_specials(data / "titles")
    walls, soft = (
        [gzip.decompress(page.file.read_bytes()) for kind, page in specials if kind in kinds]
        for kinds in (_WALLS, _SOFT)
    )
    return _Planted(claims, walls, soft, siblings)


def _run(folder: Path, corpus: Path, proxy: ProxyWorld) -> list[dict[str, Any]]:
    options = through(proxy, f"corpus.root={corpus}")
    used = measure([sys.executable, "-m", "verifier", "run", *options], folder)
    if used.code:
        raise SystemExit((folder / "stderr.txt").read_text())
    rows = json.loads((folder / "reports" / "report.json").read_text())["citations"]
    return [row for row in rows if row["source"]]


def _number(url: str) -> int:
    return int(hashlib.sha256(url.encode()).hexdigest()[:12], 16)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
