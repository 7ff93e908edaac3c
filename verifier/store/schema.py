"""The tables as they are at the newest migration; `migrations/` makes them.

The tables are STRICT on SQLite. Checks, renewals and judgements are append-only: there, triggers refuse to
change or delete a row. Nothing in `documents` and `citations` is deleted either: what left the corpus
has `gone_at`. Columns hold what queries ask for; the rest of a model type is JSON beside them.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

from verifier.model.evidence import EvidenceKind
from verifier.model.memento import CaptureState, LookupState, ReplayJudgement, ReplayState
from verifier.model.observation import Exchange
from verifier.model.outcome import OutcomeClass
from verifier.model.pool import Pace, Pool
from verifier.model.run import RunState
from verifier.model.verdict import Access, Identity, PageClass, PageJudgement
from verifier.store.types import AnyInteger, AnyText, Flag, Json, UtcDateTime, Word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    quoted = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({quoted})", name=column)


def _seen() -> tuple[Column[object], ...]:
    return (
        Column("first_seen", UtcDateTime, nullable=False),
        Column("last_seen", UtcDateTime, nullable=False),
        Column("gone_at", UtcDateTime),
    )


corpus = _table(
    "corpus",
    Column("id", Integer, primary_key=True),
    Column("root", AnyText, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    CheckConstraint("id = 1", name="single_row"),
)

documents = _table(
    "documents",
    Column("id", AnyText, primary_key=True),
    Column("path", AnyText, nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", AnyText),
    Column("date", AnyText),
    Column("importance", AnyInteger),
    Column("digest", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("column", Integer, nullable=False),
    *_seen(),
)

sources = _table(
    "sources",
    Column("id", Integer, primary_key=True),
    Column("url", AnyText, nullable=False, unique=True),
    Column("first_seen", UtcDateTime, nullable=False),
    # Of the last conclusive check: what is due depends on it.
    Column("last_check", UtcDateTime),
)

citations = _table(
    "citations",
    Column("key", AnyText, primary_key=True),
    Column("document_id", ForeignKey(documents.c.id), nullable=False),
    Column("position", Integer, nullable=False),
    Column("list_name", AnyText, nullable=False),
    Column("list_index", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("column", Integer, nullable=False),
    Column("url", AnyText),
    Column("title", AnyText),
    Column("publisher", AnyText),
    Column("date", AnyText),
    Column("access_date", AnyText),
    Column("archive_url", AnyText),
    Column("tier", AnyText),
    Column("verified", AnyText),
    Column("source_id", ForeignKey(sources.c.id)),
    Column("unusable", Text),
    *_seen(),
    Index(None, "document_id", "position"),
    Index(None, "source_id"),
)

quotations = _table(
    "quotations",
    Column("document_id", ForeignKey(documents.c.id), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("column", Integer, nullable=False),
    Column("text", AnyText, nullable=False),
)

unreadable = _table(
    "unreadable",
    Column("position", Integer, primary_key=True),
    Column("path", AnyText, nullable=False),
    Column("line", Integer, nullable=False),
    Column("column", Integer, nullable=False),
    Column("message", AnyText, nullable=False),
)

runs = _table(
    "runs",
    Column("id", Integer, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("state", Word(RunState), nullable=False),
    Column("finished_at", UtcDateTime),
    Column("note", AnyText, nullable=False),
    _one_of("state", RunState),
)

pages = _table(
    "pages",
    # SHA-256 of the other two columns: what a page says of itself is stored once, whoever says it.
    Column("digest", Text, primary_key=True),
    Column("facts", AnyText, nullable=False),
    # A page's words weigh ten times its other facts; a report reads the facts without them.
    Column("words", AnyText, nullable=False),
)

checks = _table(
    "checks",
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey(sources.c.id), nullable=False),
    Column("run_id", ForeignKey(runs.c.id), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("access", Word(Access), nullable=False),
    Column("page_class", Word(PageClass)),
    Column("conclusive", Flag, nullable=False),
    Column("body_digest", Text),
    Column("exchange", Json(Exchange), nullable=False),
    Column("page_digest", ForeignKey(pages.c.digest)),
    _one_of("access", Access),
    CheckConstraint("conclusive IN (0, 1)", name="conclusive"),
    Index(None, "source_id", "id"),
    Index(None, "source_id", "conclusive", "id"),
    Index(None, "run_id", "source_id"),
)

judgements = _table(
    "judgements",
    Column("check_id", ForeignKey(checks.c.id), primary_key=True),
    Column("citation_key", ForeignKey(citations.c.key), primary_key=True),
    Column("identity", Word(Identity), nullable=False),
    Column("judgement", Json(PageJudgement), nullable=False),
    _one_of("identity", Identity),
)

renewals = _table(
    "renewals",
    # The check that has no judgements of its own, and the one whose judgements hold for it.
    Column("check_id", ForeignKey(checks.c.id), primary_key=True),
    Column("renews", ForeignKey(checks.c.id), nullable=False),
)

evidence = _table(
    "evidence",
    # A row is committed after its record is on the disk: it points at nothing that is not there.
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey(sources.c.id), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", Word(EvidenceKind), nullable=False),
    Column("uri", AnyText, nullable=False),
    Column("status", Integer, nullable=False),
    Column("file", AnyText, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("complete", Flag, nullable=False),
    Column("digest", Text),
    Column("text_digest", Text, nullable=False),
    Column("refers_to", ForeignKey("evidence.id")),
    Column("last_seen", UtcDateTime),
    _one_of("kind", EvidenceKind),
    Index(None, "source_id", "id"),
    Index(None, "file", "offset"),
)

mementos = _table(
    "mementos",
    Column("uri", AnyText, primary_key=True),
    Column("timestamp", AnyText, nullable=False),
    Column("original", AnyText, nullable=False),
    Column("status", AnyInteger),
    Column("mimetype", AnyText),
    Column("digest", AnyText),
)

lookups = _table(
    "lookups",
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey(sources.c.id), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", Word(LookupState), nullable=False),
    Column("memento_uri", ForeignKey(mementos.c.uri)),
    Column("captures", Integer, nullable=False),
    Column("detail", AnyText, nullable=False),
    Column("stop", Flag, nullable=False),
    Column("retry_after", Double().with_variant(REAL(), "sqlite")),
    _one_of("state", LookupState),
    Index(None, "source_id", "id"),
)

replays = _table(
    "replays",
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey(sources.c.id), nullable=False),
    Column("memento_uri", ForeignKey(mementos.c.uri), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", Word(ReplayState), nullable=False),
    Column("status", Integer),
    Column("detail", AnyText, nullable=False),
    Column("page_class", Word(PageClass)),
    Column("judged", Json(tuple[ReplayJudgement, ...]), nullable=False),
    Column("stop", Flag, nullable=False),
    _one_of("state", ReplayState),
    Index(None, "source_id", "id"),
    Index(None, "at"),
)

captures = _table(
    "captures",
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey(sources.c.id), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", Word(CaptureState), nullable=False),
    Column("options", AnyText, nullable=False),
    Column("job_id", AnyText),
    Column("timestamp", AnyText),
    Column("memento_uri", AnyText),
    Column("http_status", Integer),
    Column("status_ext", AnyText),
    Column("message", AnyText, nullable=False),
    Column("outcome", Word(OutcomeClass)),
    Column("due", UtcDateTime),
    Column("stop", Flag, nullable=False),
    _one_of("state", CaptureState),
    _one_of("outcome", OutcomeClass),
    Index(None, "source_id", "id"),
    Index(None, "state", "id"),
    Index(None, "at"),
)

archive_pools = _table(
    "archive_pools",
    Column("base", AnyText, primary_key=True),
    Column("pool", Word(Pool), primary_key=True),
    Column("until", UtcDateTime),
    Column("refusals", Integer, nullable=False),
    Column("silences", Integer, nullable=False),
    Column("next_probe", UtcDateTime),
    Column("paces", Json(tuple[Pace, ...]), nullable=False),
    _one_of("pool", Pool),
)
