"""The archive's keys are in one header of the requests that need them, and nowhere else: a canary key is
looked for in everything that a whole session leaves behind, at the most talkative level of every library.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from bench.identity.world import HTML, through
from tests.acceptance.command import ENVIRONMENT
from tests.runs.builders import titled, write_document
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_jobs import SaveScript
from verifier.demo.archive_replies import Reply, Service, as_json, page
from verifier.demo.pages import article
from verifier.demo.world import Answer, ProxyWorld, World

ACCESS, SECRET = "CanaryAccess7f3a9", "CanarySecret51c0e"
TALKATIVE = """
import logging, sys
logging.basicConfig(level=1, stream=sys.stderr)
from verifier.cli import main
main(sys.argv[1:])
"""
SITE = "https://paper.demo"


class Session(NamedTuple):
    folder: Path
    said: list[str]
    """Standard output and error of every command."""
    archive: StandInArchive
    commands: list[str]
    """The command lines of all processes there were while the archive was asked."""


def echoes() -> list[tuple[Service, Reply]]:
    """What a hostile or careless archive might send back."""
    words = f"Debug: Authorization: LOW {ACCESS}:{SECRET}"
    error = as_json({"status": "error", "status_ext": f"error:{ACCESS}", "message": words, "more": [words]})
    job = as_json({"job_id": f"{ACCESS}-{SECRET}", "url": words, "message": words})
    html = page(f"<html><b>{words}</b></html>".encode(), 400)
    return [
        (Service.SAVE, error),
        (Service.SAVE, html),
        (Service.SAVE, job),
        (Service.SAVE, page(words.encode(), 500)),
        (Service.SAVE, page(words.encode())),
        (Service.STATUS, html),
        (Service.STATUS, error),
        (Service.STATUS, as_json([{"job_id": SECRET}])),
    ]


def command_lines() -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(process.read_bytes().decode("utf-8", "replace"))
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("keys")
    file = tmp_path_factory.mktemp("secrets") / "secret"
    file.write_text(f"{SECRET}\n")
    environment = {"IA_ACCESS_KEY_ID": ACCESS, "IA_SECRET_ACCESS_KEY_FILE": str(file)}
    write_document(folder / "seeds", "doc", [(f"{SITE}/2024/05/{n}", titled(n)) for n in range(9)])
    pages = {
        f"{SITE}/2024/05/{number}": Answer(200, HTML, article(titled(number), "Paper")) for number in range(9)
    }
    lines: list[str] = []

    def origin(url: str) -> tuple[int, str, bytes]:
        return 200, "text/html", article(titled(int(url.rpartition("/")[2])), "Paper")

    def run(environment: Mapping[str, str], *arguments: str) -> str:
        process = subprocess.Popen(
            [sys.executable, "-c", TALKATIVE, *arguments],
            cwd=folder,
            env={**ENVIRONMENT, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        while True:
            try:
                return process.communicate(timeout=0.5)[0]
            except subprocess.TimeoutExpired:
                lines.extend(command_lines())

    with (
        ProxyWorld(World(pages)) as web,
        StandInArchive(access=ACCESS, secret=SECRET, origin=origin) as archive,
    ):
        options = through(web, f"archive.base={archive.base}", "archive.mode=capture")
        for setting in ("captures_per_minute=600", "lookups_per_minute=600", "job_deadline=1s"):
            options += ["--set", f"archive.{setting}"]
        for url in pages:
            archive.script_save(url, SaveScript(pending=0))
        for service, reply in echoes():
            archive.trouble(service, reply, times=1)
        said = [run(environment, "run", *options)]
        commands = (["report"], ["show", "doc"], ["fix"], ["config"], ["scan"], ["archive"])
        said += [run(environment, *command, *options) for command in commands]
        odd = {"IA_ACCESS_KEY_ID": ACCESS, "IA_SECRET_ACCESS_KEY": f"{SECRET} \x01"}
        said.append(run(odd, "archive", *options))
        yield Session(folder, said, archive, lines)


def test_the_keys_were_used(session: Session) -> None:
    services = {request.service for request in session.archive.requests}
    logins = {request.headers.get("authorization") for request in session.archive.requests}

    assert {Service.SAVE, Service.STATUS, Service.INDEX} <= services
    assert logins == {None, f"LOW {ACCESS}:{SECRET}"}
    assert any("httpcore" in said for said in session.said), "the libraries said nothing"


def test_the_archive_saw_the_secret_in_no_other_place(session: Session) -> None:
    assert session.archive.violations == []


@pytest.mark.parametrize("key", [ACCESS, SECRET])
def test_no_key_is_said_or_logged(session: Session, key: str) -> None:
    leaks = [line for said in session.said for line in said.splitlines() if key in line]
    assert leaks == []


@pytest.mark.parametrize("key", [ACCESS, SECRET])
def test_no_key_is_in_the_database_or_a_report(session: Session, key: str) -> None:
    files = [path for path in session.folder.rglob("*") if path.is_file()]

    assert {"report.json", "index.html"} <= {path.name for path in files}
    assert any(path.suffix == ".db" or "sqlite" in path.name for path in files)
    assert [path.name for path in files if key.encode() in path.read_bytes()] == []


@pytest.mark.skipif(
    not Path("/proc/self/cmdline").exists(), reason="NO /proc HERE: command lines cannot be read"
)
def test_no_key_is_on_a_command_line(session: Session) -> None:
    assert any("verifier" in line for line in session.commands)
    assert [line for line in session.commands if SECRET in line or ACCESS in line] == []
