"""What documents quote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of it."""
    op.create_table(
        "quotations",
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("column", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_quotations")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_quotations_document_id")),
        sqlite_strict=True,
    )
