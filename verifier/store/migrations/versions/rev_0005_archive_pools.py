"""How archives stand towards us; what captures asked for, why they failed, and when they are due again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_GONE = ("error:not-found", "error:invalid-host-resolution")
_GONE_DAYS, _REFUSED_DAYS, _UNARCHIVABLE_DAYS = 30, 90, 180


def upgrade() -> None:
    """Make the table of the former, and the columns of the latter; attempts of old get an end."""
    op.create_table(
        "archive_pools",
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("pool", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("silences", sa.Integer, nullable=False),
        sa.Column("next_probe", sa.Text),
        sa.Column("paces", sa.Text, nullable=False),
        sa.CheckConstraint("pool IN ('cdx', 'replay', 'spn')", name=op.f("ck_archive_pools_pool")),
        sa.PrimaryKeyConstraint("base", "pool", name=op.f("pk_archive_pools")),
        sqlite_strict=True,
    )
    old = _attempts()
    op.drop_table("captures")
    _make_captures()
    if old:
        op.bulk_insert(sa.table("captures", *map(sa.column, old[0])), old)


def _attempts() -> list[dict[str, object]]:
    """The rows of the table as it was, with the values of the new columns."""
    rows = op.get_bind().execute(sa.text("SELECT * FROM captures ORDER BY id")).mappings()
    return [{**row, "options": "", **_ended(row["state"], row["status_ext"], row["at"])} for row in rows]


def _ended(state: str, status_ext: str | None, at: str) -> dict[str, str | None]:
    outcome, days = None, 0
    if state == "refused" and status_ext in _GONE:
        outcome, days = "target_gone", _GONE_DAYS
    elif state == "refused":
        outcome, days = "target_refused", _REFUSED_DAYS
    elif state == "unarchivable":
        outcome, days = "unarchivable", _UNARCHIVABLE_DAYS
    due = datetime.fromisoformat(at).astimezone(UTC) + timedelta(days=days)
    return {"outcome": outcome, "due": due.isoformat(timespec="microseconds") if outcome else None}


def _make_captures() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("job_id", sa.Text),
        sa.Column("timestamp", sa.Text),
        sa.Column("memento_uri", sa.Text),
        sa.Column("http_status", sa.Integer),
        sa.Column("status_ext", sa.Text),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("due", sa.Text),
        sa.Column("stop", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "state IN ('wanted', 'submitted', 'reported', 'deferred', 'refused', 'unarchivable',"
            " 'outcome-unknown')",
            name=op.f("ck_captures_state"),
        ),
        sa.CheckConstraint(
            "outcome IN ('target_gone', 'target_refused', 'target_transient', 'service_transient',"
            " 'unarchivable', 'quota_now', 'quota_url_day', 'quota_host_day', 'quota_account_day',"
            " 'account_stop', 'unknown')",
            name=op.f("ck_captures_outcome"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_captures_source_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_captures_source_id_id"), "captures", ["source_id", "id"])
    op.create_index(op.f("ix_captures_state_id"), "captures", ["state", "id"])
    op.create_index(op.f("ix_captures_at"), "captures", ["at"])
