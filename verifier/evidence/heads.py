"""The heads of HTTP messages as records hold them: what was said, but no secret and no false framing.

A record's body is the decoded one, so that what the answer said of codings and lengths is renamed
(`X-Archive-Orig-…`, as web archives do) and the length is the stored one. Cookies and credentials are
left out. Nothing that a server sends can add a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from verifier.model.evidence import Head, HeaderField

_SECRET = frozenset(
    {
        b"authentication-info",
        b"authorization",
        b"cookie",
        b"cookie2",
        b"proxy-authentication-info",
        b"proxy-authorization",
        b"set-cookie",
        b"set-cookie2",
    }
)
_FRAMING = frozenset({b"content-encoding", b"content-length", b"trailer", b"transfer-encoding"})
_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
"""RFC 9110 section 5.6.2."""
_NOT_IN_LINE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_NOT_IN_URI = re.compile(r"[^!#-;=?-\[\]_a-z~]")


def answer_head(head: Head, length: int) -> bytes:
    """The status line and header of an answer with a body of `length` bytes."""
    status = b"HTTP/1.1 %03d %s" % (head.status, _in_line(head.reason))
    return b"\r\n".join([status, *_header(head.answered), b"Content-Length: %d" % length, b"", b""])


def request_head(head: Head) -> bytes:
    """The request line and header of a request."""
    parts = urlsplit(head.url)
    target = uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    return b"\r\n".join([b"GET %s HTTP/1.1" % target.encode(), *_header(head.asked), b"", b""])


def says_no_body(head: Head) -> bool:
    """Whether the answer announced an empty body."""
    return any(name.lower() == b"content-length" and value.strip() == b"0" for name, value in head.answered)


def uri(text: str) -> str:
    """`text` as ASCII without anything that could end a line or the field that it stands in."""
    return _NOT_IN_URI.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="surrogatepass"))


def _header(fields: Iterable[HeaderField]) -> Iterator[bytes]:
    for name, value in fields:
        kind = name.lower()
        if kind not in _SECRET and _TOKEN.fullmatch(name):
            prefix = b"X-Archive-Orig-" if kind in _FRAMING else b""
            yield b"%s%s: %s" % (prefix, name, _in_line(value))


def _in_line(value: bytes) -> bytes:
    return _NOT_IN_LINE.sub(b" ", value).strip()
