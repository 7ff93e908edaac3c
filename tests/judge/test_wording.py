from __future__ import annotations

import time

from verifier.judge.wording import count, quote


def test_quotations_stay_on_one_line_and_short() -> None:
    assert quote(" a\n  b ") == "“a b”"
    assert quote("x" * 500) == "“" + "x" * 119 + "…”"


def test_a_gigantic_text_is_quoted_at_once() -> None:
    before = time.process_time()
    quote(" x" * 10_000_000)

    assert time.process_time() - before < 1


def test_numbers_agree_with_their_nouns() -> None:
    assert [count(0, "day"), count(1, "day"), count(1204, "day")] == ["0 days", "1 day", "1,204 days"]
    assert count(2, "entry", "entries") == "2 entries"
