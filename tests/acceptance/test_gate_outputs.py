"""What the gate writes, and where: the real command, and whatever a place for an output can be."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.acceptance.command import finish, start, verifier

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = (
    "---\nid: a\nimportance: 5\nsources:\n  - url: https://example.com/TODO\n    title: A title\n---\n"
)
SENTENCE = "Failed: 1 finding fails, 1 informs.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus with a citation that fails by the document alone."""
    folder = tmp_path / "corpus"
    (folder / "seeds").mkdir(parents=True)
    (folder / "config.toml").write_text('[corpus]\nroot = "seeds"\n')
    (folder / "seeds" / "a.md").write_text(PLACEHOLDER)
    return folder


def gate(folder: Path, *formats: str, **environment: str) -> tuple[int, str, str]:
    options = [word for each in formats for word in ("--format", each)]
    code, out, err = verifier(folder, "gate", "--offline", *options, timeout=120, **environment)
    assert "Traceback" not in err, err
    return code, out, err


def test_outputs_go_to_files_and_one_to_standard_output(folder: Path) -> None:
    code, out, err = gate(folder, "github", "sarif=c.sarif", "json=-")
    assert (code, out) == (2, "")
    assert "one output only can have standard output, not two (github and json)" in err

    code, out, err = gate(folder, "github", "sarif=c.sarif")
    assert (code, out.startswith("::error file=seeds/a.md"), err) == (1, True, "")
    assert json.loads((folder / "c.sarif").read_bytes())["version"] == "2.1.0"
    assert json.loads(gate(folder, "json=-")[1])["outcome"] == "failed"


def test_where_standard_output_has_nothing_the_outcome_is_told_on_standard_error(folder: Path) -> None:
    assert gate(folder, "sarif=c.sarif") == (1, "", SENTENCE)
    assert verifier(folder, "gate", "--quiet", "--offline", "--format", "sarif=c.sarif") == (1, "", "")


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        (["text", "text"], "one output only can have standard output, not two (text)"),
        (["github", "text"], "one output only can have standard output, not two (github and text)"),
        (["sarif=c", "json=./c"], "c is named for two outputs (sarif and json)"),
        (["sarif=c", "json=link"], "c is named for two outputs (sarif and json)"),
        (["step-summary="], 'no file is named after "="; - is standard output'),
    ],
)
def test_outputs_that_would_be_lost_are_refused(folder: Path, formats: list[str], said: str) -> None:
    (folder / "link").symlink_to("c")
    code, out, err = gate(folder, *formats)

    assert (code, out, (folder / "c").exists()) == (2, "", False)
    assert said in err


def test_an_output_that_would_be_read_as_a_document_is_refused_with_a_way_out(folder: Path) -> None:
    code, _, err = gate(folder, "gitlab=seeds/gl.json")
    assert code == 2
    assert "seeds/gl.json: would be read as a document" in err
    assert "corpus.root is seeds" in err
    assert not (folder / "seeds" / "gl.json").exists()

    (folder / "link").symlink_to("seeds/a.md")
    assert gate(folder, "text=link")[0] == 2
    assert (folder / "seeds" / "a.md").read_text() == PLACEHOLDER
    for place in ("seeds/gl.sarif", "seeds/.gl/gl.json", "gl.json"):
        (folder / place).parent.mkdir(exist_ok=True)
        assert gate(folder, f"gitlab={place}")[0] == 1, place


def test_in_ci_mode_no_link_of_the_change_is_followed(folder: Path, tmp_path: Path) -> None:
    profile, arguments = tmp_path / ".profile", ("gate", "--offline", "--ci", "--format")
    profile.write_text("export A=1\n")
    (folder / "c.txt").symlink_to(profile)
    (folder / "out").symlink_to(tmp_path)

    for place in ("c.txt", "out/.profile", str(folder / "c.txt")):
        code, out, err = verifier(folder, *arguments, f"text={place}")
        assert (code, out, profile.read_text()) == (2, "", "export A=1\n")
        assert f"{place}: a link on the way leads to {profile}" in err
    assert verifier(folder, *arguments, f"text={tmp_path / 'c.txt'}")[0] == 1
    assert verifier(folder, *arguments, "text=d.txt")[0] == 1


def test_the_summary_of_a_step_keeps_what_other_tools_wrote(folder: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary"
    summary.write_text("Of another tool.\n")
    gate(folder, f"step-summary={summary}", "comment=c.md")
    gate(folder, "comment=c.md")

    assert summary.read_text().startswith("Of another tool.\n\n## Citations: failed\n")
    assert (folder / "c.md").read_text().count("## Citations: failed") == 1


def test_a_place_that_cannot_be_written_is_told_before_anything_is_judged(folder: Path) -> None:
    (folder / "c.sarif").write_text("good")
    code, out, err = gate(folder, "text", "sarif=c.sarif", "junit=nowhere/c.xml")

    assert (code, out, (folder / "c.sarif").read_text()) == (2, "", "good")
    assert err.splitlines() == [
        "verifier: nowhere/c.xml: cannot be written (No such file or directory)",
        "  Make its folder first, or name another file.",
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_fills_up_costs_one_output_and_not_the_outcome(folder: Path) -> None:
    code, out, err = gate(folder, "sarif=/dev/full", "text", "junit=c.xml")

    assert (code, out.splitlines(keepends=True)[-1]) == (2, SENTENCE)
    assert (folder / "c.xml").read_text().startswith("<?xml")
    assert err.splitlines() == [
        SENTENCE.strip(),
        "verifier: /dev/full: cannot be written (No space left on device)",
        "  Free some space, or name a file somewhere else.",
    ]


def install(place: Path, entry_points: str, code: str) -> dict[str, str]:
    """A package as an installer leaves it; the environment in which it is found."""
    info = place / "citation_lines-1.0.dist-info"
    info.mkdir(parents=True)
    (place / "citation_lines.py").write_text(code)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: citation-lines\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entry_points)
    return {"PYTHONPATH": f"{ROOT}{os.pathsep}{place}"}


ENTRY = "[verifier.gate_formats]\ncitation-lines = citation_lines\n"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("raise KeyError('boom')", "it fails: KeyError: 'boom'"),
        ("raise SystemExit(0)", "it fails: SystemExit: 0"),
        ("return 'text'", "it gives str and not bytes"),
    ],
)
def test_a_plugin_that_fails_is_named_and_the_other_outputs_are_written(
    folder: Path, tmp_path: Path, body: str, why: str
) -> None:
    code = f"NAME = 'citation-lines'\ndef render(report):\n    {body}\n"
    environment = install(tmp_path / "site", ENTRY, code)
    ended, out, err = gate(folder, "citation-lines=c.txt", "text", "sarif=c.sarif", **environment)

    assert (ended, out.splitlines(keepends=True)[-1]) == (2, SENTENCE)
    assert (folder / "c.sarif").exists()
    assert f'the plugin "citation-lines" (citation-lines) is broken: {why}' in err


def test_the_readme_s_plugin_works(folder: Path, tmp_path: Path) -> None:
    gate_section = (ROOT / "README.md").read_text().split("## The gate")[1]
    match = re.search(r"```python\n(.*?)```.*?```toml\n(.*?)```", gate_section, re.DOTALL)
    assert match is not None
    code, project = match.groups()
    named = re.fullmatch(r'\[project\.entry-points\."(.+)"\]\n(.+) = "(.+)"\n', project)
    assert named is not None
    environment = install(tmp_path / "site", "[{}]\n{} = {}\n".format(*named.groups()), code)

    ended, out, err = gate(folder, named[2], **environment)

    assert (ended, err) == (1, "")
    assert json.loads(out.splitlines()[0]) == [
        "seeds/a.md",
        5,
        "fail",
        "CIT003",
        "https://example.com/TODO",
    ]


def test_sigterm_ends_offline_work_and_takes_away_what_is_temporary(folder: Path, tmp_path: Path) -> None:
    """A pipe as the write-ahead log holds the gate up for as long as its other end is open."""
    scratch, log = tmp_path / "scratch", folder / "verifier.db-wal"
    scratch.mkdir()
    (folder / "verifier.db").touch()
    os.mkfifo(log)
    process = start(folder, "gate", "--offline", "--format", "sarif=c.sarif", TMPDIR=str(scratch))
    with log.open("wb"):
        assert len(list(scratch.iterdir())) == 1
        process.terminate()
        code, out, err = finish(process)

    assert (code, out, err) == (143, "", "")
    assert not list(scratch.iterdir())
    assert not (folder / "c.sarif").exists()
