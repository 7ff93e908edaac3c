"""Archived copies: what an archive was asked, what it answered, what was submitted to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Memento:
    """One archived copy as an archive's index describes it."""

    timestamp: str
    """14 digits, UTC: YYYYMMDDhhmmss."""
    original: str
    """The URL as the archive has it."""
    uri: str
    """The copy's own address (URI-M)."""
    status: int | None = None
    """The archived HTTP status; None where the index does not say."""
    mimetype: str | None = None
    digest: str | None = None


class LookupState(StrEnum):
    """How a look-up in an archive's index ended."""

    CAPTURED = "captured"
    """There is a copy with status 200."""
    CAPTURED_BAD_ONLY = "captured-bad-only"
    """There are copies, none of them of a page that answered 200."""
    NONE = "none"
    """The index answered, and has nothing."""
    EXCLUDED = "excluded"
    """The archive does not show this URL."""
    FAILED = "lookup-failed"
    """The archive could not be asked. Says nothing about copies."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One look-up of one source."""

    source: str
    at: datetime
    state: LookupState
    memento: Memento | None = None
    """The copy chosen for the citation's dates; set exactly where state is `captured`."""
    captures: int = 0
    """Rows that the index gave (duplicates and malformed ones not counted)."""
    detail: str = ""
    """What the archive said, where it failed or excluded."""
    stop: bool = False
    """True where the archive asked to be left alone (429, refused): no further look-up for now."""
    retry_after: float | None = None
    """Seconds that the archive asked for, clamped."""


class CaptureState(StrEnum):
    """Where an attempt to have a source archived stands."""

    WANTED = "wanted"
    """The intent is on record; nothing was sent yet."""
    SUBMITTED = "submitted"
    """The archive gave a job id."""
    REPORTED = "reported"
    """The archive says that it made a copy; nobody looked yet."""
    DEFERRED = "deferred"
    """Not now (quota, overload): again another day."""
    REFUSED = "refused"
    """The target or the archive does not let this page be kept."""
    UNARCHIVABLE = "unarchivable"
    """Never try again."""
    OUTCOME_UNKNOWN = "outcome-unknown"
    """Sent, but no outcome was had: look up before sending again."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One attempt to have a source archived, as it stands now."""

    source: str
    at: datetime
    """When the intent was recorded."""
    state: CaptureState
    job_id: str | None = None
    timestamp: str | None = None
    """Of the copy that the archive says it made: 14 digits."""
    memento_uri: str | None = None
    http_status: int | None = None
    """Of the archive's answer."""
    status_ext: str | None = None
    """The archive's own error code ("error:blocked-url")."""
    message: str = ""
    stop: bool = False
    """True where no further submission makes sense in this run (quota, account, breaker)."""
    id: int | None = None
    """The store's row; None before it is stored."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What is known of one source's copies: the last look-up that succeeded, the last of any kind,
    and the last capture."""

    source: str
    known: Lookup | None = None
    """The last look-up that did not fail."""
    last: Lookup | None = None
    capture: Capture | None = None
