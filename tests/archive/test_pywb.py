"""Interoperation with pywb 2.10, an archive that we did not write: it runs where a `wayback` is on the PATH.

Install it apart (`pip install "pywb==2.10.*"`): it pins libraries that the program uses in other versions.
"""

from __future__ import annotations

import asyncio
import gzip
import shutil
import socket
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from tests.archive.world import PAGE, MemoryLedger, WaitingClock
from verifier.archive.interface import Archive, Loaded
from verifier.archive.registry import open_archive
from verifier.config import ArchiveConfig, FetchConfig
from verifier.judge.cited_copy import cited_copy
from verifier.model.memento import Lookup, LookupState, ReplayState

T = TypeVar("T")

PYWB = shutil.which("wayback")
pytestmark = [
    pytest.mark.skipif(PYWB is None, reason="NOT TESTED with pywb: no `wayback` of pywb 2.10 is on the PATH")
]

FIRST, ERROR, LAST = "20210405060708", "20220405060708", "20230405060708"
ZIPPED = "https://news.example/a?q=a%20b&x=%C3%BC"
MOVED = "https://news.example/moved"
BODIES = {FIRST: b"<title>First</title>\r\n\xff", LAST: b"<title>Last</title>"}


def record(url: str, timestamp: str, head: str, body: bytes) -> bytes:
    """One response in a WARC 1.0 file."""
    made_at = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    length = f"Content-Length: {len(body)}\r\nContent-Type: text/html\r\n\r\n"
    block = f"HTTP/1.1 {head}\r\n{length}".encode() + body
    fields = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{abs(hash((url, timestamp))) % 10**12:012}>",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {made_at:%Y-%m-%dT%H:%M:%SZ}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    ]
    return gzip.compress("\r\n".join([*fields, "", ""]).encode() + block + b"\r\n\r\n")


def collection(folder: Path, exact: str) -> None:
    """A configuration and a collection `coll` with an index."""
    records = [
        record(PAGE, FIRST, "200 OK", BODIES[FIRST]),
        record(PAGE, ERROR, "404 Not Found", b"<title>Gone</title>"),
        record(PAGE, LAST, "200 OK", BODIES[LAST]),
        record(ZIPPED, FIRST, "200 OK\r\nContent-Encoding: gzip", gzip.compress(BODIES[LAST])),
        record(MOVED, FIRST, f"301 Moved\r\nLocation: {PAGE}", b""),
    ]
    (folder / "news.warc.gz").write_bytes(b"".join(records))
    (folder / "config.yaml").write_text(f"framed_replay: false\nredirect_to_exact: {exact}\n")
    manager = str(Path(PYWB or "").parent / "wb-manager")
    for command in (["init", "coll"], ["add", "coll", "news.warc.gz"]):
        subprocess.run([manager, *command], cwd=folder, check=True, capture_output=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module", params=["true", "false"], ids=["redirects", "answers-itself"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The prefix of a running pywb, which redirects to the copy, or gives it."""
    folder = tmp_path_factory.mktemp("pywb")
    collection(folder, request.param)
    port = free_port()
    command = [PYWB or "", "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=7), trust_env=False) as client:
            assert client.get(f"http://127.0.0.1:{port}/coll/").status_code == 200, (
                folder / "log"
            ).read_text()
        yield f"http://127.0.0.1:{port}/coll"
    finally:
        server.terminate()
        server.wait()


def visit(base: str, what: Callable[[Archive], Awaitable[T]]) -> T:
    async def inside() -> T:
        config = ArchiveConfig.model_validate({"kind": "memento", "base": base})
        archive = open_archive(config, FetchConfig(), None, WaitingClock(), MemoryLedger())
        try:
            return await what(archive)
        finally:
            await archive.close()

    return asyncio.run(inside())


def look_up(base: str, source: str, near: str | None = None, *avoid: str) -> Lookup:
    return visit(base, lambda archive: archive.look_up(source, near, avoid))


def looked_up_and_loaded(base: str, source: str, near: str | None = None) -> tuple[Lookup, Loaded]:
    async def both(archive: Archive) -> tuple[Lookup, Loaded]:
        found = await archive.look_up(source, near)
        assert found.memento is not None, found
        return found, await archive.load(found.memento)

    return visit(base, both)


@pytest.mark.parametrize(
    ("near", "timestamp"), [("2021-04-01", FIRST), ("2021-05-01", LAST), ("2022-04", LAST), (None, LAST)]
)
def test_a_copy_is_found_by_date_and_loaded_byte_for_byte(
    base: str, near: str | None, timestamp: str
) -> None:
    found, loaded = looked_up_and_loaded(base, PAGE, near)
    assert found.memento is not None
    assert (found.memento.timestamp, found.memento.uri) == (timestamp, f"{base}/{timestamp}/{PAGE}")
    assert (loaded.state, loaded.body) == (ReplayState.LOADED, BODIES[timestamp])


def test_a_copy_that_does_not_serve_is_not_given_again(base: str) -> None:
    found = look_up(base, PAGE, "2021-04-01", FIRST)
    assert found.memento is not None
    assert (found.memento.timestamp, found.captures) == (LAST, 3)


def test_a_page_with_a_query_that_was_kept_compressed_is_unpacked(base: str) -> None:
    _, loaded = looked_up_and_loaded(base, ZIPPED)
    assert (loaded.state, loaded.body) == (ReplayState.LOADED, BODIES[LAST])


def test_a_copy_of_a_redirect_is_no_good_copy(base: str) -> None:
    found = look_up(base, MOVED)
    assert (found.state, found.detail) == (
        LookupState.CAPTURED_BAD_ONLY,
        "no copy with status 200; found: 301",
    )


def test_what_it_never_had_is_no_copy(base: str) -> None:
    assert look_up(base, "https://never.example/").state is LookupState.NONE


@pytest.mark.parametrize("wrong", ["/timegate", "x"])
def test_a_wrong_prefix_is_never_taken_for_no_copy(base: str, wrong: str) -> None:
    found = look_up(base + wrong, PAGE)
    assert found.state is LookupState.FAILED
    assert "archive.base" in found.detail


def test_a_cited_copy_is_loaded(base: str) -> None:
    copy = cited_copy(f"{base}/{FIRST}/{PAGE}")
    assert copy is not None

    async def load(archive: Archive) -> Loaded:
        memento = archive.cited(copy)
        assert memento is not None
        return await archive.load(memento)

    assert visit(base, load).body == BODIES[FIRST]
