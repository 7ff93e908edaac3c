"""What Save Page Now's error codes mean for an attempt. Data.

The codes are the 38 of the public API document (revisions of October 2025 and July 2026) and 5 that
live answers have shown (design: wayback).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from verifier.model.memento import CaptureState
from verifier.model.outcome import OutcomeClass

STATES: Mapping[OutcomeClass, CaptureState] = {
    OutcomeClass.TARGET_GONE: CaptureState.REFUSED,
    OutcomeClass.TARGET_REFUSED: CaptureState.REFUSED,
    OutcomeClass.TARGET_TRANSIENT: CaptureState.DEFERRED,
    OutcomeClass.SERVICE_TRANSIENT: CaptureState.DEFERRED,
    OutcomeClass.UNARCHIVABLE: CaptureState.UNARCHIVABLE,
    OutcomeClass.QUOTA_NOW: CaptureState.DEFERRED,
    OutcomeClass.QUOTA_URL_DAY: CaptureState.DEFERRED,
    OutcomeClass.QUOTA_HOST_DAY: CaptureState.DEFERRED,
    OutcomeClass.QUOTA_ACCOUNT_DAY: CaptureState.DEFERRED,
    OutcomeClass.ACCOUNT_STOP: CaptureState.DEFERRED,
    OutcomeClass.UNKNOWN: CaptureState.DEFERRED,
}
"""Where an attempt stands after a failure of a class."""

STOPPING = frozenset({OutcomeClass.QUOTA_NOW, OutcomeClass.QUOTA_ACCOUNT_DAY, OutcomeClass.ACCOUNT_STOP})
"""Classes after which no other page is taken either."""

CODES: Mapping[str, OutcomeClass] = {
    "error:bad-gateway": OutcomeClass.TARGET_TRANSIENT,
    "error:bad-request": OutcomeClass.TARGET_REFUSED,
    "error:bandwidth-limit-exceeded": OutcomeClass.TARGET_TRANSIENT,
    "error:blocked": OutcomeClass.TARGET_REFUSED,
    "error:blocked-client-ip": OutcomeClass.ACCOUNT_STOP,
    "error:blocked-url": OutcomeClass.UNARCHIVABLE,
    "error:browsing-timeout": OutcomeClass.SERVICE_TRANSIENT,
    "error:cannot-fetch": OutcomeClass.SERVICE_TRANSIENT,
    "error:capture-location-error": OutcomeClass.SERVICE_TRANSIENT,
    "error:celery": OutcomeClass.SERVICE_TRANSIENT,
    "error:filesize-limit": OutcomeClass.UNARCHIVABLE,
    "error:ftp-access-denied": OutcomeClass.UNARCHIVABLE,
    "error:gateway-timeout": OutcomeClass.TARGET_TRANSIENT,
    "error:http-version-not-supported": OutcomeClass.TARGET_REFUSED,
    "error:internal-server-error": OutcomeClass.SERVICE_TRANSIENT,
    "error:invalid-host-resolution": OutcomeClass.TARGET_GONE,
    "error:invalid-server-response": OutcomeClass.TARGET_TRANSIENT,
    "error:invalid-url": OutcomeClass.TARGET_TRANSIENT,
    "error:invalid-url-syntax": OutcomeClass.UNARCHIVABLE,
    "error:job-failed": OutcomeClass.SERVICE_TRANSIENT,
    "error:max-daily-bandwidth": OutcomeClass.QUOTA_ACCOUNT_DAY,
    "error:max-daily-bandwidth-from-ip": OutcomeClass.QUOTA_ACCOUNT_DAY,
    "error:max-daily-bandwidth-host": OutcomeClass.QUOTA_HOST_DAY,
    "error:method-not-allowed": OutcomeClass.TARGET_REFUSED,
    "error:network-authentication-required": OutcomeClass.TARGET_REFUSED,
    "error:no-access": OutcomeClass.TARGET_REFUSED,
    "error:no-browsers-available": OutcomeClass.SERVICE_TRANSIENT,
    "error:no-captures": OutcomeClass.SERVICE_TRANSIENT,
    "error:not-found": OutcomeClass.TARGET_GONE,
    "error:not-implemented": OutcomeClass.TARGET_REFUSED,
    "error:protocol-error": OutcomeClass.TARGET_TRANSIENT,
    "error:proxy-error": OutcomeClass.SERVICE_TRANSIENT,
    "error:read-timeout": OutcomeClass.TARGET_TRANSIENT,
    "error:recursion-error": OutcomeClass.SERVICE_TRANSIENT,
    "error:redis-error": OutcomeClass.SERVICE_TRANSIENT,
    "error:service-unavailable": OutcomeClass.TARGET_TRANSIENT,
    "error:soft-time-limit-exceeded": OutcomeClass.SERVICE_TRANSIENT,
    "error:too-many-daily-captures": OutcomeClass.QUOTA_URL_DAY,
    "error:too-many-daily-captures-host": OutcomeClass.QUOTA_HOST_DAY,
    "error:too-many-redirects": OutcomeClass.UNARCHIVABLE,
    "error:too-many-requests": OutcomeClass.TARGET_TRANSIENT,
    "error:unauthorized": OutcomeClass.TARGET_REFUSED,
    "error:user-session-limit": OutcomeClass.QUOTA_NOW,
}

_SAYINGS: tuple[tuple[re.Pattern[str], OutcomeClass], ...] = tuple(
    (re.compile(words, re.IGNORECASE), outcome)
    for words, outcome in (
        (r"need to be logged in", OutcomeClass.ACCOUNT_STOP),
        (r"exclusion list|excluded from", OutcomeClass.TARGET_REFUSED),
        (r"active Save Page Now sessions", OutcomeClass.QUOTA_NOW),
        (r"already captured \d+ times today", OutcomeClass.QUOTA_URL_DAY),
        (r"captures limit of|captures per day", OutcomeClass.QUOTA_ACCOUNT_DAY),
        (r"HTTP status=429|host is paused", OutcomeClass.TARGET_TRANSIENT),
        (r"Live page is not available", OutcomeClass.TARGET_TRANSIENT),
        (r"URL syntax is not valid", OutcomeClass.UNARCHIVABLE),
        (r"RecursionError", OutcomeClass.SERVICE_TRANSIENT),
    )
)


def outcome_class(status_ext: str | None, message: str) -> OutcomeClass:
    """The class of a failure: by its code, else by the words of the message."""
    if (known := CODES.get(status_ext or "")) is not None:
        return known
    return next((outcome for words, outcome in _SAYINGS if words.search(message)), OutcomeClass.UNKNOWN)


def class_of_archived_status(status: int) -> OutcomeClass | None:
    """The class of a "success" whose copy is of a page that answered `status`; None where it is good."""
    if 200 <= status < 300:
        return None
    if status in (404, 410):
        return OutcomeClass.TARGET_GONE
    transient = status == 429 or 500 <= status < 600
    return OutcomeClass.TARGET_TRANSIENT if transient else OutcomeClass.TARGET_REFUSED
