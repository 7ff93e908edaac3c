"""Copies that were loaded, and what they showed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of them."""
    op.create_table(
        "replays",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("memento_uri", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("page_class", sa.Text),
        sa.Column("judged", sa.Text, nullable=False),
        sa.Column("stop", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "state IN ('loaded', 'bad-status', 'elsewhere', 'absent', 'excluded', 'failed')",
            name=op.f("ck_replays_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replays")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_replays_source_id")),
        sa.ForeignKeyConstraint(["memento_uri"], ["mementos.uri"], name=op.f("fk_replays_memento_uri")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_replays_source_id_id"), "replays", ["source_id", "id"])
    op.create_index(op.f("ix_replays_at"), "replays", ["at"])
