"""A redirect chain: asked hop by hop, every target judged anew, no redirect's body read.

Cookies live as long as the chain (many walls need one across the hop) and are never shared: a jar that
all hosts share is scanned whole for every request (design: fetching) and would let one page's cookies
reach another citation's fetch.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace

import httpx

from verifier.fetch.failures import Failed
from verifier.fetch.interface import KEPT_HEADERS
from verifier.fetch.redirects import is_redirect, judge_location, redirect_location
from verifier.fetch.wire_url import wire_url
from verifier.model.evidence import Head
from verifier.model.observation import NOT_MODIFIED, FailureKind, Hop, Validators
from verifier.model.source import Source

HOP_LIMIT = 10
"""Requests in one chain."""
_COOKIE_LIMIT = 8_192
_VALUE_LIMIT = 1_000

Admit = Callable[[Source], Awaitable[None]]
"""Called before every request of a chain; raises `Failed` where it must not be made."""


class Chain:
    """The hops of one fetch. They can be read at any time, after a deadline too."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        headers: list[tuple[str, str]],
        admit: Admit | None = None,
        validators: Validators | None = None,
    ) -> None:
        self._transport = transport
        self._request_headers = headers
        self._admit = admit
        self._conditions = {} if validators is None else {validators.url: conditions(validators)}
        self._cookies: httpx.Cookies | None = None
        self._asked: set[tuple[str, str]] = set()
        self.hops: list[Hop] = []
        self.heads: list[Head] = []
        self.headers: Mapping[str, str] = {}
        """The kept headers of the last answer (`KEPT_HEADERS`)."""

    @property
    def arrived(self) -> bool:
        """Whether the head of an answer that is no redirect was had."""
        return bool(self.hops) and self.hops[-1].location is None

    async def follow(self, source: Source) -> httpx.Response:
        """The answer at the end, its body not read yet. The caller closes it.

        Raises `Failed`, and what the transport raises.
        """
        for _ in range(HOP_LIMIT):
            response = await self._ask(source)
            if not is_redirect(response):
                return response
            await response.aclose()
            location = redirect_location(response, source.url)
            self.hops[-1] = replace(self.hops[-1], location=location)
            self._keep_cookies(response)
            source = judge_location(location)
        raise Failed(FailureKind.TOO_MANY_REDIRECTS, f"more than {HOP_LIMIT} hops")

    async def _ask(self, source: Source) -> httpx.Response:
        if self._admit is not None:
            await self._admit(source)
        conditional = self._conditions.get(source.url, [])
        request = httpx.Request("GET", wire_url(source), headers=[*self._request_headers, *conditional])
        cookie = self._add_cookies(request)
        # The same URL with another cookie is no circle: many sites set one and send the reader back.
        if (str(request.url), cookie) in self._asked:
            raise Failed(FailureKind.TOO_MANY_REDIRECTS, "the redirects run in a circle")
        self._asked.add((str(request.url), cookie))
        response = await self._transport.handle_async_request(request)
        self.hops.append(Hop(source.url, response.status_code))
        self.heads.append(_head(request, response))
        self.headers = _kept(response.headers)
        if response.status_code == NOT_MODIFIED and not conditional:
            await response.aclose()
            raise Failed(FailureKind.REFUSED, "the server answered 304 to a request without a condition")
        return response

    def _keep_cookies(self, response: httpx.Response) -> None:
        if "set-cookie" in response.headers:
            self._cookies = self._cookies or httpx.Cookies()
            # The standard library's jar raises what it likes for odd ones; they are left out.
            with suppress(Exception):
                self._cookies.extract_cookies(response)

    def _add_cookies(self, request: httpx.Request) -> str:
        if self._cookies is None:
            return ""
        with suppress(Exception):
            self._cookies.set_cookie_header(request)
        cookie = str(request.headers.get("cookie", ""))
        if len(cookie) > _COOKIE_LIMIT:
            del request.headers["cookie"]
            return ""
        return cookie


def conditions(validators: Validators) -> list[tuple[str, str]]:
    """The header fields of a conditional request; none for what no header can hold."""
    fields = [("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified)]
    return [(name, value) for name, value in fields if value and value.isascii() and value.isprintable()]


def _head(request: httpx.Request, response: httpx.Response) -> Head:
    reason: bytes = response.extensions.get("reason_phrase", b"")
    asked, answered = tuple(request.headers.raw), tuple(response.headers.raw)
    return Head(str(request.url), asked, response.status_code, reason, answered)


def _kept(headers: httpx.Headers) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in headers.multi_items():
        if name in KEPT_HEADERS:
            kept[name] = (f"{kept[name]}, {value}" if name in kept else value)[:_VALUE_LIMIT]
    return kept
