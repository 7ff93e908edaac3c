"""Known problems do not fail, and the list only shrinks."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gate.rulings import DOWN, NOT_ASKED, URL, VERIFIED, citation, concluded, judged, preserved, ruling
from verifier.corpus.rulebooks import baseline_text, read_baseline
from verifier.errors import ConfigError
from verifier.gate.baseline import KNOWN, Known, apply_baseline, freeze, known_of, renamed, stale
from verifier.model.gate import Level
from verifier.model.verdict import Access, Conclusion, Preservation, Verdict

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


PROBLEM, UNCONFIRMED = Verdict.PROBLEM, Verdict.UNCONFIRMED
GONE = concluded(PROBLEM, Access.GONE, "CIT101")


def test_stale_is_what_was_judged_and_is_found_no_more() -> None:
    everything = judged(citation())

    assert stale([ruling()], [ENTRY], everything) == []
    assert stale([], [ENTRY], everything) == [ENTRY]
    assert stale([ruling("CIT201")], [ENTRY], judged(citation(concluded(PROBLEM, Access.OK, "CIT201")))) == [
        ENTRY
    ]


@pytest.mark.parametrize(
    ("code", "conclusion", "is_over"),
    [
        ("CIT101", VERIFIED, True),
        ("CIT101", NOT_ASKED, False),
        ("CIT101", DOWN, False),
        ("CIT101", concluded(UNCONFIRMED, Access.BLOCKED, "CIT401"), False),
        # It answers again, though nobody can tell with which document.
        ("CIT101", concluded(UNCONFIRMED, Access.OK, "CIT204"), True),
        ("CIT201", concluded(UNCONFIRMED, Access.OK, "CIT204"), False),
        ("CIT201", GONE, True),
        # Gone at first sight is not established.
        ("CIT201", concluded(UNCONFIRMED, Access.GONE), False),
        # That an old archive does not answer, or was not asked, proves no copy.
        ("CIT110", GONE, False),
        ("CIT110", preserved(GONE, Preservation.REPORTED), True),
        ("CIT301", VERIFIED, False),
        ("CIT301", preserved(VERIFIED, Preservation.PRESERVED), True),
        # What the document alone shows needs no answer.
        ("CIT003", DOWN, True),
    ],
)
def test_what_could_not_be_established_is_not_stale(code: str, conclusion: Conclusion, is_over: bool) -> None:
    entry = ENTRY._replace(code=code)

    for is_whole in (True, False):
        found = stale([], [entry], judged(citation(conclusion), is_whole=is_whole))
        assert found == ([entry] if is_over else [])


def test_a_citation_that_is_gone_is_stale_only_where_all_of_the_corpus_was_looked_at() -> None:
    other = citation(title="Two")

    assert stale([], [ENTRY], judged(other)) == [ENTRY]
    assert stale([], [ENTRY], judged(other, is_whole=False)) == []
    assert stale([], [ENTRY], judged()) == [ENTRY]
    # It may stand in the file that cannot be read, but not in one that could not be when this began.
    broken, known = judged(unreadable=frozenset({"a.md"})), Known("CIT040", "a.md", "", "")
    assert stale([], [ENTRY], broken) == []
    unreadable = ruling("CIT040", url=None, title=None, document="a.md", path="a.md")
    assert stale([unreadable], [ENTRY, known], broken) == [ENTRY]


def test_a_file_that_cannot_be_read_is_known_until_it_can_be() -> None:
    entry = Known("CIT040", "bad.md", "", "")
    unreadable = ruling("CIT040", url=None, title=None, document="bad.md", path="bad.md")

    assert freeze([unreadable]) == [entry]
    assert apply_baseline([unreadable], {entry})[0].level is Level.INFORM
    assert stale([unreadable], [entry], judged(unreadable=frozenset({"bad.md"}))) == []
    assert stale([], [entry], judged(unreadable=frozenset({"worse.md"}))) == [entry]
    assert stale([], [entry], judged(documents=frozenset({"bad.md"}))) == [entry]
    assert stale([], [entry], judged(documents=frozenset({"bad.md"}), is_whole=False)) == []


def test_a_document_without_an_id_may_be_renamed() -> None:
    entry = ENTRY._replace(document="old.md")
    (now,) = moved = [ruling(document="new.md", path="new.md")]
    everything = judged(citation(GONE, document="new.md"))

    assert apply_baseline(moved, {entry}, everything.is_there)[0].known
    assert stale(moved, [entry], everything) == []
    assert renamed(moved, [entry], everything.is_there) == {entry: known_of(now)}
    # Nothing is found, and nothing was established.
    assert stale([], [entry], judged(citation(DOWN, document="new.md"))) == []
    assert stale([], [entry], judged(citation(document="new.md"))) == [entry]


def test_a_known_problem_that_a_further_document_repeats_is_news() -> None:
    entry = ENTRY._replace(document="old.md")
    (old, copy) = [ruling(document=name, path=name) for name in ("old.md", "copy.md")]

    assert apply_baseline([copy], {entry}, lambda _: True) == [copy]
    assert [each.known for each in apply_baseline([old, copy], {entry}, lambda _: True)] == [True, False]
    both = [ruling(document=name, path=name) for name in ("a.md", "b.md")]
    assert [each.known for each in apply_baseline(both, {entry}, lambda _: False)] == [True, False]


def test_a_document_whose_id_another_one_has_is_known_where_the_other_is_not_looked_at() -> None:
    entry = ENTRY._replace(document="b.md#same")
    narrowed = ruling(document="same", path="b.md")

    assert apply_baseline([narrowed], {entry})[0].known
    assert not apply_baseline([ruling(document="same", path="c.md")], {entry})[0].known
    part = judged(citation(document="same", path="b.md"), is_whole=False)
    assert stale([], [entry], part) == [entry]


def test_where_a_decision_speaks_the_baseline_is_silent() -> None:
    decided = replace(ruling(), because="decision expired on 2024-01-31")

    assert apply_baseline([decided], {ENTRY}) == [decided]
    assert freeze([decided]) == []


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
        ('[[known]]\ncode = "CIT03"\n', 'known 1: no rule has the code "CIT03"'),
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
