from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.hostile import PAYLOADS
from verifier.report.inert import clip, visible, web_link

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


@pytest.mark.parametrize(
    "text", ["Café – “naïve” 東京 👩‍💻 \u00a0", "co\u00adop", "سلام\u200cها", "a\u200fb"]
)
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_controls_become_signs_and_line_breaks_become_spaces() -> None:
    assert visible("a\x1b[31m\x00\x7f\nb\u2028c\td") == "a␛[31m␀␡ b c d"
    assert visible("x\u202ey\x9bz\ud800") == "x�y�z�"


def test_no_log_reader_finds_a_command() -> None:
    assert visible("##[error]") == "## [error]"
    assert not visible("\n::error::x").startswith("::")


@given(ANY_TEXT)
def test_any_text_becomes_one_encodable_line_without_controls(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert len(shown.splitlines()) <= 1
    assert "\x1b" not in shown
    assert "##[" not in shown
    assert visible(shown) == shown


@given(ANY_TEXT, st.integers(1, 50))
def test_a_clipped_text_keeps_its_limit_and_shows_that_it_was_cut(text: str, limit: int) -> None:
    shown = clip(text, limit)
    assert len(shown) <= limit
    assert shown == visible(text) or shown.endswith("…")


@pytest.mark.parametrize("url", ["http://a.test", "HTTPS://a.test/?q=<b>&c=\"'", "https://a.test/ü"])
def test_web_addresses_may_be_links(url: str) -> None:
    assert web_link(url) == url


@pytest.mark.parametrize("url", [None, *PAYLOADS, "https://", "https:///x", "ftp://a", "https://a\u202e/"])
def test_nothing_else_becomes_a_link(url: str | None) -> None:
    assert web_link(url) is None


@pytest.mark.parametrize("command", ["##[error]x", "a ##vso[task.complete]x", "##VSO[a]", "##teamcity[x]"])
def test_no_ci_service_finds_its_command_in_text(command: str) -> None:
    assert visible(command) == command.replace("[", " [")
    assert clip(command, 100) == visible(command)
