"""What was looked for is noted, so that suspects of what is edited are looked for again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; in a project that stands nobody knows what was looked for, until the next search."""
    op.create_table(
        "looked_for",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("datasets.id"), nullable=False),
        sa.Column("run_id", sa.Integer()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
