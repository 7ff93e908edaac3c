"""Checks that renew an earlier one: its judgements hold for them, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of them."""
    op.create_table(
        "renewals",
        sa.Column("check_id", sa.Integer, nullable=False),
        sa.Column("renews", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_renewals")),
        sa.ForeignKeyConstraint(["check_id"], ["checks.id"], name=op.f("fk_renewals_check_id")),
        sa.ForeignKeyConstraint(["renews"], ["checks.id"], name=op.f("fk_renewals_renews")),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER renewals_no_{action.lower()} BEFORE {action} ON renewals"
                " BEGIN SELECT RAISE(ABORT, 'renewals are append-only'); END"
            )
