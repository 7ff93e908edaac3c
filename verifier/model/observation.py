"""The facts of one fetch, without opinion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from verifier.model.quotation import Sighting


class FailureKind(StrEnum):
    """Why no HTTP answer was had: the words are those of `Access`, the list is closed."""

    TIMEOUT = "timeout"
    """The deadline of the whole fetch passed."""
    DNS = "dns"
    """The name does not resolve (`detail` tells NXDOMAIN from "my resolver does not answer")."""
    TLS = "tls"
    """The handshake or the certificate failed."""
    REFUSED = "refused"
    """Connection refused, reset, closed early, unreachable, or not HTTP."""
    TOO_MANY_REDIRECTS = "too-many-redirects"
    FORBIDDEN_ADDRESS = "forbidden-address"
    """The address guard did not let us connect (private network, odd port …)."""
    UNSUPPORTED = "unsupported"
    """A redirect to a scheme other than http and https, or a content coding that we do not read."""
    MALFORMED = "malformed"
    """The URL, or a redirect's target, cannot be asked for."""


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer, and why."""

    kind: FailureKind
    detail: str
    """The cause in a few words ("certificate has expired", "connection reset while reading")."""
    mine: bool = False
    """True where the cause is likelier here than there (no route, resolver does not answer)."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a redirect chain and its answer."""

    url: str
    status: int
    location: str | None = None
    """The absolute redirect target, where the answer was a redirect."""


NOT_MODIFIED = 304
PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes a request conditional (RFC 9110 section 13.1): the page is sent if it changed."""

    url: str
    """The URL that gave them; no other is asked this way."""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What went over the wire for one source."""

    url: str
    """The source's normalised URL."""
    started_at: datetime
    seconds: float
    hops: tuple[Hop, ...] = ()
    """Every answered request, the last one included. Empty where nothing answered."""
    failure: Failure | None = None
    """Set where the chain did not end in an answer whose body could be read."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers of interest of the last answer, names in lower case (`fetch.interface.KEPT_HEADERS`)."""
    body_bytes: int = 0
    """Decoded bytes read."""
    body_complete: bool = True
    """False where the body was cut at the limit."""
    digest: str | None = None
    """SHA-256 of the decoded bytes read, hexadecimal; None where there was no body."""
    read_at: datetime | None = None
    """When the body was read, where that was in an earlier exchange that this one confirms."""

    @property
    def status(self) -> int | None:
        """The last answer's status, None where nothing answered.

        200 where it was 304: the answer that was had before still stands (RFC 9110 section 15.4.5).
        """
        if not self.hops:
            return None
        return 200 if self.unchanged else self.hops[-1].status

    @property
    def unchanged(self) -> bool:
        """Whether the server said that the page is the one that it gave before (304)."""
        return self.failure is None and bool(self.hops) and self.hops[-1].status == NOT_MODIFIED

    def confirmed_by(self, later: Exchange) -> Exchange:
        """The later exchange, which ended in 304, with what it leaves out because this one said it."""
        return replace(
            later,
            headers={**self.headers, **later.headers},
            body_bytes=self.body_bytes,
            body_complete=self.body_complete,
            digest=self.digest,
            read_at=self.read_at or self.started_at,
        )

    @property
    def final_url(self) -> str:
        """Where the chain ended."""
        return self.hops[-1].url if self.hops else self.url

    @property
    def redirected_for_good(self) -> bool:
        """Whether there were redirects, all of them permanent (RFC 9110: 301, 308)."""
        redirects = [hop for hop in self.hops if hop.location is not None]
        return bool(redirects) and all(hop.status in PERMANENT for hop in redirects)

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters, "" where none was sent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class TitleCandidate:
    """A title that the page gives itself, and where."""

    field: str
    """"title", "og:title", "twitter:title", "ld:headline", "ld:alternativeHeadline", "ld:name",
    "citation_title", "dc.title", "parsely-title", "sailthru.title", "meta:title", "itemprop:headline",
    "h1"; "block" and "h2" (headings of anything); "pdf:info", "pdf:xmp"; "pdf:page1" and "text:start" (the
    beginning of the text, in which a title may stand)."""
    text: str
    """White space folded, at most 4,096 code points."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a fetched body says of itself: enough to judge any claim about it without a request."""

    kind: str
    """"html", "pdf", "text" or "other"."""
    titles: tuple[TitleCandidate, ...] = ()
    site_name: str | None = None
    publisher: str | None = None
    published: str | None = None
    """The first date the page gives itself, as written."""
    language: str | None = None
    description: str | None = None
    canonical: str | None = None
    refresh: str | None = None
    """The target of a meta refresh or of a script that only redirects."""
    text_length: int = 0
    """Characters of visible text."""
    lead: str = ""
    """The first 600 characters of visible text."""
    words: frozenset[str] = frozenset()
    """The distinct folded words of the visible text and the description (`model.text.words`)."""
    link_density: float = 0.0
    """Share of the visible text that stands inside links, 0 to 1."""
    rich: bool = False
    """True where the page carries an article's metadata (JSON-LD article, og:type article, …)."""
    password_field: bool = False
    script_count: int = 0
    markers: tuple[str, ...] = ()
    """Vendor and wall markers that were found in the source ("cloudflare-challenge", …), and what its text
    says of itself ("says-removed", "says-nothing-found")."""
    sightings: tuple[Sighting, ...] = ()
    """Of the quotations that were looked for in its text."""
    searched_whole: bool = True
    """False where there is more text than was looked through for them."""
    text_digest: str = ""
    """One for the same titles and visible text (`extract.fingerprint`); "" for a kind of page, or a length
    of text, by which nothing can be said. Not stored with the page."""

    @property
    def own_text(self) -> float:
        """Characters outside links: what the page has beside its navigation."""
        return self.text_length * (1 - self.link_density)

    @property
    def is_empty(self) -> bool:
        """Whether there is no text, no title, and nothing that could bring or lead to any."""
        leads_on = self.script_count or self.refresh
        return self.kind in ("html", "text") and not (self.text_length or self.titles or leads_on)


@dataclass(frozen=True, slots=True)
class Observation:
    """One fetch: what went over the wire, and what the page says of itself."""

    exchange: Exchange
    page: Page | None = None
    """None where there was no body to read, or it could not be parsed."""

    @property
    def came_empty(self) -> bool:
        """Whether a server that says all is well (2xx) sent nothing that anybody could see."""
        status = self.exchange.status or 0
        if self.exchange.failure is not None or not 200 <= status < 300:
            return False
        return self.exchange.body_bytes == 0 if self.page is None else self.page.is_empty

    def confirmed_by(self, exchange: Exchange) -> Observation:
        """What was observed, as an exchange that ended in 304 renews it."""
        return Observation(self.exchange.confirmed_by(exchange), self.page)
