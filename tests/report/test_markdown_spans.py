from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.hostile import PAYLOADS
from tests.report.markdown_reader import GITHUBS_CELL, inline
from verifier.report.markdown_spans import code, sentence

REFERENCES = (
    "It fixes GH-1.",
    "see gh-12",
    "As commit deadbeef says",
    "SHA 0123456789abcdef0123456789abcdef01234567",
)
BLOCKS = ("- item", "1. first", "12) twelfth", "---", "    indented")


@given(st.one_of(st.text(st.characters(exclude_categories=[]), max_size=40), st.text("`|\\ a@", max_size=20)))
def test_any_text_is_one_code_span_in_one_cell(text: str) -> None:
    span = code(text)
    if not span:
        assert not text.strip()
        return
    assert len(GITHUBS_CELL.findall(f" {span} | x ")) == 2
    tokens = inline(f"| a | b |\n|---|---|\n| {span} | x |")
    assert [token.type for token in tokens] == ["text", "text", "code_inline", "text"]


@pytest.mark.parametrize("text", ["It answers 404: gone.", "“Quoted” (twice), 50-50…", "404 is no answer."])
def test_a_harmless_sentence_is_prose(text: str) -> None:
    assert sentence(text) == text


@pytest.mark.parametrize(
    "text", [*filter(str.strip, PAYLOADS), "See www.evil.test", "a_b_", "ping @all", *REFERENCES, *BLOCKS]
)
def test_any_other_sentence_is_code(text: str) -> None:
    assert sentence(text).startswith("`") or re.fullmatch("[-x2+3…]+", sentence(text))
