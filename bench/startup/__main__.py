"""How long `verifier gate --offline` takes for one changed document of a large corpus."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bench.measuring import machine
from verifier.config import CorpusConfig, FieldsConfig
from verifier.corpus.read import read_corpus
from verifier.model.check import Check
from verifier.model.memento import Memento, Replay, ReplayJudgement, ReplayState
from verifier.model.observation import Exchange, Hop, Observation, Page, TitleCandidate
from verifier.model.run import RunState
from verifier.model.verdict import Access, Identity, IdentityJudgement, PageClass, PageJudgement
from verifier.runs.subjects import citations_by_source
from verifier.store.archive import insert_replay
from verifier.store.checks import insert_checks
from verifier.store.database import Database
from verifier.store.documents import record_corpus
from verifier.store.runs import set_state, start_run

_CORPUS = Path("corpora") / "timeline-2025-11"
_CONFIG = '[corpus]\nroot = "corpus"\n[store]\nurl = "sqlite:///night.db"\n'
_FOUND = IdentityJudgement(Identity.MATCH, "exact", 100.0, "title", "As cited")
_STAMP = "20240507120000"
_TITLE = re.compile(r"(?m)^(?P<start> +title: )\S+ (?P<rest>.*)")
_TITLES = {"shortened": r"\g<rest>", "replaced": "Tall ships return to the harbour"}
"""What the change makes of it."""
_VERIFIER = str(Path(sys.executable).with_name("verifier"))
_NEW = "---\nid: new\nsources:\n- url: https://www.nps.gov/2026/11/ships\n  title: Tall ships return\n---\n"
_MOST = 0.5
"""Seconds that the gate may take."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"), help="The shared data.")
    arguments.add_argument("--times", type=int, default=15, help="Runs of each command.")
    arguments.add_argument("--write", type=Path, help="File for the table.")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        changed = _repository(folder, chosen.data.resolve() / _CORPUS)
        lines, gate = _measured(folder, chosen.times)
    head = f"{machine('sqlalchemy', 'pydantic')}.\n\n{changed}\n\n"
    table = f"{head}| command | wall s, median | CPU s, median |\n|---|---|---|\n" + "".join(lines)
    print(table)
    if chosen.write is not None:
        chosen.write.write_text(table)
    if gate >= _MOST:
        print(f"MISSED: the gate takes {gate:.2f} s, and not less than {_MOST} s")
    return int(gate >= _MOST)


def _measured(folder: Path, times: int) -> tuple[list[str], float]:
    """The rows, and the seconds that the gate takes at most for a change."""
    gate = [_VERIFIER, "gate", "--offline", "--since", "main"]
    document = next(path for path in sorted(folder.rglob("*.md")) if _TITLE.search(path.read_text()))
    document.chmod(0o644)
    before = document.read_text()
    new = document.with_name("new.md")
    new.write_text(_NEW)
    words = "`gate --offline --offline-ok --since main`, a document added"
    line, most = _row(words, [*gate, "--offline-ok"], folder, times)
    lines = [line]
    new.unlink()
    for words, title in _TITLES.items():
        document.write_text(_TITLE.sub(rf"\g<start>{title}", before, count=1))
        line, wall = _row(f"`gate --offline --since main`, a title {words}", gate, folder, times)
        lines, most = [*lines, line], max(most, wall)
    for words, command in (
        (
            "the same without a database, `--offline-ok`",
            [*gate, "--offline-ok", "--set", "store.url=sqlite:///no.db"],
        ),
        ("`gate --help`", [_VERIFIER, "gate", "--help"]),
        ("`import sqlalchemy`", [sys.executable, "-c", "import sqlalchemy"]),
        ("`import verifier.config` (pydantic)", [sys.executable, "-c", "import verifier.config"]),
        ("Python alone", [sys.executable, "-c", "pass"]),
    ):
        lines.append(_row(words, command, folder, times)[0])
    return lines, most


def _row(words: str, command: Sequence[str], folder: Path, times: int) -> tuple[str, float]:
    used = [_run(command, folder) for _ in range(times)]
    wall = median(wall for wall, _ in used)
    return f"| {words} | {wall:.2f} | {median(cpu for _, cpu in used):.2f} |\n", wall


def _run(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Seconds on the wall, and of the processor, user and system."""
    begun = time.perf_counter()
    # To wait with a deadline looks every 50 ms only, which is too coarse here.
    with (folder / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} failed: {(folder / 'stderr.txt').read_text()}")
    return wall, usage.ru_utime + usage.ru_stime


def _repository(folder: Path, corpus: Path) -> str:
    """A repository with a database that knows every source; in words."""
    shutil.copytree(corpus, folder / "corpus")
    (folder / "config.toml").write_text(_CONFIG)
    (folder / ".gitignore").write_text("*.db*\n*.txt\n")
    for command in (
        "init -q -b main",
        "config user.name Keeper",
        "config user.email keeper@example.org",
        "add -A",
        "commit -q -m Documents",
        "checkout -q -b change",
    ):
        subprocess.run(["git", *command.split(" ")], cwd=folder, check=True)
    sources = _record(folder)
    size = (folder / "night.db").stat().st_size / 1000**2
    documents = len(list((folder / "corpus").rglob("*.md")))
    return f"{documents:,} documents, {sources:,} sources, a database of {size:.0f} MB."


def _record(folder: Path) -> int:
    """A night in which every source was found as cited, and has a copy; the number of sources."""
    at = datetime.now(UTC) - timedelta(hours=9)
    corpus = read_corpus(folder / "corpus", CorpusConfig(), FieldsConfig())
    cited = citations_by_source(corpus)
    judgement = PageJudgement(Access.OK, PageClass.DOCUMENT, _FOUND)
    with closing(Database.open("sqlite:///night.db", folder)) as database, database.write() as connection:
        record_corpus(connection, corpus, at)
        run = start_run(connection, at)
        for source, citations in cited.items():
            exchange = Exchange(source, at, 0.1, (Hop(source, 200),))
            judgements = {citation.key: judgement for citation in citations}
            page = Page(
                "html", (TitleCandidate("og:title", citations[0].claim.title or ""),), text_length=5_000
            )
            check = Check(
                source, run.id, Observation(exchange, page), Access.OK, PageClass.DOCUMENT, judgements
            )
            insert_checks(connection, [check])
            copy = Memento(_STAMP, source, f"https://web.archive.org/web/{_STAMP}/{source}", 200)
            judged = tuple(ReplayJudgement(citation.key, _FOUND) for citation in citations)
            insert_replay(
                connection, Replay(source, copy, at, ReplayState.LOADED, 200, "", PageClass.DOCUMENT, judged)
            )
        set_state(connection, run.id, RunState.COMPLETE, at, "")
    return len(cited)


if __name__ == "__main__":
    sys.exit(main())
