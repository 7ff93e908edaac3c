"""What people decided holds for its time, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from tests.gate.rulings import DOWN, NOT_ASKED, URL, citation, judged, ruling
from verifier.corpus.rulebooks import read_decisions
from verifier.errors import ConfigError
from verifier.gate.decisions import Decision, apply_decisions, on_decisions
from verifier.gate.judged import Judged
from verifier.model.gate import Level, Ruling

LAST = date(2027, 1, 31)
ACCEPTED = Decision(URL, "accepted", "The site blocks us.", "Keeper", LAST)
ENTRY = f"""
[[decision]]
url = "{URL}"
verdict = "accepted"
reason = "The site blocks us."
author = "Keeper"
until = 2027-01-31
"""


AFTER = date(2027, 2, 1)
DOCUMENT = Decision("", "accepted", "r", "a", LAST, document="doc")


def decide(found: Ruling, *decisions: Decision, today: date = LAST) -> Ruling:
    (decided,) = apply_decisions([found], decisions, today).rulings
    return decided


def test_a_decision_holds_until_its_last_day_and_says_by_whom_and_why() -> None:
    decided = decide(ruling(), ACCEPTED)

    assert decided.level is Level.INFORM
    assert decided.because == "accepted until 2027-01-31 by Keeper: The site blocks us."


def test_the_day_after_it_weighs_what_the_policy_says_and_tells_whose_decision_ended() -> None:
    for level in (Level.FAIL, Level.WARN):
        decided = decide(ruling(level=level), ACCEPTED, today=AFTER)
        assert decided.level is level
        assert decided.because.startswith("decision expired on 2027-01-31, accepted by Keeper: ")


def test_what_is_only_told_needs_no_decision() -> None:
    told = ruling(level=Level.INFORM)

    assert decide(told, ACCEPTED, today=AFTER) == told


def test_a_decision_that_holds_counts_whatever_stands_before_it() -> None:
    expired = replace(ACCEPTED, until=date(2024, 1, 31))
    renewed = replace(ACCEPTED, reason="Renewed.")
    later = replace(ACCEPTED, reason="Later.", until=date(2028, 1, 31))

    assert decide(ruling(), expired, renewed).because.endswith("Renewed.")
    assert decide(ruling(), expired, renewed, later, expired).because.endswith("Later.")
    assert "2027-01-31" in decide(ruling(), expired, ACCEPTED, today=AFTER).because


@pytest.mark.parametrize(
    ("decision", "holds"),
    [
        (Decision(URL, "ignored", "r", "a", LAST, document="doc"), True),
        (Decision(URL, "ignored", "r", "a", LAST, document="other"), False),
        (Decision(URL, "ignored", "r", "a", LAST, code="CIT101"), True),
        (Decision(URL, "ignored", "r", "a", LAST, code="CIT201"), False),
        (Decision(URL, "ignored", "r", "a", LAST, title="One"), True),
        (Decision(URL, "ignored", "r", "a", LAST, title="Two"), False),
        (Decision(f"{URL}0", "ignored", "r", "a", LAST), False),
        # As two spellings of one source are one elsewhere, too.
        (Decision("HTTPS://A.Example:443/1", "ignored", "r", "a", LAST), True),
        (Decision(f"{URL}/", "ignored", "r", "a", LAST), False),
    ],
)
def test_it_is_about_what_it_names(decision: Decision, holds: bool) -> None:
    assert (decide(ruling(), decision).level is Level.INFORM) is holds


def test_what_has_no_url_is_decided_by_its_document() -> None:
    no_url = ruling("CIT001", url=None)

    assert decide(no_url, replace(DOCUMENT, title="One")).level is Level.INFORM
    assert decide(no_url, replace(DOCUMENT, code="CIT001")).level is Level.INFORM
    assert decide(no_url, replace(DOCUMENT, title="Two")) == no_url
    assert decide(no_url, replace(DOCUMENT, document="other", code="CIT001")) == no_url
    assert decide(ruling(), replace(DOCUMENT, title="One")) == ruling()


def test_many_decisions_are_looked_up_and_not_searched() -> None:
    decisions = [replace(ACCEPTED, url=f"{URL}{number}") for number in range(10_000)]
    decisions += [replace(DOCUMENT, document=f"doc{number}", title="One") for number in range(10_000)]
    found = [ruling(url=f"{URL}{number}") for number in range(5_000)]
    found += [ruling("CIT001", url=None, document=f"doc{number}") for number in range(5_000)]
    began = process_time()

    decided = apply_decisions(found, decisions, LAST)

    assert {each.level for each in decided.rulings} == {Level.INFORM}
    # To try each on each takes minutes.
    assert process_time() - began < 10


def told(decision: Decision, of: Judged, today: date = AFTER) -> list[str]:
    return list(on_decisions([decision], frozenset(), of, today))


def test_an_expired_decision_that_nothing_is_found_of_is_told() -> None:
    note = f"A decision on {URL} expired on 2027-01-31, and nothing is found: remove it."

    assert told(ACCEPTED, judged(citation())) == [note]
    assert told(ACCEPTED, judged(citation()), today=LAST) == []
    assert list(on_decisions([ACCEPTED], frozenset({0}), judged(citation()), AFTER)) == []


def test_an_expired_decision_is_unneeded_only_where_its_citations_were_really_judged() -> None:
    part = judged(citation(), is_whole=False)

    assert told(ACCEPTED, judged(citation(), citation(DOWN, title="Two"))) == []
    assert told(ACCEPTED, judged(citation(NOT_ASKED))) == []
    assert told(ACCEPTED, judged(is_whole=False)) == []
    # Another document may cite it by another title.
    assert told(ACCEPTED, part) == []
    assert len(told(replace(ACCEPTED, document="doc"), part)) == 1
    assert told(replace(ACCEPTED, code="CIT101"), judged(citation(DOWN))) == []


def test_a_decision_that_names_nothing_is_told_where_all_was_looked_at() -> None:
    for nothing in (
        replace(ACCEPTED, url=f"{URL}/"),
        replace(ACCEPTED, document="nobody"),
        replace(ACCEPTED, title="Two"),
        replace(DOCUMENT, document="nobody", code="CIT030"),
    ):
        (note,) = told(nothing, judged(citation()), today=LAST)
        assert note == f"A decision names nothing in the corpus: {nothing}. Correct or remove it."
        assert told(nothing, judged(citation(), is_whole=False)) == []
        assert told(nothing, judged(citation(), unreadable=frozenset({"bad.md"}))) == []
    assert told(replace(DOCUMENT, code="CIT030"), judged(citation()), today=LAST) == []


def test_a_file_of_decisions_is_read(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(ENTRY + 'document = "doc"\ncode = "CIT101"\n')

    (decision,) = read_decisions(tmp_path / "d.toml")

    assert decision == Decision(URL, "accepted", "The site blocks us.", "Keeper", LAST, "doc", "CIT101")


def test_white_space_around_a_value_is_none_of_it(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(ENTRY.replace(URL, f" {URL} ") + 'code = ""\n')

    assert read_decisions(tmp_path / "d.toml") == [ACCEPTED]


@pytest.mark.parametrize("key", ["reason", "author", "url"])
def test_what_is_blank_is_missing(tmp_path: Path, key: str) -> None:
    blank = "\n".join(f'{key} = "  "' if line.startswith(key) else line for line in ENTRY.splitlines())
    (tmp_path / "d.toml").write_text(blank)

    with pytest.raises(ConfigError, match=f"decision 1: {key} is missing"):
        read_decisions(tmp_path / "d.toml")


def test_a_document_with_a_title_or_a_code_needs_no_url(tmp_path: Path) -> None:
    entry = "\n".join(line for line in ENTRY.splitlines() if not line.startswith("url"))
    file = tmp_path / "d.toml"

    file.write_text(f'{entry}\ndocument = "doc"\ntitle = "One"\n')
    assert read_decisions(file) == [replace(ACCEPTED, url="", document="doc", title="One")]
    file.write_text(f'{entry}\ndocument = "doc"\n')
    with pytest.raises(ConfigError, match="url is missing"):
        read_decisions(file)


def test_an_unknown_code_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(ENTRY + 'code = "CIT999"\n')

    with pytest.raises(ConfigError, match='decision 1: no rule has the code "CIT999"'):
        read_decisions(tmp_path / "d.toml")


def test_two_that_hold_and_contradict_are_an_error_that_names_both(tmp_path: Path) -> None:
    file = tmp_path / "d.toml"
    other = (
        ENTRY.replace('"accepted"', '"ignored"').replace("2027", "2028").replace(URL, "HTTPS://A.example/1")
    )
    file.write_text(ENTRY + other)

    with pytest.raises(ConfigError, match="decisions 1 and 2 contradict each other") as caught:
        read_decisions(file, today=LAST)
    assert "accepted by Keeper, and ignored by Keeper" in caught.value.message
    assert len(read_decisions(file, today=AFTER)) == 2
    file.write_text(ENTRY + other + 'code = "CIT101"\n')
    assert len(read_decisions(file, today=LAST)) == 2


@pytest.mark.parametrize("line", ["reason", "author", "until", "url", "verdict"])
def test_without_one_of_them_it_is_none(tmp_path: Path, line: str) -> None:
    kept = "\n".join(each for each in ENTRY.splitlines() if not each.startswith(line))
    (tmp_path / "d.toml").write_text(kept)

    with pytest.raises(ConfigError, match=f"decision 1: {line} is missing"):
        read_decisions(tmp_path / "d.toml")


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    bad = ENTRY.replace("2027-01-31", '"2027-01-31"').replace('"accepted"', '"fine"') + "wherefore = 1\n"
    (tmp_path / "d.toml").write_text(ENTRY + bad)

    with pytest.raises(ConfigError) as caught:
        read_decisions(tmp_path / "d.toml")

    assert "decision 2: until has to be a date such as 2027-01-31, without quotes" in caught.value.message
    assert "decision 2: verdict has to be one of: accepted, ignored" in caught.value.message
    assert 'decision 2: unknown key "wherefore"' in caught.value.message
