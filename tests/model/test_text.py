from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.model.text import MAX_PIECE, fold, squeeze, tokens, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’État", "L'Etat"),
        ("Größe", "GRÖSSE"),
        ("naïve café", "naive cafe"),
        ("Łódź", "lodz"),
        ("ﬁnance", "finance"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("co\u00adoperate", "cooperate"),
        ("a\u0301", "á"),
        ("Æsop", "aesop"),
    ],
)
def test_spellings_of_the_same_words_fold_to_the_same_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_titles_that_differ_in_typography_only_squeeze_to_the_same_key() -> None:
    assert squeeze("“State-owned” banks – a risk?") == squeeze("'State owned' banks: a risk")


def test_scripts_without_spaces_fall_into_pairs() -> None:
    assert tokens("北京大学 DNA") == ["北京", "京大", "大学", "dna"]
    assert tokens("हिन्दी में") == ["हिन्दी", "में"]


def test_words_are_distinct_and_bounded() -> None:
    found = words(" ".join(f"word{number}" for number in range(5_000)) + " " + "x" * 500, limit=100)

    assert len(found) == 100
    assert all(len(word) <= MAX_PIECE for word in found)


def test_hundreds_of_thousands_of_combining_marks_fold_in_a_moment() -> None:
    assert words("a" + "\u0301\u0323" * 200_000)


@given(st.text(max_size=MAX_PIECE))
def test_folding_is_total_and_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=MAX_PIECE))
def test_the_words_of_a_text_are_its_tokens(text: str) -> None:
    assert words(text) == frozenset(token[:MAX_PIECE] for token in tokens(text))


@given(st.text(max_size=300))
def test_keys_hold_letters_and_digits_only(text: str) -> None:
    assert not re.search(r"[\s!-/:-@\[-`{-~]", squeeze(text))
