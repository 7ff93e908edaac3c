"""The pull request (J2): red is rare, explained, and about the change itself; over real sockets, in real
repositories."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.identity.world import HTML, through
from tests.acceptance.command import verifier
from tests.repositories import commit, git, new_repository
from tests.runs.builders import titled
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_replies import Service
from verifier.demo.pages import article, short_page
from verifier.demo.world import Answer, ProxyWorld, World

SITE = "https://paper.demo"
GOOD, DEAD, INVENTED, PAID = (f"{SITE}/2024/05/{name}" for name in ("good", "dead", "invented", "paid"))
TITLES = {url: titled(number) for number, url in enumerate((GOOD, DEAD, INVENTED, PAID))}
PAYWALL = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    '<div class="paywall">Subscribe to continue reading. Already a subscriber? Log in.</div>'
)
PAGES = {
    GOOD: Answer(200, HTML, article(TITLES[GOOD], "Paper")),
    PAID: Answer(200, HTML, short_page(TITLES[PAID], "Subscribe to continue reading.", PAYWALL)),
}
NOTHING = "Judged: 0 citations in 0 documents.\nPassed: no finding fails.\n"
CONFIG = '[corpus]\nroot = "seeds"\n'


def document(*urls: str) -> str:
    entries = "".join(f"  - url: {url}\n    title: {TITLES.get(url, 'Untitled')}\n" for url in urls)
    name = "-".join(url[-3:] for url in urls[:3])
    return f"---\nid: {name}\nimportance: 5\nsources:\n{entries}---\nText.\n"


@pytest.fixture(scope="module")
def archive() -> Iterator[StandInArchive]:
    with StandInArchive() as archive:
        archive.add_copy(DEAD, "20240507120000", body=article(TITLES[DEAD], "Paper"))
        yield archive


@pytest.fixture(scope="module")
def options(archive: StandInArchive) -> Iterator[list[str]]:
    with ProxyWorld(World(PAGES)) as web:
        yield through(web, f"archive.base={archive.base}", "archive.mode=lookup")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """On a branch that begins at `main`, where an old document cites a dead link."""
    folder = new_repository(tmp_path / "repository", "seeds")
    (folder / "config.toml").write_text(CONFIG)
    (folder / "seeds" / "old.md").write_text(document(DEAD, GOOD))
    commit(folder)
    git(folder, "checkout", "-q", "-b", "change")
    return folder


def state(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def gate(repository: Path, *arguments: str) -> tuple[int, list[str], str]:
    code, out, err = verifier(repository, "gate", "--since", "main", *arguments)
    assert "Traceback" not in err, err
    return code, out.splitlines(), err


def test_an_invented_citation_fails_and_a_paywall_warns_and_the_old_link_is_nobodys_business(
    repository: Path, options: list[str]
) -> None:
    (repository / "seeds" / "new.md").write_text(document(GOOD, INVENTED, PAID))
    before = state(repository)

    code, out, _ = gate(repository, *options)

    assert code == 1
    assert out[0].startswith("seeds/new.md:7:10: fail CIT110 never-seen: ")
    failing = [line for line in out if ": fail CIT" in line]
    assert [line.split(": ")[1] for line in failing] == ["fail CIT110 never-seen", "fail CIT101 gone"]
    assert any(line.startswith("seeds/new.md:9:10: warn CIT408 ") for line in out)
    assert not [line for line in out if DEAD in line or "old.md" in line]
    assert out[-2:] == [
        "Judged: 3 citations that the change since main added or altered, in 1 document.",
        "Failed: 2 findings fail, 1 warns, 1 informs.",
    ]
    assert state(repository) == before


def test_moving_reordering_and_renaming_make_nothing_new(repository: Path, options: list[str]) -> None:
    (repository / "seeds" / "old.md").unlink()
    (repository / "seeds" / "renamed.md").write_text(
        document(GOOD, DEAD).replace("---\nid", "---\n\n\n\n\n\nid", 1)
    )
    commit(repository)

    code, out, _ = gate(repository, *options)

    said = "Judged: 0 citations that the change since main added or altered, in 0 documents."
    assert (code, out) == (0, [said, "Passed: no finding fails."])


def test_the_network_cut_is_inconclusive_and_never_broken(repository: Path, options: list[str]) -> None:
    (repository / "seeds" / "new.md").write_text(document(INVENTED))
    cut = ["--set", "fetch.proxy=http://127.0.0.1:9", "--set", "network.canaries=['https://canary.demo/']"]

    code, out, _ = gate(repository, *options, *cut)

    assert (code, out[-1][:12]) == (3, "Inconclusive")
    assert not [line for line in out if ": fail CIT" in line]


def test_what_the_document_alone_shows_fails_without_a_network(repository: Path, options: list[str]) -> None:
    (repository / "seeds" / "new.md").write_text(document("https://example.com/TODO", INVENTED))
    cut = ["--set", "fetch.proxy=http://127.0.0.1:9", "--set", "network.canaries=['https://canary.demo/']"]

    code, out, _ = gate(repository, *options, *cut)

    assert code == 1
    assert [line.split(": ")[1] for line in out if ": fail CIT" in line] == ["fail CIT003 placeholder"]


def test_offline_uses_what_last_night_stored_and_says_what_it_does_not_know(
    repository: Path, options: list[str]
) -> None:
    (repository / "seeds" / "new.md").write_text(document(GOOD, INVENTED))
    assert verifier(repository, "run", *options)[0] == 0
    (repository / "seeds" / "newer.md").write_text(document("https://paper.demo/2024/05/unknown"))
    before = state(repository / "seeds")

    code, out, err = gate(repository, "--offline")
    assert (code, err) == (1, "")
    assert any(line.startswith("seeds/new.md:7:10: fail CIT110") for line in out)
    assert any("nothing recent is known of https://paper.demo/2024/05/unknown" in line for line in out)

    (repository / "seeds" / "new.md").write_text(document(GOOD))
    assert gate(repository, "--offline")[0] == 3
    assert gate(repository, "--offline", "--offline-ok")[0] == 0
    assert gate(repository, "--offline", "--max-age", "0s")[0] == 3
    assert state(repository / "seeds").keys() == before.keys()


def test_a_stored_result_is_not_asked_for_again(
    repository: Path, options: list[str], archive: StandInArchive
) -> None:
    (repository / "seeds" / "new.md").write_text(document(PAID))
    assert verifier(repository, "run", *options)[0] == 0
    nowhere = [
        "--set",
        "fetch.proxy=http://127.0.0.1:9",
        "--set",
        "network.canaries=['https://canary.demo/']",
    ]

    code, out, _ = gate(repository, *options, *nowhere)

    assert code == 0
    assert any("Judged by stored results" in line for line in out)


def test_nothing_is_submitted_to_an_archive(
    repository: Path, options: list[str], archive: StandInArchive
) -> None:
    (repository / "seeds" / "new.md").write_text(document(GOOD, INVENTED))
    keys = {"IA_ACCESS_KEY_ID": archive.access, "IA_SECRET_ACCESS_KEY": archive.secret}
    arguments = ["gate", "--since", "main", *options, "--set", "archive.mode=capture"]

    assert verifier(repository, *arguments, timeout=120, **keys)[0] == 1
    assert Service.SAVE not in {request.service for request in archive.requests}
    assert not any("authorization" in request.headers for request in archive.requests)


def test_a_file_that_cannot_be_parsed_fails_with_its_place(repository: Path, options: list[str]) -> None:
    bomb = "---\nsources: " + "[" * 200_000 + "\n---\n"
    (repository / "seeds" / "bomb.md").write_text(bomb)

    code, out, _ = gate(repository, *options)

    assert code == 1
    assert out[0].startswith("seeds/bomb.md:2:")
    assert "CIT040 unreadable-document" in out[0]


def test_five_hundred_new_urls_are_cut_and_that_is_said(repository: Path, options: list[str]) -> None:
    many = [f"{SITE}/many/{number}" for number in range(500)]
    (repository / "seeds" / "new.md").write_text(document(*many))

    code, out, _ = gate(repository, *options, "--set", "gate.max_sources=0")
    assert (code, out[-1][:12]) == (3, "Inconclusive")
    assert any("Not asked: 500 sources above gate.max_sources (0)" in line for line in out)

    code, out, _ = gate(repository, *options, "--set", "gate.max_sources=5")
    assert any("Not asked: 495 sources above gate.max_sources (5)" in line for line in out)
    assert code == 1


def relax(repository: Path) -> None:
    """By every means that a change has."""
    (repository / "config.toml").write_text(f'{CONFIG}[gate]\nfail_on = []\nlenient = ["**"]\n')
    (repository / "decisions.toml").write_text(
        f'[[decision]]\nurl = "{INVENTED}"\nverdict = "accepted"\nreason = "Mine."\nauthor = "Me"\n'
        "until = 2999-12-31\n"
    )
    (repository / "baseline.toml").write_text(
        f'[[known]]\ncode = "CIT110"\ndocument = "ted"\nurl = "{INVENTED}"\ntitle = "{TITLES[INVENTED]}"\n'
    )


def test_in_ci_mode_a_change_does_not_relax_what_it_is_judged_by(
    repository: Path, options: list[str]
) -> None:
    (repository / "seeds" / "new.md").write_text(document(INVENTED))
    relax(repository)
    assert gate(repository, *options)[0] == 0
    commit(repository)

    code, out, _ = gate(repository, "--ci", *options)

    assert code == 1
    assert out[0].startswith("seeds/new.md:5:10: fail CIT110 never-seen: ")
    for name in ("config.toml", "decisions.toml", "baseline.toml"):
        told = f"The change alters {name}, which counts once it is merged: judged by that of main."
        assert told in [line.removeprefix("Note: ") for line in out], name


def test_in_ci_mode_it_counts_what_the_base_branch_says_now(repository: Path, options: list[str]) -> None:
    (repository / "seeds" / "new.md").write_text(document(INVENTED))
    commit(repository)
    git(repository, "checkout", "-q", "main")
    relax(repository)
    commit(repository)
    git(repository, "checkout", "-q", "change")

    code, out, _ = gate(repository, "--ci", *options)

    assert code == 0, out
    assert not [line for line in out if "The change alters" in line]


def test_in_ci_mode_links_and_broken_files_of_the_change_are_errors(repository: Path) -> None:
    config = repository / "config.toml"
    config.write_text("[gate]\nfail = []\n")
    code, out, err = gate(repository, "--ci", "--offline")
    assert (code, out) == (2, [])
    assert 'unknown key "gate.fail"' in err

    config.unlink()
    config.symlink_to("/etc/hostname")
    assert gate(repository, "--ci", "--offline")[0] == 2

    config.unlink()
    (repository / "seeds").rename(repository / "elsewhere")
    (repository / "seeds").symlink_to("/etc")
    code, _, err = gate(repository, "--ci", "--offline")
    assert (code, "leads out of" in err) == (2, True)


def test_in_ci_mode_the_first_configuration_is_told_how_to_get_in(repository: Path) -> None:
    git(repository, "mv", "seeds", "docs")
    git(repository, "rm", "-q", "config.toml")
    commit(repository)
    git(repository, "branch", "-f", "main")
    (repository / "config.toml").write_text('[corpus]\nroot = "docs"\n')
    (repository / "docs" / "new.md").write_text(document("https://example.com/TODO"))
    commit(repository)

    code, out, err = gate(repository, "--ci", "--offline")

    assert (code, out) == (2, [])
    assert "the corpus root seeds holds nothing, neither here nor at main." in err
    assert "there is no config.toml, so that the defaults do" in err
    assert "Merge the first configuration without --ci" in err
    assert gate(repository, "--offline")[0] == 1
    assert gate(repository, "--ci", "--offline", "--set", "corpus.root=docs")[0] == 1


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("config.toml", '[corpus]\nrot = "seeds"\n', 'unknown key "corpus.rot"'),
        ("decisions.toml", "decision = 1\n", "decisions.toml"),
        ("config.toml", '[corpus]\nroot = "sseeds"\n', "it names this root"),
    ],
)
def test_in_ci_mode_who_repairs_a_file_of_the_base_branch_is_told_that_it_is_that_one(
    repository: Path, file: str, content: str, said: str
) -> None:
    was = (repository / file).read_text() if (repository / file).exists() else ""
    (repository / file).write_text(content)
    commit(repository)
    git(repository, "branch", "-f", "main")
    (repository / file).write_text(was)
    (repository / "seeds" / "new.md").write_text(document("https://example.com/TODO"))
    commit(repository)

    code, out, err = gate(repository, "--ci", "--offline")

    assert (code, out) == (2, [])
    assert said in err
    assert "at main" in err
    assert "correction without --ci, once you have looked at it" in err
    assert gate(repository, "--offline")[0] == 1


def test_in_ci_mode_without_a_configuration_file_the_defaults_count(repository: Path) -> None:
    (repository / "config.toml").unlink()
    (repository / "seeds" / "new.md").write_text(document("https://example.com/TODO"))

    code, out, _ = gate(repository, "--ci", "--offline")

    assert code == 1
    assert any(line.startswith("Note: The change alters config.toml") for line in out)


@pytest.mark.parametrize("arguments", [["--since", "nobody"], ["nowhere.md"], ["--format", "papyrus"]])
def test_what_cannot_be_done_is_an_error_with_a_way_out(repository: Path, arguments: list[str]) -> None:
    code, out, err = verifier(repository, "gate", "--offline", *arguments)

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2


def test_paths_and_lists_of_files_choose_what_is_judged(
    repository: Path, options: list[str], tmp_path: Path
) -> None:
    (repository / "seeds" / "new.md").write_text(document(INVENTED))
    listed = tmp_path / "files.txt"
    listed.write_text("seeds/old.md\nseeds/gone.md\n")

    _, out, _ = verifier(repository, "gate", "seeds/old.md", "--offline", "--offline-ok")
    assert "Judged: 2 citations in 1 document." in out.splitlines()
    assert (
        "2 citations in 1 document"
        in verifier(repository, "gate", "--files-from", str(listed), "--offline", "--offline-ok")[1]
    )
    assert gate(repository, "seeds/old.md", *options)[0] == 0
    listed.write_text("seeds/gone.md\n")
    gone = "Not there (deleted, or misspelt): seeds/gone.md.\n"
    assert verifier(repository, "gate", "--files-from", str(listed)) == (0, NOTHING, gone)
    assert verifier(repository, "gate", "--quiet", "--files-from", str(listed)) == (0, NOTHING, "")


def test_files_that_are_no_documents_are_passed_over_and_told(repository: Path, tmp_path: Path) -> None:
    (repository / "README.md").write_text("---\nsources: [unclosed\n---\n")
    (repository / "seeds" / "figure.png").write_bytes(b"PNG")
    (repository / "seeds" / "excluded.md").write_text(document("https://example.com/TODO"))
    (repository / "reports").mkdir()
    (repository / "reports" / "report.md").write_text("# Report\n")
    (repository / "config.toml").write_text(CONFIG + 'exclude = ["excluded.md"]\n')
    offline = ("--offline", "--offline-ok")

    code, out, err = verifier(repository, "gate", "README.md", "seeds/old.md", *offline)
    assert (code, err) == (0, "Passed over: README.md, no document of the corpus seeds.\n")
    assert "Judged: 2 citations in 1 document." in out.splitlines()

    others = ["README.md", "seeds/figure.png", "seeds/excluded.md", "config.toml", "reports/report.md"]
    first = "Passed over: README.md, seeds/figure.png, seeds/excluded.md and 2 more files, "
    told = f"{first}no documents of the corpus seeds.\n"
    assert verifier(repository, "gate", *others, *offline) == (0, NOTHING, told)
    listed = tmp_path / "files.txt"
    listed.write_text("\n".join(others))
    assert verifier(repository, "gate", "--files-from", str(listed)) == (0, NOTHING, told)
    assert verifier(repository, "gate", "--quiet", "--since", "main", "README.md") == (0, NOTHING, "")


@pytest.mark.parametrize("path", ["nowhere.md", "seeds/nowhere.md", "."])
def test_a_path_that_does_not_exist_and_a_folder_elsewhere_are_errors(repository: Path, path: str) -> None:
    code, out, err = verifier(repository, "gate", "--offline", "seeds/old.md", path)

    assert (code, out) == (2, "")
    assert err.startswith(f"verifier: {path} is no file or directory of the corpus seeds")


def test_a_decision_holds_and_when_it_expires_it_fails(repository: Path, options: list[str]) -> None:
    (repository / "seeds" / "new.md").write_text(document(INVENTED))
    decisions = repository / "decisions.toml"
    entry = (
        f'[[decision]]\nurl = "{INVENTED}"\nverdict = "accepted"\nreason = "Seen in print."\n'
        'author = "Keeper"\nuntil = {}\n'
    )

    decisions.write_text(entry.format("2999-12-31"))
    code, out, _ = gate(repository, *options)
    found = next(number for number, line in enumerate(out) if "CIT110" in line)
    assert (code, out[found].split(": ")[1]) == (0, "inform CIT110 never-seen")
    assert out[found + 1].strip() == "because: accepted until 2999-12-31 by Keeper: Seen in print."

    decisions.write_text(entry.format("2024-01-31"))
    code, out, _ = gate(repository, *options)
    assert code == 1
    assert out[1].strip().startswith("because: decision expired on 2024-01-31, accepted by Keeper")

    decisions.write_text(entry.format('"soon"'))
    code, out, err = gate(repository, *options)
    assert (code, out) == (2, [])
    assert "decision 1: until has to be a date" in err


def test_the_baseline_freezes_what_is_known_and_only_shrinks(repository: Path, options: list[str]) -> None:
    old = repository / "seeds" / "old.md"
    old.write_text(document(INVENTED))
    assert verifier(repository, "run", *options)[0] == 0

    assert verifier(repository, "baseline", "--write")[:2] == (0, "2 known problems in baseline.toml.\n")
    assert verifier(repository, "baseline", "--write")[0] == 2
    code, out, _ = gate(repository, "--offline")
    assert (code, sum("in the baseline" in line for line in out)) == (0, 2)

    old.write_text(document(GOOD))
    assert verifier(repository, "run", *options)[0] == 0
    assert verifier(repository, "baseline")[1].endswith("2 known problems, 2 of them stale.\n")
    assert verifier(repository, "baseline", "--update")[1] == "0 known problems in baseline.toml.\n"

    old.write_text(document(INVENTED))
    assert gate(repository, "--offline")[0] == 1
