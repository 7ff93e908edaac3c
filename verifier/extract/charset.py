"""Bytes to text, always: any bytes under any label decode to some string.

Labels are resolved by w3lib and admitted only if they name an encoding of the WHATWG Encoding Standard;
Python's own extras (utf-7, punycode, idna, rot13 …) are hangs and attacks, never web pages.
"""

from __future__ import annotations

import codecs

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

_SINGLE_BYTE = frozenset(
    "cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13"
    " iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 cp1250 cp1251 cp1252"
    " cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 tis-620".split()
)
_MULTI_BYTE = frozenset("gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949 euc_kr".split())
_UNICODE = frozenset("utf-8 utf-16 utf-16-le utf-16-be".split())
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 first: its little-endian mark begins with that of UTF-16."""
_LAST_RESORT = "cp1252"


def decode(body: bytes, content_type: str) -> str:
    """The text of `body`; what cannot be decoded becomes U+FFFD. Never raises.

    The label in the Content-Type header counts before a byte order mark, strict UTF-8 and `<meta>`
    (design/identity.md). One exception, measured there: a single-byte label on bytes that are valid
    UTF-8 beyond ASCII is a server's default and wrong.
    """
    label = _admitted(http_content_type_encoding(content_type))
    marked, mark = _byte_order_mark(body)
    if label and not (label in _SINGLE_BYTE and (mark or _is_utf8_beyond_ascii(body))):
        return _decoded(body, label)
    if marked:
        return _decoded(body[len(mark) :], marked)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(body, _declared(body) or _LAST_RESORT)


def _decoded(body: bytes, encoding: str) -> str:
    return body.decode(encoding, errors="replace").removeprefix("\ufeff")


def _admitted(label: str | None) -> str | None:
    return label if label in _SINGLE_BYTE | _MULTI_BYTE | _UNICODE else None


def _byte_order_mark(body: bytes) -> tuple[str | None, bytes]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return encoding, mark
    return None, b""


def _is_utf8_beyond_ascii(body: bytes) -> bool:
    if body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declared(body: bytes) -> str | None:
    """What `<meta>` says, unless it says UTF-8 or UTF-16, which the bytes have just refuted."""
    label = _admitted(html_body_declared_encoding(body[:4096]))
    return None if label in _UNICODE else label
