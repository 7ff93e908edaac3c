"""Where the records of our own copies stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table of them."""
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("uri", sa.Text, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("offset", sa.Integer, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("complete", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text),
        sa.Column("text_digest", sa.Text, nullable=False),
        sa.Column("refers_to", sa.Integer),
        sa.Column("last_seen", sa.Text),
        sa.CheckConstraint(
            "kind IN ('response', 'identical', 'not-modified')", name=op.f("ck_evidence_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_evidence_source_id")),
        sa.ForeignKeyConstraint(["refers_to"], ["evidence.id"], name=op.f("fk_evidence_refers_to")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_evidence_source_id_id"), "evidence", ["source_id", "id"])
    op.create_index(op.f("ix_evidence_file_offset"), "evidence", ["file", "offset"])
