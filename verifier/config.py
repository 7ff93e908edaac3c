"""Every setting once: its name, type, default and one sentence. Pure; `configfile` fills it, and
`config_values` says how durations, sizes and addresses are written.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from verifier.config_values import (
    ArchiveBase,
    Bytes,
    Cron,
    HostPattern,
    Network,
    PathText,
    Port,
    Proxy,
    Seconds,
    TimeZone,
    WebAddress,
)
from verifier.known_hosts import KNOWN_HOSTS

ArchiveKind = Literal["wayback", "memento"]
"""The names in `archive.kind`: a test compares them with the archives there are."""
ReportFormat = Literal["html", "json", "md", "csv"]
"""The names in `report.formats`: a test compares them with the formats there are."""


class Section(BaseModel):
    """Base of all sections: no unknown keys, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CorpusConfig(Section):
    """Which files are documents, and where in them the citations stand."""

    root: PathText = "seeds"
    """Directory of the documents, relative to this file."""
    include: tuple[str, ...] = ("**/*.md", "**/*.json")
    """Patterns of the files that are documents; `**` spans directories."""
    exclude: tuple[str, ...] = ()
    """Patterns of files to leave out; they win over `include`."""
    lists: tuple[str, ...] = ("sources", "citations")
    """Keys of the front matter that hold lists of citations."""
    file_limit: Bytes = Field(4 * 1024**2, gt=0, le=256 * 1024**2)
    """A larger file is not read: finding CIT040."""


class FieldsConfig(Section):
    """The spellings under which a citation's fields are found; the first one present counts."""

    url: tuple[str, ...] = ("url", "link", "href", "URL")
    """Address of the source."""
    title: tuple[str, ...] = ("title", "headline", "name")
    """Title of the source."""
    publisher: tuple[str, ...] = ("publisher", "outlet", "publication", "site_name")
    """Who published it."""
    date: tuple[str, ...] = ("date", "publication_date", "date_published", "published")
    """When it was published."""
    access_date: tuple[str, ...] = (
        "access_date",
        "accessed",
        "accessed_date",
        "date_accessed",
        "retrieved",
        "retrieved_date",
        "retrieval_date",
    )
    """When the author read it."""
    archive_url: tuple[str, ...] = ("archive_url", "archived", "archive", "archived_url")
    """Address of an archived copy."""
    archive_date: tuple[str, ...] = ("archive_date", "archived_date", "archived_at")
    """When that copy was made; nothing is judged by it."""
    tier: tuple[str, ...] = ("tier",)
    """Rank of the source, as the corpus counts."""
    verified: tuple[str, ...] = ("verified",)
    """The corpus' own claim that somebody checked the citation."""


class FetchConfig(Section):
    """How cited pages are asked for."""

    proxy: Proxy = ""
    """Proxy for all requests to cited hosts ("http://host:port"); the environment's is ignored."""
    ca_file: PathText = ""
    """PEM file of certificate authorities to trust besides the built-in ones."""
    deadline: Seconds = Field(20.0, gt=0)
    """Time for one fetch, redirects and body included."""
    body_limit: Bytes = Field(4 * 1024**2, gt=0, le=256 * 1024**2)
    """Bytes of a page that are read at most."""
    concurrency: int = Field(128, ge=1, le=1000)
    """Requests under way at once, over all hosts."""
    host_concurrency: int = Field(2, ge=1, le=100)
    """Requests under way at once to one host."""
    host_interval: Seconds = 1.0
    """Time between the starts of two requests to one host."""
    retries: int = Field(2, ge=0, le=10)
    """Further attempts after a failure that may pass (timeout, reset, 429, 5xx)."""
    user_agent: str = "verifier (citation checker)"
    """User-Agent header; the contact is added to it."""
    contact: str = ""
    """Address or mailbox where a site's owner reaches you; added to the User-Agent."""
    robots: Literal["ignore", "respect"] = "ignore"
    """Whether robots.txt is asked before a single cited page is verified."""
    allow_addresses: tuple[Network, ...] = ()
    """Networks opened besides the public ones (intranets, tests); never honoured in CI mode."""
    allow_ports: tuple[Port, ...] = Field((80, 443), min_length=1)
    """Ports that may be connected to."""


class NetworkConfig(Section):
    """How the program tells its own network's trouble from theirs."""

    canaries: tuple[WebAddress, ...] = (
        "https://www.iana.org/",
        "https://www.wikipedia.org/",
        "https://archive.org/",
        "https://www.cloudflare.com/",
    )
    """Pages of different operators; if none answers, we are offline and nothing is judged. [] = off."""
    canary_deadline: Seconds = Field(10.0, gt=0)
    """Time for the canaries to answer."""


class ArchiveConfig(Section):
    """The web archive."""

    mode: Literal["lookup", "capture", "off"] = "lookup"
    """"lookup" asks for copies, "capture" also has missing ones made (needs keys), "off" does neither."""
    kind: ArchiveKind = "wayback"
    """"wayback" is the Internet Archive, "memento" any TimeGate (RFC 7089, pywb's say): lookup only."""
    base: ArchiveBase = "https://web.archive.org"
    """Address of the archive; of a TimeGate, what stands before a page's URL ("http://host/collection")."""
    nightly_lookups: int = Field(240, ge=0)
    """Look-ups on a day (UTC) at most, whatever number of runs makes them."""
    nightly_captures: int = Field(200, ge=0)
    """Captures submitted on a day (UTC) at most."""
    nightly_bytes: Bytes = 2 * 1000**3
    """Bytes of captures made on a day (UTC) at most, by estimate."""
    lookups_per_minute: float = Field(24.0, gt=0, allow_inf_nan=False)
    """Pace of look-ups; the archive's own limit is 30."""
    nightly_replays: int = Field(600, ge=0)
    """Copies loaded on a day (UTC) at most, to see what they show."""
    replays_per_minute: float = Field(60.0, gt=0, allow_inf_nan=False)
    """Pace of loading copies; the archive's own limit is 600."""
    captures_per_minute: float = Field(6.0, gt=0, allow_inf_nan=False)
    """Pace of captures; the archive's own limit is 7."""
    lookup_again: Seconds = 30 * 86400.0
    """A look-up that succeeded is repeated after this time."""
    job_deadline: Seconds = Field(1800.0, gt=0)
    """A capture without an outcome after this time is looked up again before it is repeated."""
    deadline: Seconds = Field(60.0, gt=0)
    """Time for one answer of the archive."""

    @field_validator("kind")
    @classmethod
    def _captures_where_asked(cls, kind: ArchiveKind, others: ValidationInfo) -> ArchiveKind:
        if kind == "memento" and others.data.get("mode") == "capture":
            raise ValueError('makes no copies: archive.mode has to be "lookup"')
        return kind


class CheckConfig(Section):
    """What is due."""

    every: Seconds = 20 * 3600.0
    """A source is due when its last check is older than this."""
    resume_within: Seconds = 86400.0
    """An interrupted run that is older is not resumed; a new one starts."""
    confirm_after: Seconds = Field(10.0, le=3600)
    """Least time between a fetch that found a problem and the second one that has to agree."""
    ask_siblings: bool = True
    """Whether a made-up address beside a page in doubt is asked: a site may answer anything with one page."""


class QuotesConfig(Section):
    """What documents quote."""

    check: bool = False
    """Whether what a Markdown document puts between quotation marks is looked for in its sources."""
    least_words: int = Field(4, ge=2)
    """A quotation of fewer words is not looked for."""


class EvidenceConfig(Section):
    """Copies of our own: WARC files of what was fetched (needs the extra `verifier[evidence]`)."""

    mode: Literal["off", "warc"] = "off"
    """"warc" keeps every page that could be read, once for each text; "off" keeps none."""
    folder: PathText = "evidence"
    """Directory of the files, relative to this file; each database needs one of its own."""
    file_limit: Bytes = Field(1000**3, gt=0)
    """A file that is as large is not continued; the next one begins."""
    record_limit: Bytes = Field(4 * 1024**2, gt=0, le=256 * 1024**2)
    """What a body has beyond is not kept; its record says so (WARC-Truncated)."""
    total_limit: Bytes = Field(20 * 1000**3, gt=0)
    """Nothing more is written once all files together would be larger."""


class StoreConfig(Section):
    """Where results are kept."""

    url: PathText = "sqlite:///verifier.db"
    """SQLAlchemy URL; a relative SQLite path is relative to this file."""


class ReportConfig(Section):
    """What is written after a run."""

    dir: PathText = "reports"
    """Directory of the reports, relative to this file."""
    formats: tuple[ReportFormat, ...] = ("html", "json", "md", "csv")
    """Formats to write."""


class ScheduleConfig(Section):
    """When `verifier daemon` works."""

    check: Cron = "17 3 * * *"
    """Cron expression of the nightly job."""
    timezone: TimeZone = "UTC"
    """Time zone of the expressions (IANA name)."""


class GateConfig(Section):
    """What turns a change red."""

    fail_on: tuple[str, ...] = (
        "CIT001",
        "CIT002",
        "CIT003",
        "CIT006",
        "CIT020",
        "CIT040",
        "CIT101",
        "CIT102",
        "CIT103",
        "CIT104",
        "CIT110",
        "CIT201",
    )
    """Codes that fail, where two fetches agree or the document alone shows it; else they warn."""
    warn_on: tuple[str, ...] = ()
    """Codes that warn, whatever else is said of them."""
    inform_on: tuple[str, ...] = ()
    """Codes that are only told."""
    lenient: tuple[str, ...] = ()
    """Patterns of documents in which nothing fails: what would, warns."""
    max_age: Seconds = 7 * 86400.0
    """A stored result that is younger is used, and the source not asked."""
    max_sources: int = Field(200, ge=0)
    """Sources that are asked for one change at most; where more are unknown, it is inconclusive."""
    baseline: PathText = "baseline.toml"
    """File of known problems, which do not fail; relative to this file, and need not be there."""
    decisions: PathText = "decisions.toml"
    """File of what people decided on citations, likewise."""


class HostConfig(Section):
    """Other manners for some hosts."""

    match: HostPattern
    """Host name, or "*.example.org" for all below it and the name itself."""
    interval: Seconds | None = None
    """Instead of `fetch.host_interval`."""
    concurrency: int | None = Field(None, ge=1, le=100)
    """Instead of `fetch.host_concurrency`."""
    robots: Literal["ignore", "respect"] | None = None
    """Instead of `fetch.robots`."""
    together: bool = False
    """Whether all hosts that match count as one: they share interval and concurrency."""

    def covers(self, host: str) -> bool:
        """Whether this override is about `host` (lower case)."""
        pattern = self.match.lower()
        if pattern.startswith("*."):
            return host == pattern[2:] or host.endswith(pattern[1:])
        return host == pattern


_KNOWN = tuple(map(HostConfig.model_validate, KNOWN_HOSTS))


class Config(Section):
    """The whole configuration."""

    corpus: CorpusConfig = CorpusConfig()
    fields: FieldsConfig = FieldsConfig()
    fetch: FetchConfig = FetchConfig()
    network: NetworkConfig = NetworkConfig()
    archive: ArchiveConfig = ArchiveConfig()
    check: CheckConfig = CheckConfig()
    quotes: QuotesConfig = QuotesConfig()
    evidence: EvidenceConfig = EvidenceConfig()
    store: StoreConfig = StoreConfig()
    report: ReportConfig = ReportConfig()
    schedule: ScheduleConfig = ScheduleConfig()
    gate: GateConfig = GateConfig()
    host: tuple[HostConfig, ...] = ()

    def manners(self, host: str) -> tuple[float, int]:
        """Seconds between starts and requests at once for `host`; the first override that covers it
        and sets the value counts."""
        interval, concurrency = self.fetch.host_interval, self.fetch.host_concurrency
        for override in reversed(self._overrides(host)):
            interval = interval if override.interval is None else override.interval
            concurrency = override.concurrency or concurrency
        return interval, concurrency

    def lane(self, host: str) -> str:
        """What `host` shares its manners with: the name that stands for several hosts, else itself."""
        shared = (override.match.lower() for override in self._overrides(host) if override.together)
        return next(shared, host).removeprefix("*.")

    def _overrides(self, host: str) -> list[HostConfig]:
        """Those that are about `host`, the first of which counts; what is known comes last."""
        return [override for override in (*self.host, *_KNOWN) if override.covers(host)]

    def respects_robots(self, host: str) -> bool:
        """Whether the robots.txt of `host` is respected; the first override that covers it and says so
        counts."""
        said = (override.robots for override in self._overrides(host))
        return next((word for word in said if word), self.fetch.robots) == "respect"
