"""Processor time and throughput without manners, beside the floor in the same run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import trustme

from bench.fetch.pages import Page
from bench.fetch.targets import Target, host_of, targets_of, write_targets
from bench.fetch.web import PORT, loopback_web
from bench.measuring import machine, measure

_CONCURRENCY = "32"
_TLS_HOSTS = 20
"""As many addresses as one certificate of an ordinary size names."""


def table(data: Path, folder: Path, urls: Sequence[str], pages: Sequence[Page]) -> Iterator[str]:
    """The lines of the comparison."""
    yield f"{machine('httpx', 'selectolax')}; the server on the same cores; {_CONCURRENCY} requests at once."
    yield ""
    yield "| pages over | what | pages/s | CPU s per 1,000 | ratio to the floor |"
    yield "|---|---|---|---|---|"
    for scheme in ("http", "https"):
        targets = [target for target in targets_of(_few_hosts(urls), pages, PORT, scheme) if not target.dead]
        files = _certificates(folder, targets) if scheme == "https" else []
        file = folder / f"{scheme}.jsonl"
        write_targets(file, targets)
        floor = None
        with loopback_web(data, latency=False, certificate=files[1:]):
            for what in ("floor", "pipeline"):
                speed, cpu = _measure(folder / f"{scheme}-{what}", what, file, files[:1])
                floor = floor or cpu
                yield f"| {scheme} | {what} | {speed:.0f} | {cpu:.2f} | {cpu / floor:.2f} |"


def _measure(place: Path, what: str, file: Path, ca_file: Sequence[str]) -> tuple[float, float]:
    """Pages a second, and processor seconds for 1,000."""
    place.mkdir()
    used = measure([sys.executable, "-m", f"bench.fetch.{what}", str(file), _CONCURRENCY, *ca_file], place)
    if used.code:
        raise SystemExit((place / "stderr.txt").read_text())
    said = json.loads(used.out)
    return said["done"] / used.wall, 1000 * said["cpu"] / said["done"]


def _few_hosts(urls: Sequence[str]) -> list[str]:
    return [f"https://host{number % _TLS_HOSTS}.example/{number}" for number, _ in enumerate(urls)]


def _certificates(folder: Path, targets: Sequence[Target]) -> list[str]:
    """Files: the authority, the certificate for all addresses, its key."""
    authority = trustme.CA()
    certificate = authority.issue_cert(*sorted({host_of(target.url) for target in targets}))
    files = [folder / name for name in ("ca.pem", "cert.pem", "key.pem")]
    authority.cert_pem.write_to_path(files[0])
    files[1].write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    certificate.private_key_pem.write_to_path(files[2])
    return [str(file) for file in files]
