"""One digest for one text: what changes with every answer does not count, what a reader sees does."""

from __future__ import annotations

import pytest

from tests.extract.pdfs import pdf
from verifier.extract.page import read_page

TEXT = "The harbour bridge carries trams and bicycles again. " * 5
PAGE = f"<html><title>Harbour</title><body><h1>Harbour</h1><p>{TEXT}</p><p>{{}}</p>{{}}</body></html>"


def digest(markup: str | bytes, content_type: str = "text/html; charset=utf-8") -> str:
    body = markup if isinstance(markup, bytes) else markup.encode()
    page = read_page(body, content_type, "https://example.net/a")
    assert page is not None
    return page.text_digest


@pytest.mark.parametrize(
    "noise",
    [
        '<script>token = "8f1e"</script>',
        "<!-- served in 12 ms -->",
        '<input type=hidden value="c5">',
        "\n  \n",
    ],
)
def test_what_nobody_sees_does_not_change_it(noise: str) -> None:
    assert digest(PAGE.format("The text.", noise)) == digest(PAGE.format("The text.", ""))


@pytest.mark.parametrize(
    "other",
    [
        PAGE.format("The text", ""),
        PAGE.format("text. The", ""),
        PAGE.replace("Harbour</title>", "Port</title>"),
    ],
    ids=["a full stop", "the order", "the title"],
)
def test_what_a_reader_sees_changes_it(other: str) -> None:
    assert digest(other) != digest(PAGE.format("The text.", ""))


def test_plain_text_has_one() -> None:
    assert digest(f"one two {TEXT}", "text/plain") == digest(f"one  two\n{TEXT}", "text/plain") != ""
    assert digest(f"one two {TEXT}", "text/plain") != digest(f"two one {TEXT}", "text/plain")


@pytest.mark.parametrize(
    "body",
    [
        pdf("A title"),
        b"\x89PNG\r\n\x1a\n",
        b"<html><p>Loading</p><script>draw()</script></html>",
        b"<p>long" + b" " * 1_000_000 + b"est " * 100,
    ],
    ids=["pdf", "image", "only a script", "more text than is read"],
)
def test_what_cannot_be_told_by_its_text_has_none(body: bytes) -> None:
    assert digest(body, "") == ""
