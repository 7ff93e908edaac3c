from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.shared_data import shared_data
from verifier.cli import run_command
from verifier.model.exitcode import ExitCode

A = """---
id: a
sources:
  - url: https://x.org/2023/05/07/a
    title: A title
    date: 2023-05-20
    outlet: P
    tier: 1
    archived: https://web.archive.org/web/*/https://x.org/a
  - title: No URL
---
"""
B = '{"sources": ["https://y.org/b"], "citations": ["Words: https://x.org/c"]}'


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    root.mkdir()
    (root / "a.md").write_text(A)
    (root / "b.json").write_text(B)
    (root / "bad.md").write_text("---\nopen: true\n")
    return root


def scan(*arguments: str | Path) -> ExitCode:
    return run_command(["scan", *map(str, arguments)])


def scan_json(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    assert scan(*arguments, "--json") == ExitCode.PASS
    return json.loads(capsys.readouterr().out)


def test_json_holds_inventory_findings_and_plan(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = scan_json(capsys, corpus)

    assert {name: found[name] for name in ("root", "documents", "citations", "sources", "hosts")} == {
        "root": str(corpus), "documents": 2, "citations": 4, "sources": 3, "hosts": 2,
    }  # fmt: skip
    assert found["single_source_documents"] == 1
    assert found["unreadable"] == [
        {
            "path": "bad.md",
            "line": 1,
            "message": 'the front matter is never closed; end it with a line that holds only "---"',
        }
    ]
    assert found["counts"] == {"CIT001": 1, "CIT010": 1, "CIT020": 1, "CIT031": 1, "CIT040": 1}
    assert found["findings"][0] == {
        "code": "CIT031", "name": "single-source", "severity": "info", "path": "a.md", "line": 3, "column": 1,
        "url": None, "message": "The document rests on a single source.",
    }  # fmt: skip
    plan = found["plan"]
    assert (plan["requests"], plan["seconds"]) == (3, 2.0)
    assert plan["slowest_hosts"][0] == {"host": "x.org", "sources": 2, "seconds": 2.0}
    assert (plan["archive_mode"], plan["lookup_nights"], plan["capture_nights"]) == ("lookup", 1, 0)


def test_list_is_one_citation_a_line(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(corpus, "--list") == ExitCode.PASS
    printed = capsys.readouterr()
    records = [json.loads(line) for line in printed.out.splitlines()]

    assert records[0] == {
        "path": "a.md", "line": 4, "column": 10, "index": 0, "field": "sources", "title": "A title",
        "url": "https://x.org/2023/05/07/a", "source": "https://x.org/2023/05/07/a", "publisher": "P",
        "date": "2023-05-20", "tier": "1", "archive_url": "https://web.archive.org/web/*/https://x.org/a",
    }  # fmt: skip
    assert [(record["path"], record["field"], record["index"], record["url"]) for record in records[1:]] == [
        ("a.md", "sources", 1, None),
        ("b.json", "sources", 0, "https://y.org/b"),
        ("b.json", "citations", 0, "https://x.org/c"),
    ]
    assert printed.err == "Not listed: the citations of 1 unreadable file; see verifier scan.\n"


def test_the_summary_names_places_that_can_be_opened(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scan(corpus) == ExitCode.PASS
    printed = capsys.readouterr()

    assert "4 citations, 1 without a usable URL" in printed.out
    assert f"{corpus / 'a.md'}:10:5: CIT001 no-url: The entry “No URL” gives no URL." in printed.out
    assert f"{corpus / 'bad.md'}:1:1: CIT040" in printed.out
    assert "A first run: 3 requests, at least 2 s" in printed.out
    assert "1 night until every source was looked up, no captures" in printed.out
    assert printed.err == ""


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("archive.mode=off", 'archive: off: archive.mode is "off", so no copy is looked up or made'),
        ("archive.nightly_lookups=0", "archive: off: archive.nightly_lookups is 0"),
    ],
)
def test_the_plan_says_why_nothing_is_archived(
    corpus: Path, capsys: pytest.CaptureFixture[str], setting: str, said: str
) -> None:
    assert scan(corpus, "--set", setting) == ExitCode.PASS
    assert said in capsys.readouterr().out


def test_what_a_run_wrote_into_the_corpus_is_no_document(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "reports").mkdir()
    (corpus / "reports" / "report.md").write_text("# Citations\n")
    settings = (f"--set=corpus.root={corpus}", f"--set=report.dir={corpus / 'reports'}")

    assert scan_json(capsys, *settings)["documents"] == 2


def test_two_documents_with_one_id_are_a_finding(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "c.md").write_text(A)

    (found,) = [each for each in scan_json(capsys, corpus)["findings"] if each["code"] == "CIT032"]
    assert (found["path"], found["message"]) == ("c.md", "The id “a” is already that of “a.md”.")


def test_strict_fails_for_errors_only(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(corpus, "--strict") == ExitCode.FAILED
    (corpus / "bad.md").unlink()
    (corpus / "a.md").write_text(A.replace("- title: No URL", "- https://x.org/d"))
    assert scan(corpus, "--strict") == ExitCode.PASS
    assert "1 info" in capsys.readouterr().out


def test_a_path_restricts_and_the_configured_root_is_the_default(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    setting = f"--set=corpus.root={corpus}"

    assert scan_json(capsys, setting)["documents"] == 2
    only = scan_json(capsys, setting, corpus / "b.json")
    assert (only["root"], only["documents"], only["citations"]) == (str(corpus), 1, 2)


def test_no_citation_at_all_is_an_error_that_says_what_was_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("# Words\n")
    (tmp_path / "bad.md").write_text("---\nopen")

    assert scan(tmp_path) == ExitCode.ERROR
    printed = capsys.readouterr()
    assert "bad.md:1:1: CIT040" in printed.out
    for part in (
        "No citation",
        '"sources" or "citations"',
        "1 document",
        "include",
        str(tmp_path),
        "exclude",
    ):
        assert part in printed.err
    assert scan(tmp_path, "--json") == ExitCode.ERROR
    assert json.loads(capsys.readouterr().out)["citations"] == 0
    assert scan(tmp_path, "--list") == ExitCode.ERROR
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [["--json", "--list", "."], ["no-such-path"], ["--nonsense"]])
def test_wrong_usage_ends_with_two(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(*arguments) == ExitCode.ERROR
    assert capsys.readouterr().out == ""


def test_hostile_text_is_inert_in_every_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"\x1b[2J\n::error::\xff.md")
    (tmp_path / name).write_text('---\nsources:\n- title: "\\e]0;x\\a \\u202e [/red]"\n---\n')
    for mode in ([], ["--json"], ["--list"]):
        assert scan(tmp_path, *mode) == ExitCode.PASS
        printed = capsys.readouterr().out
        assert not set(printed) & {"\x1b", "\x07", "\u202e"}
        assert "\n::error::" not in printed


def test_it_starts_without_what_it_does_not_need(corpus: Path) -> None:
    program = (
        "import sys; from verifier.cli import run_command; run_command(['scan', sys.argv[1], '--list']);"
        "print(sorted({'httpx', 'sqlalchemy', 'asyncio', 'selectolax', 'jinja2', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(corpus)], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_the_shared_corpus_takes_less_than_three_seconds() -> None:
    root = shared_data("corpora", "timeline-2025-11")
    before = os.times()
    command = [sys.executable, "-m", "verifier", "scan", str(root), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = os.times()

    assert json.loads(done.stdout)["citations"] == 9_739
    # Processor time: what the machine does besides does not count.
    assert after.children_user - before.children_user < 3
