from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.pdfs import pdf
from verifier.extract.page import read_page

URL = "https://example.net/a"


@pytest.mark.parametrize(
    ("body", "header", "kind"),
    [
        (b"<p>hello", "text/html", "html"),
        (b"<p>hello", "application/xhtml+xml; charset=utf-8", "html"),
        (b"<!DOCTYPE html><p>hello", "text/plain", "html"),
        (b"\n <html><p>hello", "application/octet-stream", "html"),
        (b"hello", "", "html"),
        (b"hello", "text/plain", "text"),
        (b'{"a": 1}', "application/json", "text"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "other"),
        (b"PK\x03\x04abc", "application/octet-stream", "other"),
        (b"<svg/>", "image/svg+xml", "other"),
        (b"abc", "audio/mpeg", "other"),
        (pdf("A title"), "text/html", "pdf"),
        (pdf("A title"), "application/octet-stream", "pdf"),
    ],
)
def test_the_bytes_overrule_a_header_that_lies(body: bytes, header: str, kind: str) -> None:
    page = read_page(body, header, URL)

    assert page is not None
    assert page.kind == kind


def test_an_empty_body_is_no_page() -> None:
    assert read_page(b"", "text/html", URL) is None


def test_plain_text_offers_its_beginning() -> None:
    page = read_page(b"RFC 9110\n  HTTP Semantics\n", "text/plain", URL)

    assert page is not None
    assert [(title.field, title.text) for title in page.titles] == [("text:start", "RFC 9110 HTTP Semantics")]


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html", "application/pdf", "text/plain", "x/y; charset=\0"]),
)
def test_any_bytes_of_any_type_are_read_without_an_exception(body: bytes, header: str) -> None:
    page = read_page(body, header, URL)

    assert (page is None) == (not body)
