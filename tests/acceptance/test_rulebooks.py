"""Baseline and decisions beside a corpus: they forget nothing that was not looked for, and keep nothing by
another rule than the one that people wrote; over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.identity.world import HTML, through
from tests.acceptance.command import verifier
from tests.acceptance.test_gate import CONFIG, GOOD, INVENTED, PAGES, TITLES, document
from tests.repositories import commit, git, new_repository
from verifier.demo.archive import StandInArchive
from verifier.demo.world import Answer, ProxyWorld, World

CUT = ["--set", "fetch.proxy=http://127.0.0.1:9", "--set", "network.canaries=['https://canary.demo/']"]
KNOWN_INVENTED = f'url = "{INVENTED}"\ntitle = "{TITLES[INVENTED]}"\n'


@pytest.fixture(scope="module")
def archive() -> Iterator[StandInArchive]:
    with StandInArchive() as archive:
        yield archive


@pytest.fixture(scope="module")
def up(archive: StandInArchive) -> Iterator[list[str]]:
    with ProxyWorld(World(PAGES)) as web:
        yield _through(web, archive)


@pytest.fixture(scope="module")
def down(archive: StandInArchive) -> Iterator[list[str]]:
    """Every host answers 503."""
    with ProxyWorld(lambda *_: Answer(503, HTML, b"<h1>503</h1>")) as web:
        yield _through(web, archive)


def _through(web: ProxyWorld, archive: StandInArchive) -> list[str]:
    settings = (f"archive.base={archive.base}", "archive.mode=lookup", "check.every=0s", "fetch.retries=0")
    return through(web, *settings)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An old document cites a page that never was."""
    folder = new_repository(tmp_path / "repository", "seeds")
    (folder / "config.toml").write_text(CONFIG)
    (folder / "seeds" / "old.md").write_text(document(INVENTED))
    return folder


def run(folder: Path, options: list[str]) -> None:
    assert verifier(folder, "run", *options)[0] == 0


def baseline(folder: Path, *arguments: str) -> str:
    code, out, err = verifier(folder, "baseline", *arguments)
    assert (code, err) == (0, "")
    return out


def gate(folder: Path, *arguments: str) -> tuple[int, list[str]]:
    code, out, err = verifier(folder, "gate", *arguments)
    assert "Traceback" not in err, err
    return code, out.splitlines()


def decision(until: str, more: str = "") -> str:
    return (
        f'[[decision]]\nurl = "{INVENTED}"\nverdict = "accepted"\nreason = "Seen in print."\n'
        f'author = "Keeper"\nuntil = {until}\n{more}\n'
    )


def test_a_night_on_which_a_host_is_down_takes_nothing_out_of_the_baseline(
    repository: Path, up: list[str], down: list[str]
) -> None:
    run(repository, up)
    baseline(repository, "--write")
    frozen = (repository / "baseline.toml").read_bytes()

    run(repository, down)
    assert baseline(repository) == "2 known problems, 0 of them stale.\n"
    baseline(repository, "--update")
    fresh = ["--set", "store.url=sqlite:///fresh.db"]
    assert verifier(repository, "run", *up, *CUT, *fresh)[0] == 3
    baseline(repository, "--update", *fresh)

    assert (repository / "baseline.toml").read_bytes() == frozen
    run(repository, up)
    assert gate(repository, "--offline")[0] == 0


@pytest.mark.parametrize(
    "unknowing",
    [["--set", "store.url=sqlite:///none.db"], ["--max-age", "0s"]],
    ids=["no-database", "too-old"],
)
def test_a_gate_that_knows_nothing_advises_nothing(
    repository: Path, up: list[str], unknowing: list[str]
) -> None:
    run(repository, up)
    baseline(repository, "--write")
    (repository / "decisions.toml").write_text(decision("2024-01-31"))

    code, out = gate(repository, "--offline", "--offline-ok", *unknowing)

    assert code == 0
    assert not [line for line in out if "found no more" in line or "remove it" in line]


def test_many_stale_entries_and_decisions_are_counted(repository: Path) -> None:
    entries = [
        f'[[known]]\ncode = "CIT003"\ndocument = "ted"\nurl = "https://x.demo/{n}"\n' for n in range(13)
    ]
    (repository / "baseline.toml").write_text("\n".join(entries))
    others = [decision("2999-12-31").replace(INVENTED, f"https://x.demo/{n}") for n in range(13)]
    (repository / "decisions.toml").write_text("\n".join(others))

    _, out = gate(repository, "--offline", "--offline-ok")

    assert len([line for line in out if "found no more" in line]) == 5
    assert len([line for line in out if "names nothing in the corpus" in line]) == 5
    assert "Note: Baseline: 8 more notes like these." in out
    assert "Note: Decisions: 8 more notes like these." in out


def test_no_baseline_is_made_of_results_that_are_not_complete(repository: Path, up: list[str]) -> None:
    assert verifier(repository, "run", *up, *CUT)[0] == 3

    code, out, err = verifier(repository, "baseline", "--write")

    assert (code, out) == (2, "")
    assert "a baseline is made of the results of a complete run" in err
    assert not (repository / "baseline.toml").exists()
    run(repository, up)
    assert baseline(repository, "--write").startswith("2 known problems")


def test_a_file_that_cannot_be_read_is_frozen_like_all_that_fails(repository: Path, up: list[str]) -> None:
    bad = repository / "seeds" / "bad.md"
    bad.write_text("---\nsources: [\n---\n")
    run(repository, up)

    assert baseline(repository, "--write").startswith("3 known problems")
    assert gate(repository, "--offline")[0] == 0
    assert baseline(repository) == "3 known problems, 0 of them stale.\n"

    bad.write_text(document(GOOD))
    run(repository, up)
    assert baseline(repository, "--update").startswith("2 known problems")


def test_a_document_without_an_id_keeps_its_baseline_when_it_is_renamed(
    repository: Path, up: list[str], down: list[str]
) -> None:
    old, new = (repository / "seeds" / name for name in ("old.md", "new.md"))
    old.write_text(document(INVENTED).replace("id: ", "other: "))
    commit(repository)
    run(repository, up)
    baseline(repository, "--write")
    git(repository, "mv", "seeds/old.md", "seeds/new.md")
    new.write_text(new.read_text().replace("    title", "    publisher: Paper\n    title"))

    assert gate(repository, "--offline")[0] == 0
    assert gate(repository, "--offline", "--since", "main")[0] == 0
    run(repository, down)
    assert baseline(repository) == "2 known problems, 0 of them stale.\n"
    run(repository, up)
    assert baseline(repository, "--update").startswith("2 known problems")
    assert (repository / "baseline.toml").read_text().count('document = "new.md"') == 2

    # The old name is that of another document now.
    old.write_text(new.read_text())
    assert gate(repository, "--offline")[0] == 1


def test_a_document_whose_id_another_one_has_is_known_in_every_scope(repository: Path, up: list[str]) -> None:
    (repository / "seeds" / "old.md").write_text(document(GOOD).replace("id: ood", "id: same"))
    disputed = repository / "seeds" / "other.md"
    disputed.write_text(document(INVENTED).replace("id: ted", "id: same"))
    commit(repository)
    run(repository, up)
    baseline(repository, "--write")
    assert 'document = "other.md#same"' in (repository / "baseline.toml").read_text()

    disputed.write_text(disputed.read_text().replace("    title", "    publisher: Paper\n    title"))

    assert gate(repository, "--offline", "--since", "main")[0] == 0
    assert gate(repository, "--offline", "seeds/other.md")[0] == 0


def test_what_is_decided_is_not_frozen_and_fails_when_the_decision_expires(
    repository: Path, up: list[str]
) -> None:
    run(repository, up)
    decisions = repository / "decisions.toml"
    decisions.write_text(decision("2999-12-31", 'code = "CIT110"'))
    assert baseline(repository, "--write").startswith("1 known problem ")
    assert gate(repository, "--offline")[0] == 0

    with (repository / "baseline.toml").open("a") as file:
        file.write(f'\n[[known]]\ncode = "CIT110"\ndocument = "ted"\n{KNOWN_INVENTED}')
    decisions.write_text(decision("2024-01-31", 'code = "CIT110"'))
    code, out = gate(repository, "--offline")

    assert code == 1
    assert out[0].startswith("seeds/old.md:5:10: fail CIT110")
    assert "because: decision expired on 2024-01-31" in out[1]


@pytest.mark.parametrize("lenient", ["[]", "['**']"])
def test_an_expired_decision_proves_nothing(repository: Path, down: list[str], lenient: str) -> None:
    (repository / "decisions.toml").write_text(decision("2024-01-31"))

    code, out = gate(repository, *down, "--set", f"gate.lenient={lenient}")

    assert code == 0, out
    assert "warn CIT406" in out[0]
    assert "because: decision expired on 2024-01-31, accepted by Keeper: Seen in print." in out[1]


def test_a_decision_is_called_unneeded_only_where_its_citation_was_judged(
    repository: Path, up: list[str]
) -> None:
    commit(repository)
    run(repository, up)
    (repository / "decisions.toml").write_text(
        decision("2024-01-31") + decision("2024-01-31").replace(INVENTED, f"{GOOD}/")
    )
    (repository / "seeds" / "new.md").write_text(document(GOOD))

    code, out = gate(repository, "--since", "main", *up)
    assert (code, [line for line in out if "decision" in line]) == (0, [])

    code, out = gate(repository, *up)
    assert (code, [line for line in out if line.startswith("Note: A decision")]) == (
        1,
        [f"Note: A decision names nothing in the corpus: {GOOD}/. Correct or remove it."],
    )
    (repository / "seeds" / "old.md").write_text(document(GOOD))
    (repository / "decisions.toml").write_text(decision("2024-01-31").replace(INVENTED, GOOD))
    note = f"Note: A decision on {GOOD} expired on 2024-01-31, and nothing is found: remove it."
    code, out = gate(repository, *up)
    assert (code, [line for line in out if "decision" in line]) == (0, [note])


def test_two_decisions_that_contradict_each_other_are_an_error(repository: Path) -> None:
    ignored = decision("2999-12-31").replace('"accepted"', '"ignored"')
    (repository / "decisions.toml").write_text(decision("2999-12-31") + ignored)

    for command in (["gate", "--offline"], ["gate", "--offline", "--ci"]):
        code, out, err = verifier(repository, *command)
        assert (code, out) == (2, "")
        assert "decisions 1 and 2 contradict each other" in err


PLACEHOLDER = "https://example.com/TODO"


def known(code: str, document: str) -> str:
    return f'[[known]]\ncode = "{code}"\ndocument = "{document}"\nurl = "{PLACEHOLDER}"\ntitle = "Untitled"\n'


def about(document: str, code: str) -> str:
    return (
        f'[[decision]]\ndocument = "{document}"\ncode = "{code}"\nverdict = "accepted"\n'
        'reason = "By hand."\nauthor = "Keeper"\nuntil = 2999-12-31\n'
    )


def named(document_id: str, *entries: str) -> str:
    listed = "".join(f"  - {each}\n" for each in entries)
    return f"---\nid: {document_id}\nsources:\n{listed}---\nText.\n"


CITED = f"{{url: '{PLACEHOLDER}', title: Untitled}}"


@pytest.mark.parametrize("ci", [["--ci"], []], ids=["ci", "own"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (named("A", CITED), named("A", CITED)),
        (named("A", CITED).replace("id", "other"), named("old.md", CITED)),
        (named("A", CITED), named("A", CITED).replace("Text", "Other text")),
    ],
    ids=["id", "path", "other-bytes"],
)
@pytest.mark.parametrize("name", ["new.md", "older.md"])
def test_a_new_document_that_takes_an_old_one_s_name_inherits_no_baseline(
    repository: Path, ci: list[str], old: str, new: str, name: str
) -> None:
    (repository / "seeds" / "old.md").write_text(old)
    (repository / "baseline.toml").write_text(known("CIT003", "A" if "id: A" in old else "old.md"))
    commit(repository)
    assert gate(repository, "--offline", "--offline-ok")[0] == 0
    git(repository, "checkout", "-q", "-b", "change")
    (repository / "seeds" / name).write_text(new)
    commit(repository)

    code, out = gate(repository, "--offline", "--offline-ok", "--since", "main", *ci)

    assert (code, out[0].split(": ")[1]) == (1, "fail CIT003 placeholder")
    assert gate(repository, "--offline", "--offline-ok")[0] == 1

    # In its place it is the old one.
    (repository / "seeds" / "old.md").unlink()
    if "id: A" in old:
        assert gate(repository, "--offline", "--offline-ok", "--since", "main", *ci)[0] == 0


def test_an_id_is_held_even_where_the_change_disputes_it_twice(repository: Path) -> None:
    (repository / "seeds" / "old.md").write_text(named("A", CITED))
    (repository / "baseline.toml").write_text(known("CIT003", "A"))
    commit(repository)
    (repository / "seeds" / "aaa.md").write_text(named("old.md#A"))
    (repository / "seeds" / "new.md").write_text(named("A", CITED))

    code, out = gate(repository, "--offline", "--offline-ok", "--since", "main", "--ci")

    assert (code, out[0].split(": ")[:2]) == (1, ["seeds/new.md:4:11", "fail CIT003 placeholder"])


def test_of_two_old_documents_of_one_id_each_has_its_own_entries(repository: Path) -> None:
    old, other = (repository / "seeds" / name for name in ("old.md", "other.md"))
    old.write_text(named("A", CITED))
    other.write_text(named("A"))
    (repository / "baseline.toml").write_text(known("CIT003", "A"))
    commit(repository)
    offline = ("--offline", "--offline-ok", "--since", "main", "--ci")

    old.write_text(named("A", CITED[:-1] + ", publisher: Paper}"))
    assert gate(repository, *offline)[0] == 0
    old.write_text(named("A", CITED))
    other.write_text(named("A", CITED))
    code, out = gate(repository, *offline)
    assert (code, out[0].split(": ")[:2]) == (1, ["seeds/other.md:4:11", "fail CIT003 placeholder"])


def test_a_decision_on_a_document_is_about_no_new_one_that_takes_its_id(repository: Path) -> None:
    (repository / "seeds" / "old.md").write_text(named("A", "title: A book"))
    (repository / "decisions.toml").write_text(about("A", "CIT001") + about("B", "CIT001"))
    commit(repository)
    offline = ("--offline", "--offline-ok", "--since", "main", "--ci")
    new = repository / "seeds" / "new.md"

    new.write_text(named("A", "title: Another book"))
    assert gate(repository, *offline)[0] == 1
    # People may decide on a document before it is merged.
    new.write_text(named("B", "title: Another book"))
    assert gate(repository, *offline)[0] == 0
