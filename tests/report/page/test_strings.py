from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from verifier.report.page.strings import StringTable, fold_in

TEXT = st.text("ab <>", min_size=0, max_size=30)


def unfold(text: str, quoted: Sequence[str | None]) -> str:
    """What the page's script does."""
    for position, part in enumerate(quoted):
        text = text.replace(chr(0xE000 + position), part or "")
    return text


@given(TEXT, st.lists(st.one_of(st.none(), TEXT), max_size=7), st.data())
def test_what_was_folded_unfolds_to_the_same_text(
    text: str, quoted: list[str | None], data: st.DataObject
) -> None:
    for part in quoted:
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + (part or "") + text[at:]
    assert unfold(fold_in(text, quoted), quoted) == text


def test_sentences_that_differ_in_what_they_quote_are_stored_once() -> None:
    table = StringTable(1000)
    first = table.add_folded("https://one.test/ answers 404.", ["https://one.test/"])
    second = table.add_folded("https://two.test/ answers 404.", ["https://two.test/"])
    assert first == second


def test_the_same_text_has_the_same_number_and_nothing_is_zero() -> None:
    table = StringTable(10)
    assert table.add("a") == table.add("a") != table.add("b")
    assert table.add(None) == 0
    assert table.strings[table.add("x" * 50)] == "x" * 9 + "…"


def test_a_placeholder_of_a_stranger_is_no_placeholder() -> None:
    table = StringTable(100)
    assert table.strings[table.add("\ue000")] == "\ufffd"
