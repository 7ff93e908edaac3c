"""What the gate takes for the change: whatever git, the call or the file names are like."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.command import ENVIRONMENT, verifier
from tests.acceptance.test_gate import CONFIG, DEAD, GOOD, INVENTED, NOTHING, TITLES, document
from tests.repositories import commit, git, new_repository

OFFLINE = ("--offline", "--offline-ok")
NOTHING_NEW = "Judged: 0 citations that the change since main added or altered, in 0 documents."
BROKEN = "---\nsources: [unclosed\n---\n"
PLACEHOLDER = "https://example.com/TODO"


def gate(folder: Path, *arguments: str, **environment: str) -> tuple[int, list[str], str]:
    code, out, err = verifier(folder, "gate", *OFFLINE, *arguments, timeout=120, **environment)
    assert "Traceback" not in err, err
    return code, out.splitlines(), err


def codes(lines: list[str]) -> list[tuple[str, str]]:
    """Place (file and line) and code of each finding."""
    found = [line.split(": ") for line in lines if ": CIT" in line.replace("fail ", "").replace("warn ", "")]
    return [(place.rpartition(":")[0], said.split(" ")[1]) for place, said, *_ in found]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """On a branch that begins at `main`, where a document cites two sources and a file cannot be read."""
    folder = new_repository(tmp_path / "here", "seeds")
    (folder / "config.toml").write_text(CONFIG)
    (folder / "seeds" / "old.md").write_text(document(DEAD, GOOD))
    (folder / "seeds" / "broken.md").write_text(BROKEN)
    commit(folder)
    git(folder, "checkout", "-q", "-b", "change")
    return folder


def since(folder: Path, *arguments: str, **environment: str) -> tuple[int, list[str], str]:
    return gate(folder, "--since", "main", *arguments, **environment)


def failing(*found: str) -> tuple[str, ...]:
    return ("--set", f"gate.fail_on={list(found)}")


def test_a_copied_citation_is_reported_where_the_copy_is_and_the_baseline_does_not_excuse_it(
    here: Path,
) -> None:
    old = here / "seeds" / "old.md"
    old.write_text(document(PLACEHOLDER))
    entry = f'code = "CIT003"\ndocument = "ODO"\nurl = "{PLACEHOLDER}"\ntitle = "Untitled"\n'
    (here / "baseline.toml").write_text(f"[[known]]\n{entry}")
    commit(here)
    git(here, "branch", "-f", "main")
    old.write_text(old.read_text() + "More prose.\n")
    (here / "seeds" / "copy.md").write_text(document(PLACEHOLDER).replace("id: ODO", "id: copy"))

    code, out, _ = since(here)

    assert (code, ("seeds/copy.md:5", "CIT003") in codes(out)) == (1, True)
    assert not [line for line in out if "old.md" in line or "in the baseline" in line]


def test_a_corpus_that_moved_with_its_configuration_is_nothing_new(here: Path) -> None:
    git(here, "mv", "seeds", "docs")
    (here / "config.toml").write_text('[corpus]\nroot = "docs"\n')

    assert since(here)[:2] == (0, [NOTHING_NEW, "Passed: no finding fails."])
    commit(here)
    assert since(here, *failing("CIT031", "CIT030", "CIT040"))[0] == 0


def test_renamed_files_keep_what_was_found_of_them_and_new_modes_change_nothing(here: Path) -> None:
    for name, text in (("one.md", document(GOOD)), ("none.md", "---\ntitle: None\n---\nText.\n")):
        (here / "seeds" / name).write_text(text)
    commit(here)
    git(here, "branch", "-f", "main")
    (here / "seeds" / "broken.md").chmod(0o755)
    git(here, "mv", "seeds/one.md", "seeds/uno.md")
    git(here, "mv", "seeds/none.md", "seeds/nulla.md")

    assert codes(since(here, *failing("CIT030", "CIT031", "CIT040"))[1]) == []
    git(here, "mv", "seeds/broken.md", "seeds/kaputt.md")
    assert since(here)[0] == 0
    (here / "seeds" / "kaputt.md").write_text(BROKEN + "x")
    assert codes(since(here)[1]) == [("seeds/kaputt.md:3", "CIT040")]


def test_what_a_change_does_to_a_document_as_a_whole_is_its_own(here: Path) -> None:
    (here / "seeds" / "old.md").write_text(document(GOOD))
    assert since(here, *failing("CIT031"))[0] == 1
    (here / "seeds" / "old.md").write_text("---\nid: ead-ood\n---\nText.\n")
    assert since(here, *failing("CIT030"))[0] == 1


def test_a_duplicate_is_the_new_entry_though_it_stands_first(here: Path) -> None:
    (here / "seeds" / "old.md").write_text(document(GOOD, DEAD, GOOD))

    code, out, _ = since(here, *failing("CIT004"))

    assert (code, codes(out)) == (1, [("seeds/old.md:5", "CIT004")])
    assert "The same URL already stands at line 9 of this document." in "".join(out)


def test_a_citation_that_is_called_verified_from_now_on_is_judged(here: Path) -> None:
    old = here / "seeds" / "old.md"
    old.write_text(old.read_text().replace("    title", "    verified: true\n    title", 1))

    code, out, _ = since(here, *failing("CIT021"))

    assert (code, codes(out)) == (1, [("seeds/old.md:5", "CIT021")])


def test_findings_about_a_file_whose_name_is_no_utf8_are_told(here: Path) -> None:
    (here / "seeds" / os.fsdecode(b"n\xff.md")).write_text("---\ntitle: None\n---\nText.\n")

    code, out, _ = since(here, *failing("CIT030"))

    assert (code, len(codes(out))) == (1, 1)


def test_in_the_hook_of_a_linked_worktree_only_the_change_counts(here: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    git(here, "worktree", "add", "-q", "-b", "other", str(linked), "main")
    hook = here / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    command = f'"{sys.executable}" -m verifier gate --offline --offline-ok --since main'
    hook.write_text(f'#!/bin/sh\ntest -n "$GIT_DIR" || exit 9\n{command} >"{tmp_path}/said" 2>&1\n')
    hook.chmod(0o755)
    (linked / "seeds" / "new.md").write_text(document(GOOD, INVENTED))
    git(linked, "add", "-A")

    subprocess.run(["git", "commit", "-q", "-m", "New"], cwd=linked, env=ENVIRONMENT, check=True)

    said = (tmp_path / "said").read_text()
    assert "Judged: 2 citations that the change since main added or altered, in 1 document." in said


def test_a_repository_of_somebody_else_says_git_s_own_way_out(here: Path) -> None:
    code, out, err = since(here, GIT_TEST_ASSUME_DIFFERENT_OWNER="1")

    first, second = err.splitlines()
    assert (code, out, "detected dubious ownership" in first) == (2, [], True)
    assert f"git config --global --add safe.directory {here}" in second


@pytest.mark.parametrize("narrowed", [[], ["--since", "main"]])
def test_a_root_that_is_missing_is_named(here: Path, narrowed: list[str]) -> None:
    code, out, err = gate(here, *narrowed, "--set", "corpus.root=nowhere")

    assert (code, out) == (2, [])
    assert err.startswith("verifier: The corpus root nowhere does not exist")


def test_a_corpus_without_citations_or_documents_is_an_error_and_never_green(here: Path) -> None:
    for wrong in ("corpus.lists=['quellen']", "corpus.include=['*.rst']"):
        code, out, err = gate(here, "--set", wrong)
        assert (code, out, err.startswith("verifier: No citation was found")) == (2, [], True)
    code, out, err = since(here, "--set", "corpus.include=['*.rst']")
    assert (code, out) == (2, [])
    assert err.startswith("verifier: git knows no document of the corpus")

    (here / "README.md").write_text("Not a document.\n")
    assert since(here)[:2] == (0, [NOTHING_NEW, "Passed: no finding fails."])


def listed(folder: Path, names: bytes, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "verifier", "gate", *OFFLINE, "--files-from", "-", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        input=names,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_names_are_understood_as_git_gives_them(here: Path) -> None:
    (here / "seeds" / 'é"\t\\.md').write_text(document(PLACEHOLDER))
    (here / "seeds" / "plain.md").write_text(document(GOOD))
    commit(here)
    names = subprocess.run(
        ["git", "diff", "--name-only", "main"], cwd=here, capture_output=True, check=True
    ).stdout
    assert b'\n"seeds/\\303' in names
    (here / "seeds" / "config.toml").write_text('[corpus]\nroot = "."\n')

    for folder in (here, here / "seeds"):
        code, out, err = listed(folder, names)
        assert (code, err) == (1, "")
        assert "Judged: 2 citations in 2 documents." in out.splitlines()


def test_names_of_nothing_are_told_and_no_error(here: Path) -> None:
    names = b'seeds/old.md\nseeds/a.md\n"unclosed\n"seeds/\\303\\251.md"\r\n\n'

    code, out, err = listed(here, names)

    assert (code, "Judged: 2 citations in 1 document." in out.splitlines()) == (0, True)
    told = 'seeds/a.md, "unclosed, "seeds/\\303\\251.md"'
    assert err == f"Not there (deleted, or misspelt): {told}.\n"


def test_a_directory_elsewhere_in_a_list_is_passed_over(here: Path) -> None:
    """`git diff --name-only` names submodules."""
    (here / "module").mkdir()

    assert listed(here, b"module\n") == (
        0,
        NOTHING,
        "Passed over: module, no document of the corpus seeds.\n",
    )


def test_a_closed_stdin_is_a_sentence(here: Path) -> None:
    command = f'"{sys.executable}" -m verifier gate --files-from - <&-'
    done = subprocess.run(["sh", "-c", command], cwd=here, env=ENVIRONMENT, capture_output=True, check=False)

    assert done.returncode == 2
    assert done.stderr.decode().startswith("verifier: cannot read standard input")
    assert len(done.stderr.splitlines()) == 2


def test_lenient_patterns_that_do_nothing_are_told(here: Path) -> None:
    (here / "seeds" / "broken.md").unlink()
    patterns = "gate.lenient=['seeds/old.md', 'old.md']"

    _, out, _ = gate(here, "--set", patterns)
    notes = [line for line in out if "gate.lenient" in line]
    assert len(notes) == 1
    assert notes[0].startswith('Note: The pattern "seeds/old.md" in gate.lenient fits no document')
    assert not [line for line in gate(here, "seeds/old.md", "--set", patterns)[1] if "lenient" in line]

    code, _, err = gate(here, "--set", "gate.lenient=['**', '[z-a].md']")
    assert (code, err.splitlines()[0]) == (
        2,
        'verifier: the pattern "[z-a].md" in gate.lenient is not a valid one',
    )


@pytest.fixture
def night(here: Path) -> Path:
    """The same after a run that recorded the corpus, and could ask nobody."""
    cut = ("fetch.proxy=http://127.0.0.1:9", "network.canaries=['https://canary.demo/']")
    arguments = [word for setting in cut for word in ("--set", setting)]
    assert verifier(here, "run", "--quiet", *arguments)[0] == 3
    (here / ".gitignore").write_text("verifier.db*\nreports\n")
    return here


@pytest.mark.parametrize("narrowed", [["--since", "main"], ["seeds/a.md"]])
def test_what_an_untouched_document_is_called_and_cites_counts(night: Path, narrowed: list[str]) -> None:
    said = document(GOOD).replace("id: ood", "id: ead-ood").replace(TITLES[GOOD], "Bees of Malta")
    (night / "seeds" / "a.md").write_text(said)
    wanted = [("seeds/a.md:4", "CIT032"), ("seeds/a.md:5", "CIT011")]

    code, out, _ = gate(night, *narrowed, *failing("CIT032", "CIT011"))
    assert (code, [found for found in codes(out) if found in wanted]) == (1, wanted)
    assert not [line for line in out if line.startswith("seeds/old.md")]

    # What was recorded, and is no more what lies there, says nothing.
    old = night / "seeds" / "old.md"
    old.write_text(document(DEAD))
    assert gate(night, *narrowed, *failing("CIT032", "CIT011"))[0] == 0


def test_a_document_that_keeps_its_id_when_it_is_renamed_disputes_nothing(night: Path) -> None:
    git(night, "mv", "seeds/old.md", "seeds/renamed.md")

    assert since(night, *failing("CIT032", "CIT011"))[:2] == (0, [NOTHING_NEW, "Passed: no finding fails."])


def test_what_was_no_document_before_is_new_wherever_it_lay(here: Path) -> None:
    (here / "drafts").mkdir()
    (here / "drafts" / "x.md").write_text(document(PLACEHOLDER))
    commit(here)
    git(here, "branch", "-f", "main")
    git(here, "mv", "drafts/x.md", "seeds/x.md")
    assert ("seeds/x.md:5", "CIT003") in codes(since(here)[1])

    (here / "seeds" / "real.md").write_text((here / "seeds" / "x.md").read_text())
    (here / "seeds" / "x.md").write_text("An empty one.\n")
    assert ("seeds/real.md:5", "CIT003") in codes(since(here)[1])


def test_a_document_that_leaves_the_lenient_ones_is_new_as_a_whole(here: Path) -> None:
    drafts = here / "seeds" / "drafts"
    drafts.mkdir()
    (drafts / "x.md").write_text(document(PLACEHOLDER))
    (drafts / "none.md").write_text("---\ntitle: None\n---\nText.\n")
    (drafts / "broken.md").write_text(BROKEN + "y")
    commit(here)
    git(here, "branch", "-f", "main")
    lenient = ("--set", "gate.lenient=['drafts/**']")
    for name in ("x", "none", "broken"):
        git(here, "mv", f"seeds/drafts/{name}.md", f"seeds/{name}2.md")

    code, out, _ = since(here, *lenient, *failing("CIT003", "CIT030", "CIT040"))

    found = [place.partition(":")[0] for place, code in codes(out) if code in ("CIT003", "CIT030", "CIT040")]
    assert (code, found) == (1, ["seeds/broken2.md", "seeds/none2.md", "seeds/x2.md"])
    commit(here)
    git(here, "branch", "-f", "main")
    for name in ("x", "none", "broken"):
        git(here, "mv", f"seeds/{name}2.md", f"seeds/drafts/{name}.md")
    assert since(here, *lenient)[:2] == (0, [NOTHING_NEW, "Passed: no finding fails."])


def test_two_names_that_look_alike_are_two_documents(here: Path) -> None:
    git(here, "mv", "seeds/old.md", "seeds/" + os.fsdecode(b"n\xff.md"))
    (here / "seeds" / r"n\xff.md").write_text(document(PLACEHOLDER))
    commit(here)

    assert (r"seeds/n\\xff.md:5", "CIT003") in codes(since(here)[1])


def test_links_are_told_as_the_whole_gate_tells_them(here: Path) -> None:
    (here / "seeds" / "broken.md").unlink()
    (here / "other").mkdir()
    (here / "other" / "x.md").write_text(document(PLACEHOLDER))
    commit(here)
    (here / "seeds" / "alias.md").symlink_to("old.md")
    commit(here)
    assert (since(here)[0], gate(here)[0]) == (0, 0)

    (here / "seeds" / "more").symlink_to("../other")
    for told in (since(here)[1], gate(here)[1]):
        assert codes(told)[0] == ("seeds/more:1", "CIT040")
    commit(here)
    assert codes(since(here)[1]) == [("seeds/more:1", "CIT040")]


def test_a_file_that_is_too_large_may_be_renamed(here: Path) -> None:
    (here / "seeds" / "big.md").write_text(document(GOOD) + "x" * 3000)
    limit = ("--set", "corpus.file_limit=2000")
    assert since(here, *limit)[0] == 1
    commit(here)
    git(here, "branch", "-f", "main")
    git(here, "mv", "seeds/big.md", "seeds/large.md")

    assert since(here, *limit)[0] == 0
    (here / "seeds" / "large.md").write_text(document(PLACEHOLDER) + "x" * 3000)
    assert codes(since(here, *limit)[1]) == [("seeds/large.md:1", "CIT040")]


def test_reports_below_the_root_are_no_documents(here: Path) -> None:
    (here / "reports").mkdir()
    (here / "reports" / "x.md").write_text(document(PLACEHOLDER))
    commit(here)

    assert since(here, "--set", "corpus.root=.")[0] == 0


def in_ci(folder: Path) -> tuple[int, list[str]]:
    return since(folder, "--ci")[:2]


def test_in_ci_a_corpus_that_is_renamed_is_judged_where_it_is(here: Path) -> None:
    git(here, "mv", "seeds", "docs")
    (here / "config.toml").write_text('[corpus]\nroot = "docs"\n')
    commit(here)
    code, out = in_ci(here)
    assert (code, out[0]) == (0, NOTHING_NEW)

    (here / "docs" / "new.md").write_text(document(PLACEHOLDER))
    assert codes(in_ci(here)[1])[0] == ("docs/new.md:5", "CIT003")


def test_in_ci_what_the_change_takes_in_is_judged_and_what_it_leaves_out_too(here: Path) -> None:
    (here / "more").mkdir()
    (here / "more" / "x.md").write_text(document(PLACEHOLDER))
    commit(here)
    git(here, "branch", "-f", "main")
    (here / "config.toml").write_text('[corpus]\nroot = "."\n')
    assert ("more/x.md:5", "CIT003") in codes(in_ci(here)[1])

    (here / "config.toml").write_text('[corpus]\nroot = "seeds"\nexclude = ["*"]\n')
    (here / "seeds" / "new.md").write_text(document(PLACEHOLDER))
    assert ("seeds/new.md:5", "CIT003") in codes(in_ci(here)[1])


@pytest.mark.parametrize("corpus", ['root = "more"', 'root = "seeds"\nlists = ["sources", "quellen"]'])
def test_in_ci_what_cannot_be_judged_by_both_configurations_is_a_doubt(here: Path, corpus: str) -> None:
    (here / "more").mkdir()
    (here / "more" / "x.md").write_text(document(PLACEHOLDER).replace("sources:", "quellen:"))
    (here / "config.toml").write_text(f"[corpus]\n{corpus}\n")
    commit(here)

    code, out = in_ci(here)

    assert (code, "Inconclusive: the change alters which files are documents" in "".join(out)) == (3, True)


def test_a_change_may_take_all_documents_away(here: Path) -> None:
    git(here, "rm", "-rq", "seeds")

    for arguments in ((), ("--ci",)):
        code, out, _ = since(here, *arguments)
        assert (code, out[0]) == (0, NOTHING_NEW)
        assert "Note: The change takes the corpus root seeds away" in out[1]


def test_in_ci_what_only_the_revision_altered_since_is_no_doubt(here: Path) -> None:
    git(here, "checkout", "-q", "main")
    (here / "config.toml").write_text(CONFIG + 'exclude = ["x*"]\nlists = ["sources"]\n')
    commit(here)
    git(here, "checkout", "-q", "change")
    (here / "seeds" / "new.md").write_text(document(GOOD))
    commit(here)

    code, out = in_ci(here)

    assert (code, "which files are documents" in "".join(out)) == (0, False)


def test_the_configuration_need_not_lie_in_the_repository(here: Path, tmp_path: Path) -> None:
    (here / "seeds" / "new.md").write_text(document(PLACEHOLDER))

    code, out, _ = since(tmp_path, "--set", f"corpus.root={here / 'seeds'}")

    assert (code, codes(out)[0]) == (1, ("here/seeds/new.md:5", "CIT003"))
