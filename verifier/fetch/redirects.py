"""Where a redirect leads, if it may be followed. Pure."""

from __future__ import annotations

from urllib.parse import urljoin

import httpx

from verifier.fetch.failures import Failed
from verifier.model.observation import FailureKind
from verifier.model.source import Source, Unusable, UnusableUrl, parse_source

_STATUSES = frozenset({301, 302, 303, 307, 308})
_LOCATION_LIMIT = 8_192


def is_redirect(response: httpx.Response) -> bool:
    """Whether the answer sends us on: one of the five statuses, and a Location (RFC 9110 section 15.4)."""
    return response.status_code in _STATUSES and "location" in response.headers


def redirect_location(response: httpx.Response, base: str) -> str:
    """The absolute target of a redirect, not judged yet; `base` is the URL that was asked for.

    Raises `Failed` (malformed): no target, several different ones, or no URL.
    """
    locations = {value.strip() for value in response.headers.get_list("location")}
    if len(locations) > 1:
        raise Failed(FailureKind.MALFORMED, "the redirect names several targets")
    location = locations.pop()
    if not location or len(location) > _LOCATION_LIMIT:
        raise Failed(FailureKind.MALFORMED, "the redirect's target is empty or gigantic")
    try:
        return urljoin(base, location)
    except ValueError:
        raise Failed(FailureKind.MALFORMED, "the redirect's target is no URL") from None


def judge_location(location: str) -> Source:
    """The source that a redirect leads to.

    Raises `Failed`: unsupported where it is neither http nor https, else malformed.
    """
    try:
        return parse_source(location)
    except UnusableUrl as error:
        foreign = error.kind in (Unusable.UNSUPPORTED_SCHEME, Unusable.LOCAL_PATH)
        kind = FailureKind.UNSUPPORTED if foreign else FailureKind.MALFORMED
        raise Failed(kind, f"a redirect leads to something that cannot be asked for: {error}") from None
