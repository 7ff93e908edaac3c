"""The one way from a fetched body to what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.extract.charset import decode
from verifier.extract.clean import one_line
from verifier.extract.fingerprint import text_digest
from verifier.extract.html import read_html
from verifier.extract.pdf import START, read_pdf
from verifier.extract.sightings import LIMIT, sightings
from verifier.model.observation import Page, TitleCandidate
from verifier.model.text import words

_SNIFFED = 1_024
"""Bytes at the beginning that may say what the body is."""
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|title|body|meta\s|script)[\s>]?", re.IGNORECASE)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
_TEXT_TYPES = re.compile(r"text/.*|application/(?:.*\+)?(?:json|xml)|application/(?:rtf|x-tex)|message/.*")
_BINARY = re.compile(
    rb"\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|\x1f\x8b|RIFF|%!PS|\xd0\xcf\x11\xe0|OggS|ID3|\x00\x00\x00.ftyp",
    re.DOTALL,
)
_MAX_TEXT = 1_000_000


def read_page(body: bytes, content_type: str, url: str, quotations: Sequence[str] = ()) -> Page | None:
    """What `body` says of itself. Pure, and total: hostile bytes give a poor page, never an exception.

    `content_type` is the raw header value ("" where none was sent), `url` the address that answered.
    None where the body is empty, or where the guard before the parser refuses it. The bytes overrule
    a header that lies about PDF or HTML. `quotations` are looked for in the text (`Page.sightings`).
    """
    if not body:
        return None
    kind = _kind(body, content_type.partition(";")[0].strip().lower())
    if kind == "pdf":
        return read_pdf(body, quotations)
    if kind == "html":
        return read_html(decode(body, content_type), url, quotations)
    return _read_text(body, content_type, quotations) if kind == "text" else Page(kind="other")


def _kind(body: bytes, declared: str) -> str:
    start = body[:_SNIFFED]
    if b"%PDF-" in start and (start.lstrip().startswith(b"%PDF-") or declared == "application/pdf"):
        return "pdf"
    if _BINARY.match(start):
        return "other"
    if declared in _HTML_TYPES or _looks_like_html(start, declared):
        return "html"
    if _TEXT_TYPES.fullmatch(declared):
        return "text"
    return _undeclared(start, declared)


def _looks_like_html(start: bytes, declared: str) -> bool:
    media = declared.startswith(("image/", "audio/", "video/"))
    return not media and _HTML.match(start.lstrip(b"\xef\xbb\xbf \t\r\n")) is not None


def _undeclared(start: bytes, declared: str) -> str:
    if declared not in ("", "application/octet-stream", "unknown/unknown") or b"\0" in start:
        return "other"
    return "html" if _HTML.search(start) or not declared else "text"


def _read_text(body: bytes, content_type: str, quotations: Sequence[str]) -> Page:
    raw = decode(body, content_type)
    text = one_line(raw, _MAX_TEXT)
    start = text[:START]
    titles = (TitleCandidate("text:start", start),) if start else ()
    return Page(
        kind="text",
        titles=titles,
        text_length=len(text),
        lead=text[:600],
        words=words(text),
        sightings=sightings(quotations, text),
        searched_whole=len(text) <= LIMIT,
        text_digest=text_digest(titles, None, text) if len(raw) <= _MAX_TEXT else "",
    )
