"""Another program plays back what is written here: pywb, where its programs are on the PATH."""

from __future__ import annotations

import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.evidence.visits import ASKED, HTML, NOW, files_of, head, later, opened, visit, write
from verifier.model.evidence import EvidenceKind, Visit

URL = "http://gazette.example/story?id=7"
OLD = "http://gazette.example/old"
FIRST = "<html><title>Harbour</title><p>Größe of the harbour</p></html>".encode()
SECOND = b"<html><title>Harbour</title><p>Another text</p></html>"
_CONFIG = "framed_replay: false\nredirect_to_exact: true\n"


def seen(body: bytes, day: float, status: int = 200) -> Visit:
    way = head(OLD, 301, (b"Location", URL.encode()), (b"Content-Length", b"170"))
    asked = (*ASKED, (b"If-None-Match", b'"a"')) if status == 304 else ASKED
    page = head(URL, status, HTML, (b"Content-Encoding", b"gzip"), (b"ETag", b'"a"'), asked=asked)
    return visit(body, way, page, at=later(day))


def keep_four_days(folder: Path) -> None:
    """A page, its bytes again, "not modified", another page; each in a file of its own."""
    keeper = opened(folder, file_limit=1)
    first = replace(write(keeper, seen(FIRST, 0)), id=1)
    keeper.write(seen(FIRST, 1), EvidenceKind.IDENTICAL, first, later(1))
    keeper.write(seen(b"", 2, 304), EvidenceKind.NOT_MODIFIED, first, later(2))
    write(keeper, seen(SECOND, 3))
    keeper.close()


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a collection that holds them."""
    manager, wayback = shutil.which("wb-manager"), shutil.which("wayback")
    if manager is None or wayback is None:
        pytest.skip("PYWB ABSENT: pip install pywb, and have wb-manager and wayback on the PATH")
    home = tmp_path_factory.mktemp("pywb")
    keep_four_days(home / "own")
    (home / "config.yaml").write_text(_CONFIG)
    for command in (["init", "own"], ["add", "own", *map(str, files_of(home / "own"))]):
        subprocess.run([manager, *command], cwd=home, check=True, capture_output=True)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [wayback, "-b", "127.0.0.1", "-p", str(port), "-t", "2"], cwd=home, stdout=log, stderr=log
        )
    try:
        until_it_listens(server, port)
        yield f"http://127.0.0.1:{port}/own"
    finally:
        server.terminate()
        server.wait()


def until_it_listens(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until something answers on the port."""
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            try:
                server.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
        return
    raise AssertionError("pywb does not listen")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        return None


def play(collection: str, day: float, url: str) -> tuple[int, dict[str, str], bytes]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())
    address = f"{collection}/{NOW.replace(day=1 + int(day)):%Y%m%d%H%M%S}id_/{url}"
    try:
        answer = opener.open(address, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


@pytest.mark.parametrize(
    ("day", "body"), [(0, FIRST), (1, FIRST), (2, FIRST), (3, SECOND)], ids=["page", "same", "304", "new"]
)
def test_pywb_shows_the_page_of_that_day(collection: str, day: int, body: bytes) -> None:
    status, header, shown = play(collection, day, URL)

    assert (status, shown) == (200, body)
    assert header["memento-datetime"].split()[1] == f"0{day + 1}"
    assert header["content-type"] == "text/html; charset=utf-8"


def test_pywb_follows_the_redirect(collection: str) -> None:
    status, header, _ = play(collection, 1, OLD)

    assert (status, header["location"]) == (301, URL)
