"""Archived copies: what an archive was asked, what it answered, what was submitted to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from verifier.model.outcome import OutcomeClass
from verifier.model.verdict import Identity, IdentityJudgement, PageClass


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

    @property
    def made_at(self) -> datetime:
        """The instant that the timestamp names; the archive's beginnings where it names none."""
        try:
            return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            return datetime(1996, 1, 1, tzinfo=UTC)


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
    """No archive takes it as it is."""
    OUTCOME_UNKNOWN = "outcome-unknown"
    """Sent, but no outcome was had: look up before sending again."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One attempt to have a source archived, as it stands now."""

    source: str
    at: datetime
    """When the intent was recorded."""
    state: CaptureState
    options: str = ""
    """What the archive was asked for beside the URL, as a query string; "" where it was not asked."""
    job_id: str | None = None
    timestamp: str | None = None
    """Of the copy that the archive says it made: 14 digits."""
    memento_uri: str | None = None
    http_status: int | None = None
    """Of the archive's answer."""
    status_ext: str | None = None
    """The archive's own error code ("error:blocked-url")."""
    message: str = ""
    outcome: OutcomeClass | None = None
    """The kind of failure, where there was one."""
    due: datetime | None = None
    """When it may be dealt with again; None where its state tells."""
    stop: bool = False
    """True where no further submission makes sense in this run (quota, account, breaker)."""
    id: int | None = None
    """The store's row; None before it is stored."""


class ReplayState(StrEnum):
    """What came of loading one copy."""

    LOADED = "loaded"
    """The copy itself: of that instant, of that URL, of a page that answered 200."""
    BAD_STATUS = "bad-status"
    """A copy of an answer other than 200."""
    ELSEWHERE = "elsewhere"
    """The archive has no copy of that instant, and points to another one."""
    ABSENT = "absent"
    """The archive has no such copy."""
    EXCLUDED = "excluded"
    """The archive does not show this URL."""
    FAILED = "failed"
    """The archive could not be asked. Says nothing about the copy."""


@dataclass(frozen=True, slots=True)
class ReplayJudgement:
    """What a copy is beside one citation: the same comparison as for the live page."""

    citation_key: str
    identity: IdentityJudgement


@dataclass(frozen=True, slots=True)
class Replay:
    """One copy, loaded once, and what it is beside the citations of its source."""

    source: str
    memento: Memento
    at: datetime
    state: ReplayState
    status: int | None = None
    """The archived HTTP status, where the answer was a copy."""
    detail: str = ""
    """What the archive said or did instead."""
    page_class: PageClass | None = None
    judged: tuple[ReplayJudgement, ...] = ()
    """One for each citation of the source; empty unless loaded."""
    stop: bool = False
    """True where the archive asked to be left alone."""

    @property
    def shows_it(self) -> bool:
        """Whether the copy is the document that one of the citations names."""
        return Identity.MATCH in self._said

    def shows(self, citation_key: str) -> bool:
        """Whether the copy is the document that this citation names."""
        said = self.said_of(citation_key)
        return said is not None and said.identity is Identity.MATCH

    def said_of(self, citation_key: str) -> IdentityJudgement | None:
        """What it is beside this citation; None where it was not compared with it."""
        return next((one.identity for one in self.judged if one.citation_key == citation_key), None)

    @property
    def speaks_against(self) -> bool:
        """Whether the archive answered, and this is no copy of what is cited: what cannot be told is no
        word against it."""
        if self.state is ReplayState.LOADED:
            other = Identity.MISMATCH in self._said and not self.shows_it
            return other or self.page_class is not PageClass.DOCUMENT
        return self.state is not ReplayState.FAILED

    @property
    def _said(self) -> set[Identity]:
        return {one.identity.identity for one in self.judged}
