"""The URLs of the loopback web: the hosts of a real corpus, each with its number of URLs."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.fetch.pages import Page
from verifier.config import Config
from verifier.corpus.read import read_corpus
from verifier.model.citation import Citation, Claim, Place

DEAD_NETWORK = "127.200."
"""What every address of a host begins with that resets all connections."""
_DEAD_SHARE = 0.02
"""Of the hosts; small ones only, as in the real list."""
_LARGEST_DEAD = 5
_CORPUS = Path("corpora", "timeline-2025-11")


@dataclass(frozen=True, slots=True)
class Target:
    """One URL of the loopback web, and the title of what it answers."""

    url: str
    title: str
    dead: bool


def cited_urls(data: Path, copies: int, limit: int | None) -> list[str]:
    """The distinct sources of the corpus, in its order; with `copies` every host is there so often."""
    config = Config()
    urls = read_corpus(data / _CORPUS, config.corpus, config.fields).sources()[:limit]
    return [url.replace("://", f"://copy{copy}.", 1) for url in urls for copy in range(copies)]


def targets_of(urls: Sequence[str], pages: Sequence[Page], port: int, scheme: str = "http") -> list[Target]:
    """The loopback twins of `urls`, in their order: one address of 127.0.0.0/8 a host."""
    counts = Counter(host_of(url) for url in urls)
    chance = random.Random(2026)
    dead = {host for host, n in counts.items() if n <= _LARGEST_DEAD and chance.random() < _DEAD_SHARE}
    addresses = {host: _address(number, dead=host in dead) for number, host in enumerate(counts)}
    return [
        Target(
            f"{scheme}://{addresses[host_of(url)]}:{port}/{number}/story",
            pages[number % len(pages)].title,
            host_of(url) in dead,
        )
        for number, url in enumerate(urls)
    ]


def host_of(url: str) -> str:
    """The host of a URL."""
    return urlsplit(url).hostname or ""


def citation_of(target: Target) -> Citation:
    """A citation of the target."""
    claim = Claim(url=target.url, title=target.title)
    return Citation("a.md", "sources", 0, Place(1, 1), claim, target.url, key=target.url)


def write_targets(file: Path, targets: Iterable[Target]) -> None:
    """As JSON lines."""
    file.write_text("".join(json.dumps(asdict(target)) + "\n" for target in targets))


def read_targets(file: Path) -> list[Target]:
    """What `write_targets` wrote."""
    return [Target(**json.loads(line)) for line in file.read_text().splitlines()]


def _address(number: int, *, dead: bool) -> str:
    """127.1.0.1 upwards, for the dead ones 127.200.0.1 upwards."""
    first = DEAD_NETWORK if dead else f"127.{1 + number // 62_500}."
    return f"{first}{number // 250 % 250}.{1 + number % 250}"
