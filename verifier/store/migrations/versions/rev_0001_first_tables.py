"""The first tables: the corpus, runs and checks, copies. Free of `schema`, which moves on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None

_ACCESS = (
    "ok, moved, gone, blocked, rate-limited, timeout, dns, tls, refused, server-error, too-many-redirects, "
    "forbidden-address, unsupported, malformed"
)
_RUN = "running, interrupted, complete, inconclusive, abandoned"
_LOOKUP = "captured, captured-bad-only, none, excluded, lookup-failed"
_CAPTURE = "wanted, submitted, reported, deferred, refused, unarchivable, outcome-unknown"
_IDENTITY = "match, mismatch, cannot-tell"


def upgrade() -> None:
    """Make them."""
    _corpus()
    _citations()
    _runs()
    _checks()
    _judgements()
    _lookups()
    _captures()
    if op.get_bind().dialect.name == "sqlite":
        _append_only("checks")
        _append_only("judgements")


def _corpus() -> None:
    _table("corpus", _id(), *_texts("root", "recorded_at"), _check("corpus", "single_row", "id = 1"))
    _table(
        "documents",
        *_texts("id", "path"),
        *_numbers("position"),
        *_texts("title", "date", "importance", nullable=True),
        *_texts("digest"),
        *_numbers("line", "column"),
        *_seen(),
        _primary("documents", "id"),
    )
    _table(
        "sources",
        _id(),
        *_texts("url", "first_seen"),
        *_texts("last_check", nullable=True),
        sa.UniqueConstraint("url", name=op.f("uq_sources_url")),
    )
    _table("unreadable", _id("position"), *_texts("path"), *_numbers("line", "column"), *_texts("message"))


def _citations() -> None:
    claim = ("url", "title", "publisher", "date", "access_date", "archive_url", "tier", "verified")
    _table(
        "citations",
        *_texts("key", "document_id"),
        *_numbers("position"),
        *_texts("list_name"),
        *_numbers("list_index", "line", "column"),
        *_texts(*claim, nullable=True),
        *_numbers("source_id", nullable=True),
        *_texts("unusable", nullable=True),
        *_seen(),
        _primary("citations", "key"),
        _foreign("citations", "document_id", "documents.id"),
        _foreign("citations", "source_id", "sources.id"),
    )
    _index("citations", "document_id", "position")
    _index("citations", "source_id")


def _runs() -> None:
    _table(
        "runs",
        _id(),
        *_texts("started_at", "state"),
        *_texts("finished_at", nullable=True),
        *_texts("note"),
        _words("runs", "state", _RUN),
    )


def _checks() -> None:
    _table("pages", *_texts("digest", "facts", "words"), _primary("pages", "digest"))
    _table(
        "checks",
        _id(),
        *_numbers("source_id", "run_id"),
        *_texts("at", "access"),
        *_texts("page_class", nullable=True),
        *_numbers("conclusive"),
        *_texts("body_digest", nullable=True),
        *_texts("exchange"),
        *_texts("page_digest", nullable=True),
        _foreign("checks", "source_id", "sources.id"),
        _foreign("checks", "run_id", "runs.id"),
        _foreign("checks", "page_digest", "pages.digest"),
        _words("checks", "access", _ACCESS),
        _check("checks", "conclusive", "conclusive IN (0, 1)"),
    )
    _index("checks", "source_id", "id")
    _index("checks", "source_id", "conclusive", "id")
    _index("checks", "run_id", "source_id")


def _judgements() -> None:
    _table(
        "judgements",
        *_numbers("check_id"),
        *_texts("citation_key", "identity", "judgement"),
        _primary("judgements", "check_id", "citation_key"),
        _foreign("judgements", "check_id", "checks.id"),
        _foreign("judgements", "citation_key", "citations.key"),
        _words("judgements", "identity", _IDENTITY),
    )


def _lookups() -> None:
    _table(
        "mementos",
        *_texts("uri", "timestamp", "original"),
        *_texts("status", "mimetype", "digest", nullable=True),
        _primary("mementos", "uri"),
    )
    _table(
        "lookups",
        _id(),
        *_numbers("source_id"),
        *_texts("at", "state"),
        *_texts("memento_uri", nullable=True),
        *_numbers("captures"),
        *_texts("detail"),
        *_numbers("stop"),
        sa.Column("retry_after", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        _foreign("lookups", "source_id", "sources.id"),
        _foreign("lookups", "memento_uri", "mementos.uri"),
        _words("lookups", "state", _LOOKUP),
    )
    _index("lookups", "source_id", "id")


def _captures() -> None:
    _table(
        "captures",
        _id(),
        *_numbers("source_id"),
        *_texts("at", "state"),
        *_texts("job_id", "timestamp", "memento_uri", nullable=True),
        *_numbers("http_status", nullable=True),
        *_texts("status_ext", nullable=True),
        *_texts("message"),
        *_numbers("stop"),
        _foreign("captures", "source_id", "sources.id"),
        _words("captures", "state", _CAPTURE),
    )
    _index("captures", "source_id", "id")
    _index("captures", "state", "id")
    _index("captures", "at")


def _append_only(table: str) -> None:
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
        )


def _table(name: str, *items: SchemaItem) -> None:
    op.create_table(name, *items, sqlite_strict=True)


def _id(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True)


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=nullable) for name in names]


def _numbers(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=nullable) for name in names]


def _seen() -> list[sa.Column[str]]:
    return [*_texts("first_seen", "last_seen"), *_texts("gone_at", nullable=True)]


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _words(table: str, column: str, words: str) -> sa.CheckConstraint:
    quoted = ", ".join(f"'{word}'" for word in words.split(", "))
    return _check(table, column, f"{column} IN ({quoted})")


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
