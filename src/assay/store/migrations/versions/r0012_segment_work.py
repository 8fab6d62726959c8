"""The work on a segment: its state, who is at it, what it is about, what was said, and which changes speak of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; the work on segments that stand has not begun, and nobody knows when they were made."""
    op.add_column("segments", sa.Column("state", sa.String(), nullable=False, server_default="triage"))
    op.add_column("segments", sa.Column("assignee", sa.String(), nullable=False, server_default=""))
    op.add_column("segments", sa.Column("description", sa.Text(), nullable=False, server_default=""))
    op.add_column("segments", sa.Column("made_at", sa.DateTime()))
    op.create_table(
        "segment_comments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "segment_changes",
        sa.Column("segment_id", sa.Integer(), primary_key=True),
        sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.id"), primary_key=True),
    )
    op.execute("INSERT INTO counters VALUES ('segment_comments', 1)")
