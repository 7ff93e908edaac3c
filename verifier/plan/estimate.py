"""What a first run over a corpus will cost, from the manners that the configuration prescribes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from verifier.config import ArchiveConfig, Config
from verifier.model.citation import Corpus
from verifier.model.plan import Estimate, HostEstimate
from verifier.model.source import parse_source
from verifier.plan.attempts import nights
from verifier.plan.captures import affordable_captures

MEAN_FETCH = 1.0
"""Seconds that one fetch takes, redirects and body included: an assumption."""
_SHOWN_HOSTS = 10


def estimate(corpus: Corpus, config: Config) -> Estimate:
    """The plan of a first run: one request for each source, no retries, every source in the archive.

    A night without a budget (`nightly_lookups = 0`) counts as archiving turned off.
    """
    hosts = _hosts(corpus.sources(), config)
    requests = sum(host.sources for host in hosts)
    return Estimate(
        requests=requests,
        seconds=_lower_bound(hosts, config),
        slowest_hosts=tuple(hosts[:_SHOWN_HOSTS]),
        archive_mode=config.archive.mode,
        lookup_nights=_lookup_nights(requests, config.archive),
        capture_nights=_capture_nights(requests, config.archive),
    )


def estimate_seconds(sources: Iterable[str], config: Config) -> float:
    """Lower bound of the time that asking `sources` takes: max(slowest host, all work / concurrency)."""
    return _lower_bound(_hosts(sources, config), config)


def _hosts(sources: Iterable[str], config: Config) -> list[HostEstimate]:
    """Slowest first."""
    counts = Counter(config.lane(parse_source(source).host) for source in sources)
    hosts = [HostEstimate(host, n, n * config.manners(host)[0]) for host, n in counts.items()]
    return sorted(hosts, key=lambda each: (-each.seconds, -each.sources, each.host))


def _lower_bound(hosts: Sequence[HostEstimate], config: Config) -> float:
    slowest = hosts[0].seconds if hosts else 0.0
    return max(slowest, sum(host.sources for host in hosts) * MEAN_FETCH / config.fetch.concurrency)


def _lookup_nights(sources: int, archive: ArchiveConfig) -> int:
    return 0 if archive.mode == "off" else nights(sources, archive.nightly_lookups)


def _capture_nights(sources: int, archive: ArchiveConfig) -> int:
    if archive.mode != "capture":
        return 0
    return nights(sources, affordable_captures(archive.nightly_captures, archive.nightly_bytes))
