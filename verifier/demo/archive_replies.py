"""What the stand-in archive sends, and the troubles that it can be told to have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

_OFFLINE = b"""<!DOCTYPE html><html><head><title>Internet Archive: Temporarily Offline</title></head>
<body><h1>Temporarily Offline</h1><p>Internet Archive services are temporarily offline.</p></body></html>
"""
_TOO_MANY = b"<html><head><title>429 Too Many Requests</title></head><body>Too Many Requests</body></html>"


class Service(StrEnum):
    """The parts of the archive that can have trouble separately."""

    INDEX = "index"
    """/cdx/search/cdx"""
    SAVE = "save"
    """POST /save"""
    STATUS = "status"
    """/save/status of jobs"""
    SYSTEM = "system"
    """/save/status/system"""
    ACCOUNT = "account"
    """/save/status/user"""
    REPLAY = "replay"
    """/web/…"""


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    silent: bool = False
    """True: nothing is sent, and the connection stays open until the archive stops."""
    missing: int = 0
    """Bytes that are announced and never sent."""
    delay: float = 0.0
    """Seconds, by the real clock, until it is sent."""


def text(body: str, status: int = 200) -> Reply:
    """Plain text, as the index sends it."""
    return Reply(status, {"Content-Type": "text/plain;charset=UTF-8"}, body.encode())


def page(body: bytes, status: int = 200) -> Reply:
    """HTML."""
    return Reply(status, {"Content-Type": "text/html; charset=utf-8"}, body)


def as_json(content: object, status: int = 200) -> Reply:
    """JSON, as Save Page Now sends it."""
    return Reply(status, {"Content-Type": "application/json"}, json.dumps(content).encode())


def rate_limited(retry_after: str | None = None) -> Reply:
    """429, by default without Retry-After, which is the usual form."""
    headers = {"Content-Type": "text/html"}
    if retry_after is not None:
        headers["Retry-After"] = retry_after
    return Reply(429, headers, _TOO_MANY)


def offline() -> Reply:
    """An outage page with status 200."""
    return page(_OFFLINE)


def false_empty() -> Reply:
    """The index says that there is nothing, whatever there is."""
    return text("")


def excluded(exception: str = "AdministrativeAccessControlException: Blocked Site Error") -> Reply:
    """The index' answer for a URL that the archive does not show."""
    said = f"org.archive.util.io.RuntimeIOException: org.archive.wayback.exception.{exception}"
    reply = text(said + "\n", 403)
    return Reply(403, {**reply.headers, "X-Archive-Wayback-Runtime-Error": said}, reply.body)


def silence() -> Reply:
    """No answer at all."""
    return Reply(silent=True)


def slow(reply: Reply, seconds: float) -> Reply:
    """`reply`, a while later."""
    return replace(reply, delay=seconds)


def cut_off(body: str) -> Reply:
    """Plain text whose end never comes."""
    return Reply(200, {"Content-Type": "text/plain;charset=UTF-8"}, body.encode(), missing=1000)


def server_error(status: int = 503) -> Reply:
    """A 5xx page."""
    return page(b"<html><body><h1>Service Unavailable</h1></body></html>", status)
