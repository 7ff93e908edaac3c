from __future__ import annotations

import pytest

from tests.extract.pdfs import pdf
from verifier.extract.pdf import read_pdf

_XMP = "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Water &amp; Harbour</rdf:li></rdf:Alt></dc:title>"


def test_a_pdf_names_itself_in_three_places() -> None:
    page = read_pdf(pdf("Annual report on water quality", info="Report final v2", xmp=_XMP))

    assert [(title.field, title.text) for title in page.titles] == [
        ("pdf:info", "Report final v2"),
        ("pdf:xmp", "Water & Harbour"),
        ("pdf:page1", "Annual report on water quality"),
    ]
    assert page.published == "2021-03-04"
    assert {"annual", "quality"} <= page.words


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7",
        pdf("Annual report")[:200],
        b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 20_000,
        b"%PDF-1.4 " + b"<dc:title>" * 100_000,
        b"%PDF-1.4\n" + bytes(range(256)) * 500,
    ],
    ids=["header only", "cut", "many objects", "unclosed XMP", "noise"],
)
def test_a_broken_pdf_is_a_pdf_without_titles(body: bytes) -> None:
    page = read_pdf(body)

    assert page.kind == "pdf"
    assert not page.titles
