"""What people decided holds for its time, and says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.gate.rulings import URL, ruling
from verifier.corpus.rulebooks import read_decisions
from verifier.errors import ConfigError
from verifier.gate.decisions import Decision, apply_decisions
from verifier.model.gate import Level

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


def test_a_decision_holds_until_its_last_day_and_says_by_whom_and_why() -> None:
    ((decided,), notes) = apply_decisions([ruling()], [ACCEPTED], LAST)

    assert (decided.level, notes) == (Level.INFORM, [])
    assert decided.because == "accepted until 2027-01-31 by Keeper: The site blocks us."


def test_the_day_after_it_fails_whatever_the_level_was() -> None:
    for level in (Level.FAIL, Level.WARN):
        ((decided,), _) = apply_decisions([ruling(level=level)], [ACCEPTED], date(2027, 2, 1))
        assert decided.level is Level.FAIL
        assert decided.because.startswith("decision expired on 2027-01-31, accepted by Keeper: ")


def test_what_is_only_told_needs_no_decision() -> None:
    told = ruling(level=Level.INFORM)

    assert apply_decisions([told], [ACCEPTED], date(2027, 2, 1)) == ([told], [])


@pytest.mark.parametrize(
    ("decision", "holds"),
    [
        (Decision(URL, "ignored", "r", "a", LAST, document="doc"), True),
        (Decision(URL, "ignored", "r", "a", LAST, document="other"), False),
        (Decision(URL, "ignored", "r", "a", LAST, code="CIT101"), True),
        (Decision(URL, "ignored", "r", "a", LAST, code="CIT201"), False),
        (Decision(f"{URL}0", "ignored", "r", "a", LAST), False),
    ],
)
def test_it_is_about_what_it_names(decision: Decision, holds: bool) -> None:
    ((decided,), _) = apply_decisions([ruling()], [decision], LAST)

    assert (decided.level is Level.INFORM) is holds


def test_an_expired_decision_that_nothing_is_found_of_is_told() -> None:
    assert apply_decisions([], [ACCEPTED], LAST) == ([], [])
    (_, (note,)) = apply_decisions([], [ACCEPTED], date(2027, 2, 1))
    assert note == f"A decision on {URL} expired on 2027-01-31, and nothing is found: remove it."


def test_a_file_of_decisions_is_read(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(ENTRY + 'document = "doc"\ncode = "CIT101"\n')

    (decision,) = read_decisions(tmp_path / "d.toml")

    assert decision == Decision(URL, "accepted", "The site blocks us.", "Keeper", LAST, "doc", "CIT101")


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
