"""`verifier fix --write` over a real corpus: nothing but the repairs changes, by git's own account.

A third of the documents is taken; all of them with `--whole`.

The database says that every source has a confirmed copy, and that every ninth one moved. Some documents get
CRLF or a byte order mark first, as editors on other systems leave them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.acceptance.command import verifier
from tests.shared_data import shared_data
from verifier.config import CorpusConfig, FieldsConfig
from verifier.corpus.read import read_corpus
from verifier.model.check import Check
from verifier.model.citation import Citation
from verifier.model.memento import Memento, Replay, ReplayJudgement, ReplayState
from verifier.model.observation import Exchange, Hop, Observation
from verifier.model.run import RunState
from verifier.model.verdict import Access, Identity, IdentityJudgement, PageClass, PageJudgement
from verifier.runs.subjects import citations_by_source
from verifier.store.archive import insert_replay
from verifier.store.checks import insert_checks
from verifier.store.database import Database
from verifier.store.documents import record_corpus
from verifier.store.runs import set_state, start_run

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
STAMP = "20240507120000"
FOUND = IdentityJudgement(Identity.MATCH, "exact", 100.0, "title", "As cited")
FIELDS = FieldsConfig()
EDITED = {*FIELDS.url, *FIELDS.archive_url, *FIELDS.archive_date}
MARK = b"\xef\xbb\xbf"
_FENCED = re.compile(r"\A(?:\ufeff)?---\s*\n(.*?)^(?:---|\.\.\.)\s*$", re.DOTALL | re.MULTILINE)


def git(folder: Path, *arguments: str, content: bytes = b"") -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, input=content, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(scope="module")
def share(request: pytest.FixtureRequest) -> int:
    """Every how many-th document is taken."""
    return 1 if request.config.getoption("--whole") else 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, share: int) -> Path:
    """A repository with the corpus, one commit before and one after `fix --write`."""
    folder = tmp_path_factory.mktemp("fix")
    corpus = folder / "corpus"
    shutil.copytree(shared_data("corpora", "timeline-2025-11"), corpus)
    for number, path in enumerate(sorted(corpus.rglob("*.*"))):
        if number % share:
            path.unlink()
    for number, path in enumerate(sorted(corpus.rglob("*.md"))):
        if number % 7 == 0:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        if number % 11 == 0:
            path.write_bytes(MARK + path.read_bytes())
    git(folder, "init", "-q", "-b", "main")
    for key, value in (
        ("user.name", "Keeper"),
        ("user.email", "keeper@example.org"),
        ("core.autocrlf", "false"),
        ("core.quotePath", "false"),
    ):
        git(folder, "config", key, value)
    (folder / "config.toml").write_text('[corpus]\nroot = "corpus"\n[store]\nurl = "sqlite:///night.db"\n')
    record(folder)
    git(folder, "add", "corpus")
    git(folder, "commit", "-q", "-m", "before")
    code, out, err = verifier(folder, "fix", "--write", "--json", timeout=400)
    assert code == 0, err
    (folder / "said.json").write_text(out)
    return folder


@pytest.fixture(scope="module")
def said(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "said.json").read_text())
    return loaded


def record(folder: Path) -> None:
    corpus = read_corpus(folder / "corpus", CorpusConfig(), FIELDS)
    cited = citations_by_source(corpus)
    with closing(Database.open("sqlite:///night.db", folder)) as database, database.write() as connection:
        record_corpus(connection, corpus, NOW)
        for source, citations in cited.items():
            copy = Memento(STAMP, source, f"https://web.archive.org/web/{STAMP}/{source}", 200)
            judged = tuple(ReplayJudgement(citation.key, FOUND) for citation in citations)
            insert_replay(
                connection,
                Replay(source, copy, NOW, ReplayState.LOADED, 200, "", PageClass.DOCUMENT, judged),
            )
        for days in (9, 0):
            at = NOW - timedelta(days=days)
            run = start_run(connection, at)
            moved = list(cited.items())[::9]
            insert_checks(connection, [check(source, cites, at, run.id) for source, cites in moved])
            set_state(connection, run.id, RunState.COMPLETE, at, "")


def check(source: str, citations: Sequence[Citation], at: datetime, run_id: int) -> Check:
    target = re.sub(r"^(https?://[^/?#]+).*", r"\1/moved/here", source)
    exchange = Exchange(source, at, 0.1, (Hop(source, 301, target), Hop(target, 200)))
    judgement = PageJudgement(Access.MOVED, PageClass.DOCUMENT, FOUND)
    judgements = {citation.key: judgement for citation in citations}
    return Check(source, run_id, Observation(exchange), Access.MOVED, PageClass.DOCUMENT, judgements)


def states(folder: Path) -> Iterator[tuple[str, bytes, bytes]]:
    """Every document before and after."""
    for path in sorted((folder / "corpus").rglob("*")):
        if path.suffix in (".md", ".json"):
            name = path.relative_to(folder).as_posix()
            before = subprocess.run(
                ["git", "show", f"HEAD:{name}"], cwd=folder, capture_output=True, check=True
            )
            yield name, before.stdout, path.read_bytes()


def data_of(name: str, content: bytes) -> Any:
    text = content.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    if name.endswith(".json"):
        return json.loads(text)
    found = _FENCED.match(text)
    return None if found is None else yaml.load(found[1], yaml.CSafeLoader)


def without_repairs(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_repairs(each) for key, each in value.items() if key not in EDITED}
    if isinstance(value, list):
        return [without_repairs(each) for each in value]
    return re.sub(r"https?://\S+", "URL", value) if isinstance(value, str) else value


def test_nearly_every_citation_is_repaired_and_the_others_are_told_why(
    said: dict[str, Any], share: int
) -> None:
    kinds = [proposal["kind"] for proposal in said["proposals"]]

    assert said["failures"] == {}
    assert kinds.count("copy-added") + kinds.count("copy-replaced") > 9_000 / share
    assert kinds.count("move-followed") > 450 / share
    assert {refusal["reason"].split(",")[0] for refusal in said["refusals"]} <= {
        "the citation is plain text",
        'its "archived" says "true"',
        "the value to replace is written over several lines; put it on one line",
    }


def test_by_gits_account_lines_are_added_and_only_lines_of_repairs_replaced(folder: Path, share: int) -> None:
    diff = git(folder, "diff", "-U0", "--no-color", "--", "corpus")
    removed = [line[1:] for line in diff.splitlines() if line.startswith("-") and not line.startswith("---")]
    added = [line[1:] for line in diff.splitlines() if line.startswith("+") and not line.startswith("+++")]

    assert len(added) > 15_000 / share
    assert all(
        re.search(r"\b(url|archive_url|archived|archive|link|href)\b|https?://", line) for line in removed
    )
    assert all(re.search(r"web\.archive\.org|/moved/here|2024-05-07", line) for line in added)


def test_everything_else_of_every_document_is_equal_for_a_yaml_library(folder: Path, share: int) -> None:
    changed = 0
    for name, before, after in states(folder):
        changed += before != after
        assert without_repairs(data_of(name, before)) == without_repairs(data_of(name, after)), name
    assert changed > 2_500 / share


def test_line_ends_and_marks_stay(folder: Path, share: int) -> None:
    crlf = marked = 0
    for name, before, after in states(folder):
        assert before.startswith(MARK) == after.startswith(MARK), name
        if before.count(b"\n") == before.count(b"\r\n") > 0:
            crlf += 1
            assert after.count(b"\n") == after.count(b"\r\n"), name
        elif b"\r" not in before:
            assert b"\r" not in after, name
        marked += before.startswith(MARK)
    assert (crlf > 300 / share, marked > 200 / share) == (True, True)


def test_git_applies_the_diffs_to_the_same_bytes(folder: Path, said: dict[str, Any], tmp_path: Path) -> None:
    git(folder, "worktree", "add", "-q", "--detach", str(tmp_path / "again"), "HEAD")
    diffs = "".join(said["diffs"].values()).encode()
    git(tmp_path / "again", "apply", content=diffs)

    differing = subprocess.run(
        ["diff", "-rq", folder / "corpus", tmp_path / "again" / "corpus"], capture_output=True, check=False
    )
    assert differing.stdout == b""
