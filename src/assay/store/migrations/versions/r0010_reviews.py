"""What was applied of reviews, and what a class is, in words and examples."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; in a project that stands nothing was reviewed and no class has a note."""
    op.create_table(
        "review_applications",
        sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.id"), primary_key=True),
        sa.Column("review_id", sa.Integer(), nullable=False, index=True),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("items", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "class_notes",
        sa.Column("category_id", sa.Integer(), sa.ForeignKey("categories.id"), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("exemplars", sa.Text(), nullable=False),
    )
