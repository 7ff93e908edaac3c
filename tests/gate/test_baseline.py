"""Known problems do not fail, and the list only shrinks."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gate.rulings import URL, ruling
from verifier.corpus.rulebooks import baseline_text, read_baseline
from verifier.errors import ConfigError
from verifier.gate.baseline import KNOWN, Known, apply_baseline, freeze, known_of, stale
from verifier.model.gate import Level

ENTRY = Known("CIT101", "doc", URL, "One")


def test_what_is_known_is_told_and_does_not_fail() -> None:
    (decided,) = apply_baseline([ruling()], {ENTRY})

    assert (decided.level, decided.because, decided.known) == (Level.INFORM, KNOWN, True)


def test_its_place_does_not_matter_and_what_it_says_does() -> None:
    others = [
        ruling(line=99),
        ruling("CIT201"),
        ruling(url=f"{URL}0"),
        ruling(title="Two"),
        ruling(document="b"),
    ]

    levels = [each.level for each in apply_baseline(others, {ENTRY})]

    assert levels == [Level.INFORM, *[Level.FAIL] * 4]


def test_what_is_not_established_is_never_in_it() -> None:
    warning = ruling(level=Level.WARN)

    assert apply_baseline([warning], {ENTRY}) == [warning]
    assert freeze([warning, ruling("CIT031", Level.INFORM)]) == []


def test_the_first_one_has_all_that_fails_once_and_sorted() -> None:
    assert freeze([ruling(title=None), ruling(), ruling(), ruling("CIT003")]) == [
        Known("CIT003", "doc", URL, "One"),
        Known("CIT101", "doc", URL, ""),
        ENTRY,
    ]


def test_stale_is_what_was_judged_and_is_found_no_more() -> None:
    judged = {("doc", URL, "One")}

    assert stale([ruling()], [ENTRY], judged) == []
    assert stale([ruling("CIT201")], [ENTRY], judged) == [ENTRY]
    assert stale([], [ENTRY], set()) == []


@given(
    st.lists(st.builds(ruling, url=st.text() | st.none(), document=st.text(), title=st.text() | st.none()))
)
def test_any_text_survives_the_file(rulings: list[object]) -> None:
    entries = freeze(rulings)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "baseline.toml"
        path.write_text(baseline_text(entries), encoding="utf-8", newline="")
        assert read_baseline(path) == frozenset(entries)


def test_lone_surrogates_are_the_same_before_and_after(tmp_path: Path) -> None:
    hostile = ruling(title="\udcff \x7f \u2028 \x00")
    (tmp_path / "b.toml").write_text(baseline_text(freeze([hostile])), encoding="utf-8", newline="")

    assert known_of(hostile) in read_baseline(tmp_path / "b.toml")


def test_a_missing_file_is_empty(tmp_path: Path) -> None:
    assert read_baseline(tmp_path / "none.toml") == frozenset()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[[known]]\ncode = 1\n", "known 1: code, document, url and title have to be texts"),
        ('[[known]]\ncode = "CIT101"\nulr = "x"\n', 'known 1: unknown key "ulr"; did you mean "url"?'),
        ('known = "x"\n', "known has to be a list of tables"),
        ('[[know]]\ncode = "x"\n', 'unknown key "know"'),
        ("[[known\n", "is not valid TOML"),
        ("a = " + "[" * 100_000, "is not valid TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "b.toml").write_text(content)

    with pytest.raises(ConfigError) as caught:
        read_baseline(tmp_path / "b.toml")
    assert complaint in caught.value.message
