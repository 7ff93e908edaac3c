"""The words of judgement. One enum per thing; no second one anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.finding import Finding


class PageClass(StrEnum):
    """What kind of page answered. Only `document` can be compared with a citation."""

    DOCUMENT = "document"
    BOT_WALL = "bot-wall"
    LOGIN = "login"
    CONSENT = "consent"
    PAYWALL = "paywall"
    SOFT_404 = "soft-404"
    PARKED = "parked"
    JS_SHELL = "js-shell"
    REDIRECT_STUB = "redirect-stub"
    ERROR_PAGE = "error-page"
    ARCHIVE_ERROR = "archive-error"
    HOME_PAGE = "home-page"


class Access(StrEnum):
    """Does the source answer?"""

    OK = "ok"
    MOVED = "moved"
    """It answers at another address, permanently."""
    GONE = "gone"
    """404, 410, or a page that says so (soft-404, parked)."""
    BLOCKED = "blocked"
    """It answers, but not to us: 401, 402, 403, 451, 999, a bot wall, a login, a consent page."""
    RATE_LIMITED = "rate-limited"
    TIMEOUT = "timeout"
    DNS = "dns"
    TLS = "tls"
    REFUSED = "refused"
    SERVER_ERROR = "server-error"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    FORBIDDEN_ADDRESS = "forbidden-address"
    UNSUPPORTED = "unsupported"
    MALFORMED = "malformed"


class Identity(StrEnum):
    """Is the page the document that the citation names?"""

    MATCH = "match"
    MISMATCH = "mismatch"
    CANNOT_TELL = "cannot-tell"


class Preservation(StrEnum):
    """Is a copy safe?"""

    PRESERVED = "preserved"
    """A copy was loaded and confirmed."""
    REPORTED = "reported"
    """An archive says so; not yet confirmed."""
    NONE = "none"
    """An archive was asked and has no usable copy."""
    REFUSED = "refused"
    """The archive does not keep this source."""
    UNKNOWN = "unknown"
    """Not asked yet, or the archive could not be asked. Never the same as `none`."""
    NOT_APPLICABLE = "not-applicable"
    """Nothing to preserve: no source, or the source is itself an archived copy."""


class Verdict(StrEnum):
    """What the report says of a citation."""

    VERIFIED = "verified"
    PROBLEM = "problem"
    UNCONFIRMED = "unconfirmed"
    """Could not be established. Never counted as broken."""


@dataclass(frozen=True, slots=True)
class IdentityJudgement:
    """The comparison of one claim with one page."""

    identity: Identity
    reason: str
    """Why this word: "exact", "truncated", "title-differs", "described", "other-headline",
    "generic-title", "title-is-host", "too-short", "number-differs", "language", "shared-page", "no-title",
    "only-repeated", "body-cut", "not-a-document", "no-content", "not-fetched", … (the closed list is
    `judge.titles.REASONS`)."""
    score: float | None = None
    """0 to 100: the best similarity over all titles of the page."""
    field: str | None = None
    """Which of the page's titles that was."""
    found_title: str | None = None
    """The page's own title: the best matching one, else its headline."""
    evidence: tuple[str, ...] = ()
    """What was compared and found, in sentences."""


@dataclass(frozen=True, slots=True)
class PageJudgement:
    """What one observation says about one citation."""

    access: Access
    page_class: PageClass | None
    """None where no page was had."""
    identity: IdentityJudgement
    findings: tuple[Finding, ...] = ()
    needs_second_fetch: bool = False
    """True where a problem rests on this one fetch alone and a second one has to agree."""
    evidence: tuple[str, ...] = ()
    """Why this access and page class, in sentences."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The verdict on a citation, drawn from everything known about it."""

    verdict: Verdict
    access: Access | None
    """None where the source has never been asked."""
    page_class: PageClass | None
    identity: IdentityJudgement
    preservation: Preservation
    findings: tuple[Finding, ...]
    """All findings about this citation, gravest first."""
    reasons: tuple[str, ...]
    """Why, in sentences, the decisive one first."""
    as_archived: str | None = None
    """The 14-digit timestamp of the copy that a verdict "verified" rests on, where the live page is behind a
    wall; None where it rests on the live page."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The distinct rule codes, gravest first."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))
