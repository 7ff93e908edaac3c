"""A PDF to facts about itself: the titles it declares, and the beginning of its first page."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from html import unescape

import pypdfium2 as pdfium

from verifier.extract.clean import one_line, optional
from verifier.extract.sightings import LIMIT, sightings
from verifier.model.observation import Page, TitleCandidate
from verifier.model.text import words

START = 1_500
"""Characters of the first page that may hold the title (identity.md)."""
_PAGES = 3
"""Pages whose words are read."""
_SEARCHED_PAGES = 60
"""Pages that are looked through for quotations, where there are any."""
_PAGE_TEXT = 20_000
_XMP_TITLE = re.compile(
    rb"<dc:title>\s*(?:<rdf:Alt[^>]{0,100}>\s*<rdf:li[^>]{0,100}>)?([^<]{1,4096})<", re.IGNORECASE
)
_ONE_AT_A_TIME = threading.Lock()
"""PDFium is not safe in two threads."""


def read_pdf(body: bytes, quotations: Sequence[str] = ()) -> Page:
    """What a PDF says of itself; a broken, locked or empty one gives a page without titles."""
    with _ONE_AT_A_TIME:
        info, pages, number = _read(body, _SEARCHED_PAGES if quotations else _PAGES)
    text = one_line(" ".join(pages[:_PAGES]), _PAGE_TEXT * _PAGES)
    searched = one_line(" ".join(pages), LIMIT) if quotations else text
    start = one_line(pages[0] if pages else "", START)
    found = (
        ("pdf:info", one_line(info.get("Title"))),
        ("pdf:xmp", _xmp_title(body)),
        ("pdf:page1", start),
    )
    return Page(
        kind="pdf",
        titles=tuple(TitleCandidate(field, title) for field, title in found if title),
        published=_date(info.get("CreationDate")),
        text_length=len(text),
        lead=text[:600],
        words=words(text),
        sightings=sightings(quotations, searched),
        searched_whole=number == len(pages) and len(searched) < LIMIT,
    )


def _read(body: bytes, most: int) -> tuple[dict[str, str], list[str], int]:
    """The Info dictionary, the text of the first `most` pages, and how many pages there are."""
    try:
        document = pdfium.PdfDocument(body)
    except (pdfium.PdfiumError, ValueError):
        return {}, [], 0
    try:
        return dict(document.get_metadata_dict()), _texts(document, most), len(document)
    except (pdfium.PdfiumError, ValueError, UnicodeError):
        return {}, [], 0
    finally:
        document.close()


def _texts(document: pdfium.PdfDocument, most: int) -> list[str]:
    texts: list[str] = []
    for number in range(min(most, len(document))):
        try:
            page = document[number].get_textpage()
            texts.append(page.get_text_range(0, min(page.count_chars(), _PAGE_TEXT)))
        except (pdfium.PdfiumError, ValueError, UnicodeError):
            break
    return texts


def _xmp_title(body: bytes) -> str:
    match = _XMP_TITLE.search(body)
    return one_line(unescape(match[1].decode("utf-8", "replace"))) if match else ""


def _date(raw: str | None) -> str | None:
    """From "D:20210318120000Z" to "2021-03-18" (ISO 32000-1, 7.9.4)."""
    match = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", raw or "")
    return "-".join(match.groups()) if match else optional(raw, 40)
