"""Autotags: tags learnt from answers, and of what their stored scores were computed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; a project that stands has no autotag."""
    op.create_table(
        "autotags",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("datasets.id"), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("examples", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "autotag_scores",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("basis", sa.Text(), nullable=False),
    )
    op.execute("INSERT INTO counters VALUES ('autotags', 1)")
