"""Pages and servers that want to do harm: what each says, and the word that has to come of it."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass

from tests.loopback.plays import reset_at_once, silence
from tests.loopback.servers import Line, Play, Request, answer, redirect
from verifier.clock import SystemClock
from verifier.demo.pages import article

TITLE = "Old harbour opens after vote of the northern district"
PAGE = article(TITLE, "Gazette")
OK = b"HTTP/1.1 200 OK\r\n"
HTML = "Content-Type: text/html"
TEXT = b"<p>The council met on Tuesday and spoke about the budget of the coming year.</p>" * 40


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile source."""

    name: str
    play: Play
    access: str
    """The word that its report has."""
    verdict: str = "unconfirmed"


def coded(coding: str, body: bytes) -> bytes:
    return answer(body, headers=(HTML, f"Content-Encoding: {coding}"))


def page(body: bytes, content_type: str = "text/html", *headers: str) -> bytes:
    return answer(body, headers=(f"Content-Type: {content_type}", *headers))


def html(head: bytes, body: bytes = TEXT) -> bytes:
    return page(b"<!doctype html><html><head>" + head + b"</head><body>" + body + b"</body></html>")


def with_status(status: str, *headers: str) -> bytes:
    return answer(b"<title>An error</title>", status, (HTML, *headers))


def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()


async def ten_terabytes_then_silence(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-Length: 10000000000000\r\n\r\nabc")
    await line.hear_out()


async def endless(request: Request, line: Line) -> None:
    await line.say(OK + b"\r\n")
    while not line.reader.at_eof():
        await line.say(b"<p>more and more</p>" * 1_000)


async def drip(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-Length: 100000\r\n\r\n")
    while not line.reader.at_eof():
        await line.say(b"x")
        await SystemClock().sleep(0.05)


async def drip_head(request: Request, line: Line) -> None:
    await line.say(OK)
    while not line.reader.at_eof():
        await line.say(b"X-More: 1\r\n")
        await SystemClock().sleep(0.05)


async def reset_in_head(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-")
    line.reset()


async def reset_in_body(request: Request, line: Line) -> None:
    await line.say(OK + b"Content-Length: 1000\r\n\r\nabc")
    line.reset()


async def chunk_flood(request: Request, line: Line) -> None:
    await line.say(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while not line.reader.at_eof():
        await line.say(b"1\r\na\r\n" * 5_000)


async def endless_trailers(request: Request, line: Line) -> None:
    chunk = b"%x\r\n%s\r\n" % (len(PAGE), PAGE)
    await line.say(OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + b"0\r\n")
    while not line.reader.at_eof():
        await line.say(b"X-Trailer: 1\r\n" * 100)


async def dripping_redirect(request: Request, line: Line) -> None:
    if request.target == "/end":
        await line.say(page(PAGE))
        return
    await line.say(b"HTTP/1.1 302 Found\r\nLocation: /end\r\n\r\n")
    while not line.reader.at_eof():
        await line.say(b"x" * 10_000)


async def ping_pong(request: Request, line: Line) -> None:
    await line.say(redirect("/pong" if request.target == "/ping" else "/ping"))


async def growing(request: Request, line: Line) -> None:
    await line.say(redirect(request.target.rstrip("/") + "/more"))


STACKED = coded(", ".join(["gzip"] * 1_000), gzip.compress(PAGE))
COOKIES = page(PAGE, "text/html", *(f"Set-Cookie: c{i}=1" for i in range(200)))
ATTRIBUTES = b"<p " + b" ".join(b"a%d=1" % i for i in range(200_000)) + b">"
IN_A_SCRIPT = b"<script>'<title>" + TITLE.encode() + b"</title>'</script><title>Fire brigade trains</title>"
LINKED_DATA = b'<title>x</title><script type="application/ld+json">' + b"[" * 100_000 + b"</script>"
MARKS = b"<title>x" + "\u0301".encode() * 400_000 + b"</title>"

CASES = (
    Case("brotli though not asked for", coded("br", b"\x8b\x03\x80hello\x03"), "unsupported"),
    Case("zstd though not asked for", coded("zstd", b"\x28\xb5\x2f\xfd"), "unsupported"),
    Case(
        "a thousand stacked codings", coded(", ".join(["gzip"] * 1_000), gzip.compress(PAGE)), "unsupported"
    ),
    Case("a coding that the bytes belie", coded("gzip", PAGE), "unsupported"),
    Case("truncated gzip", coded("gzip", gzip.compress(PAGE)[:-9]), "refused"),
    Case("gzip bomb", coded("gzip", gzip_bomb()), "server-error"),
    Case("endless body", endless, "ok"),
    Case("10 TB announced, then silence", ten_terabytes_then_silence, "timeout"),
    Case("silence", silence, "timeout"),
    Case("dripping body", drip, "timeout"),
    Case("dripping headers", drip_head, "timeout"),
    Case("reset at once", reset_at_once, "refused"),
    Case("reset in the headers", reset_in_head, "refused"),
    Case("reset in the body", reset_in_body, "refused"),
    Case("body ends early", OK + b"Content-Length: 99999\r\n\r\nabc", "timeout"),
    Case("flood of tiny chunks", chunk_flood, "refused"),
    Case("endless trailers", endless_trailers, "ok", "verified"),
    Case("second answer behind the first", page(PAGE) + page(b"forged"), "ok", "verified"),
    Case("redirect with an endless body", dripping_redirect, "ok", "verified"),
    Case("redirect to itself", redirect("/"), "too-many-redirects"),
    Case("redirects back and forth", ping_pong, "too-many-redirects"),
    Case("redirects that grow", growing, "too-many-redirects"),
    Case("redirect to nothing", redirect(""), "malformed"),
    Case("redirect to two places", redirect("/a", "Location: /b"), "malformed"),
    Case("redirect to a file", redirect("file:///etc/passwd"), "unsupported"),
    Case("redirect to a metadata service", redirect("http://169.254.169.254/latest/"), "forbidden-address"),
    Case("redirect to an odd port", redirect("http://bad.demo:22/"), "forbidden-address"),
    Case("100,000 headers", OK + b"X: 1\r\n" * 100_000 + b"\r\n", "refused"),
    Case("10 MB header", OK + b"X: " + b"x" * 10_000_000 + b"\r\n\r\n", "refused"),
    Case("200 cookies", COOKIES, "ok", "verified"),
    Case("HTTP/0.9", b"<html><title>No status line</title></html>", "refused"),
    Case("SSH banner", b"SSH-2.0-OpenSSH_9.2\r\n", "refused"),
    Case("status 99", b"HTTP/1.1 099 What\r\n\r\n", "refused"),
    Case("status abc", b"HTTP/1.1 abc What\r\n\r\n", "refused"),
    Case("status 999", with_status("999 Request denied"), "blocked"),
    Case("status 600", with_status("600 Odd"), "blocked"),
    Case("endless 100 Continue", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000, "refused"),
    Case("two lengths", OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nabc", "refused"),
    Case("a length of 5,000 digits", OK + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\nabc", "refused"),
    Case(
        "Retry-After 10^20", with_status("429 Too Many Requests", f"Retry-After: 1{'0' * 20}"), "rate-limited"
    ),
    Case(
        "Retry-After of 400 digits", with_status("429 Slow down", f"Retry-After: {'9' * 400}"), "rate-limited"
    ),
    Case("Retry-After negative", with_status("429 Too Many Requests", "Retry-After: -5"), "rate-limited"),
    Case("Retry-After garbage", with_status("503 Busy", "Retry-After: in a while"), "server-error"),
    Case(
        "401 with a hostile realm",
        with_status("401 No", 'WWW-Authenticate: Basic realm="\x1b[2J"'),
        "blocked",
    ),
    Case("511 portal", with_status("511 Network Authentication Required"), "server-error"),
    Case("404", with_status("404 Not Found"), "gone", "problem"),
    Case("UTF-16", page(PAGE.decode().encode("utf-16"), "text/html; charset=utf-16"), "ok", "verified"),
    Case("a charset that hangs", page(PAGE, "text/html; charset=punycode"), "ok", "verified"),
    Case("UTF-7", page(PAGE, "text/html; charset=utf-7"), "ok", "verified"),
    Case("a title of 3 MB", html(b"<title>" + b"a " * 1_500_000 + b"</title>"), "ok"),
    Case("100,000 titles", html(b"<title>Nothing</title>" * 100_000), "ok", "problem"),
    Case("an unclosed title", html(b"<title>" + TITLE.encode()), "ok", "verified"),
    Case("200,000 nested elements", html(b"<title>x</title>", b"<div>" * 200_000), "ok"),
    Case("200,000 attributes", html(b"<title>x</title>", ATTRIBUTES), "ok"),
    Case("a title in a script", html(IN_A_SCRIPT), "ok", "problem"),
    Case("deep JSON-LD", html(LINKED_DATA), "ok"),
    Case("a broken PDF", page(b"%PDF-1.7\n" + b"\xff" * 100_000, "application/pdf"), "ok"),
    Case("a million spaces", html(b"<title>x" + b" " * 1_000_000 + b"y</title>"), "ok"),
    Case("400,000 combining marks", html(MARKS), "ok"),
)
